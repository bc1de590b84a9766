"""Checks a draft: its items in the articles, and the claims that the desk has already checked."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.desk.published_verdicts import MessageCheck, PublishedVerdicts
from bot.draftcheck.model import CheckedItem, Draft, DraftCheck, ItemKind, ItemLevel
from bot.draftcheck.quotations import ComparedItem
from bot.library.draft_evidence import DraftEvidenceService


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a draft's items are checked."""

    done: int
    total: int


OnProgress = Callable[[Progress], None]


class DraftCheckService:
    """Checks drafts; nothing of them is stored or logged."""

    def __init__(self, evidence: DraftEvidenceService, published_verdicts: PublishedVerdicts) -> None:
        self._evidence = evidence
        self._published_verdicts = published_verdicts

    async def check(self, guild: int | None, draft: Draft, on_progress: OnProgress = lambda _: None) -> DraftCheck:
        """Return the checked draft; `guild` names the desk with the claims, None has none.

        Raises UserError if the parser can't be loaded.
        """
        began = time.perf_counter()
        found = await self._evidence.items(draft)
        known: dict[tuple[ItemKind, str, str | None], CheckedItem] = {}
        checked: list[CheckedItem] = []
        on_progress(Progress(0, len(found.items)))
        for compared in found.items:
            key = compared.item.kind, compared.compared, compared.named_speaker
            if key not in known:
                known[key] = await self._checked(guild, draft, compared)
            checked.append(replace(known[key], item=compared.item))
            on_progress(Progress(len(checked), len(found.items)))
        return DraftCheck(
            draft.name,
            draft.document.text,
            tuple(checked),
            found.left_out,
            await self._evidence.documents_searched(),
            (time.perf_counter() - began) * 1000,
        )

    async def _checked(self, guild: int | None, draft: Draft, compared: ComparedItem) -> CheckedItem:
        checked = await self._evidence.look_up(draft, compared)
        if guild is None or compared.item.kind is ItemKind.QUOTATION:
            return checked
        return with_verdicts(checked, await self._published_verdicts.on_message(guild, compared.item.text))


def with_verdicts(checked: CheckedItem, verdicts: MessageCheck) -> CheckedItem:
    """Return an item with the published verdict on the same claim, or a hint at a similar one.

    A hint never hides what the articles say.
    """
    if verdicts.checked:
        verdict = verdicts.checked[0].verdicts[0]
        note = f"Checked as claim #{verdict.claim}: {verdict.rating}."
        return replace(checked, level=ItemLevel.ALREADY_CHECKED, claim=verdict.claim, note=note)
    if not verdicts.similar or checked.level not in {ItemLevel.NOT_FOUND, ItemLevel.CLOSEST}:
        return checked
    hint = verdicts.similar[0]
    differs = f" It differs in {', '.join(hint.match.differs)}." if hint.match.differs else ""
    note = f"Like claim #{hint.verdict.claim}: {hint.verdict.rating}.{differs}"
    return replace(checked, level=ItemLevel.SIMILAR_CLAIM, claim=hint.verdict.claim, note=note)
