"""Checks a draft: its items in the articles, and the claims that the desk has already checked."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.desk.published_verdicts import MessageCheck, PublishedVerdicts
from bot.draftcheck.model import CheckedItem, Draft, DraftCheck, ItemKind, ItemLevel
from bot.draftcheck.quotations import ComparedItem
from bot.library.draft_evidence import AlignedItem, DraftEvidenceService


@dataclass(frozen=True, slots=True)
class DraftProgress:
    """How many of a draft's items are checked."""

    done: int
    total: int


_MOST_ASKED = 10  # sentences of a draft for the answer engine, each in 0.1 to 0.6 s

OnProgress = Callable[[DraftProgress], None]
_Key: TypeAlias = tuple[ItemKind, str, str | None, str | None]


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
        aligned = {}
        for compared in found.items:
            key = _key(compared)
            if key not in aligned:
                aligned[key] = await self._evidence.align(draft, compared)
        checked = await self._judged(guild, found.items, aligned, on_progress)
        left_out = found.left_out
        if draft.indexed_as is None:
            checked, unasked = await self._asked(checked)
            left_out = (*left_out, *([_words_only(unasked)] if unasked else []))
        if not draft.only_quotations:
            checked += await self._evidence.names(draft)
        return DraftCheck(
            draft.name,
            draft.document.text,
            tuple(sorted(checked, key=lambda item: item.item.span.start)),
            left_out,
            await self._evidence.documents_searched(),
            (time.perf_counter() - began) * 1000,
        )

    async def _judged(
        self,
        guild: int | None,
        items: Sequence[ComparedItem],
        aligned: Mapping[_Key, AlignedItem],
        on_progress: OnProgress,
    ) -> list[CheckedItem]:
        """Return the items with their levels; those that need no parsed article come first."""
        speakers = self._evidence.speakers(list(aligned.values()))
        judged: dict[_Key, CheckedItem] = {}
        counts = Counter(map(_key, items))
        done = 0
        on_progress(DraftProgress(0, len(items)))
        for key, found in sorted(aligned.items(), key=lambda pair: pair[1].needs_speakers):
            checked = await self._evidence.judge(found, speakers)
            judged[key] = await self._with_verdicts(guild, checked)
            done += counts[key]
            on_progress(DraftProgress(done, len(items)))
        return [replace(judged[_key(compared)], item=compared.item) for compared in items]

    async def _asked(self, items: Sequence[CheckedItem]) -> tuple[list[CheckedItem], int]:
        """Return the items, the first sentences that no article clearly has asked as questions, too.

        And the number of such sentences that were not asked.
        """
        found = list(items)
        places = [place for place, checked in enumerate(items) if _is_open(checked)]
        for place in places[:_MOST_ASKED]:
            found[place] = await self._evidence.ask(found[place])
        return found, max(len(places) - _MOST_ASKED, 0)

    async def _with_verdicts(self, guild: int | None, checked: CheckedItem) -> CheckedItem:
        if guild is None or checked.item.kind is ItemKind.QUOTATION:
            return checked
        return with_verdicts(checked, await self._published_verdicts.on_message(guild, checked.item.text))


def _is_open(checked: CheckedItem) -> bool:
    """Return True for a sentence worth checking that no article has, or only in other words."""
    is_sentence = checked.item.kind not in {ItemKind.QUOTATION, ItemKind.NAME} and not checked.has_found_words
    return is_sentence and checked.needs_eyes and checked.level in {ItemLevel.NOT_FOUND, ItemLevel.CLOSEST}


def _words_only(count: int) -> str:
    """Return the sentence on what the answer engine did not look at."""
    of_them = "1 further sentence was" if count == 1 else f"{count:,} further sentences were"
    return f"{of_them} compared by words only, not asked as a question."


def _key(compared: ComparedItem) -> _Key:
    """Return what makes two items one: a quotation that a draft repeats is looked up once."""
    return compared.item.kind, compared.item.text, compared.item.speaker, compared.named_speaker


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
