"""Checks a draft: its items in the articles, and the claims that the desk has already checked."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.desk.published_verdicts import MessageCheck, PublishedVerdicts
from bot.draftcheck.model import CheckedItem, Draft, DraftCheck, ItemKind, ItemLevel
from bot.draftcheck.quotations import ComparedItem
from bot.library.draft_evidence import AlignedItem, DraftEvidenceService, SpeakersInArticles


@dataclass(frozen=True, slots=True)
class DraftProgress:
    """How many of a draft's items are checked.

    `checked` are those whose level is final, each once: a sentence that may still be asked as a question is not.
    """

    done: int
    total: int
    checked: tuple[CheckedItem, ...] = ()


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
        checked = await self._judged(guild, draft, found.items, on_progress)
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
        self, guild: int | None, draft: Draft, items: Sequence[ComparedItem], on_progress: OnProgress
    ) -> list[CheckedItem]:
        """Return the items with their levels; those that need a parsed article are judged last."""
        judged, waiting = _JudgedItems(items, on_progress), dict[_Key, AlignedItem]()
        unparsed = self._evidence.speakers(())
        different = dict[_Key, ComparedItem]()
        for compared in items:
            different.setdefault(_key(compared), compared)
        for key, compared in different.items():
            aligned = await self._evidence.align(draft, compared)
            if aligned.needs_speakers:
                waiting[key] = aligned
            else:
                judged.add(key, await self._judge(guild, aligned, unparsed))
        speakers = self._evidence.speakers(list(waiting.values()))
        for key, aligned in waiting.items():
            judged.add(key, await self._judge(guild, aligned, speakers))
        return judged.in_order()

    async def _judge(self, guild: int | None, aligned: AlignedItem, speakers: SpeakersInArticles) -> CheckedItem:
        return await self._with_verdicts(guild, await self._evidence.judge(aligned, speakers))

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


class _JudgedItems:
    """The judged items of a draft; an item that it repeats is judged once."""

    def __init__(self, items: Sequence[ComparedItem], on_progress: OnProgress) -> None:
        self._items = items
        self._counts = Counter(map(_key, items))
        self._by_key: dict[_Key, CheckedItem] = {}
        self._final: list[CheckedItem] = []
        self._done = 0
        self._on_progress = on_progress
        on_progress(DraftProgress(0, len(items)))

    def add(self, key: _Key, checked: CheckedItem) -> None:
        """Take an item's level, and report the progress."""
        self._by_key[key] = checked
        self._done += self._counts[key]
        if not _is_open(checked):
            self._final.append(checked)
        self._on_progress(DraftProgress(self._done, len(self._items), tuple(self._final)))

    def in_order(self) -> list[CheckedItem]:
        """Return all items in the draft's order."""
        return [replace(self._by_key[_key(compared)], item=compared.item) for compared in self._items]


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
