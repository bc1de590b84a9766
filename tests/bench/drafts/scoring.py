"""DraftScore checks of trial drafts, in the JSON of `factdesk check --json`, against the gold of their sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.draftcheck.model import ItemKind, ItemLevel
from bot.model.spans import Span
from tests.bench.drafts.model import Change, GoldSentence, TrialDraft

Item = Mapping[str, Any]

# Levels that say that something is wrong, and those that say that the articles have it.
_WRONG = frozenset(
    {ItemLevel.ALTERED, ItemLevel.SPLICED, ItemLevel.OTHER_SPEAKER, ItemLevel.DIFFERS, ItemLevel.CONTRARY}
)
_PRESENT = frozenset(
    {ItemLevel.VERBATIM, ItemLevel.ALTERED, ItemLevel.SPLICED, ItemLevel.OTHER_SPEAKER, ItemLevel.AGREES}
)
_STATEMENT_KINDS = (ItemKind.ATTRIBUTION, ItemKind.FIGURE, ItemKind.STATEMENT)
UNREAD = "no item"  # shown for a sentence of which the check made no item


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence with the items that overlap it; `main` is the one about what it says."""

    draft: str
    gold: GoldSentence
    main: Item | None
    items: tuple[Item, ...]

    @property
    def level(self) -> str:
        return self.main["level"] if self.main else UNREAD

    @property
    def is_right(self) -> bool:
        return self.level in self.gold.levels

    @property
    def levels(self) -> frozenset[str]:
        """Return the levels of all items but hints on names."""
        return frozenset(item["level"] for item in self.items if item["kind"] != ItemKind.NAME)

    @property
    def name_hints(self) -> list[Item]:
        return [item for item in self.items if item["kind"] == ItemKind.NAME and item["level"] in _WRONG | _OPEN]


_OPEN = frozenset({ItemLevel.CLOSEST, ItemLevel.NOT_FOUND})


@dataclass(frozen=True, slots=True)
class DraftFigure:
    """A figure of the trials, `count` of `total`, with the share that is asked for."""

    name: str
    count: int
    total: int
    asked: str = ""
    holds: Callable[[float], bool] = lambda _: True

    @property
    def share(self) -> float:
        return self.count / self.total if self.total else 0.0


@dataclass
class DraftScore:
    """All judged sentences of a run."""

    judged: list[Judged] = field(default_factory=list)

    def add(self, draft: TrialDraft, check: Mapping[str, Any]) -> None:
        """Judge the sentences of one draft."""
        self.judged += judge(draft, check["items"])

    def figures(self) -> list[DraftFigure]:
        """Return the figures, those that are asked for first."""
        quotations = [judged for judged in self.judged if judged.gold.kind is ItemKind.QUOTATION]
        untouched = self._with(Change.NONE)
        said_untouched = [judged for judged in untouched if judged.gold.kind is not ItemKind.QUOTATION]
        invented = self._with(Change.INVENTED)
        return [
            _figure("quotations judged right", quotations, lambda judged: judged.is_right, ">= 97 %"),
            _figure("wrong speakers found", self._with(Change.SPEAKER), _is_found, ">= 85 %"),
            _figure("altered figures found", self._with(Change.NUMBER), _is_number_found, ">= 85 %"),
            _figure("swapped roles found", self._with(Change.ROLES), _is_found, ">= 70 %"),
            _figure(
                "untouched statements called wrong", untouched, lambda judged: bool(judged.levels & _WRONG), "<= 5 %"
            ),
            _figure(
                "invented quotations called present", invented, lambda judged: bool(judged.levels & _PRESENT), "<= 0 %"
            ),
            _figure("negations found", self._with(Change.NEGATION), _is_found),
            _figure("spliced quotations found", self._with(Change.SPLICED), _is_found),
            _figure("misspelt names hinted", self._with(Change.NAME), _is_name_hinted),
            _figure("hints at names that are right", self._others(Change.NAME), lambda judged: bool(judged.name_hints)),
            _figure("exchanged unnamed sources found", self._with(Change.SOURCE), _is_found),
            _figure("exchanged titles found", self._with(Change.TITLE), _is_found),
            _figure("exchanged titles affirmed", self._with(Change.TITLE), _is_affirmed),
            _figure("exchanged subjects affirmed", self._with(Change.SUBJECT), _is_affirmed),
            _figure("untouched sentences left open", untouched, lambda judged: judged.level == ItemLevel.CLOSEST),
            _figure(
                "untouched unnamed sources left open",
                [judged for judged in untouched if judged.gold.is_unnamed],
                lambda judged: judged.level == ItemLevel.CLOSEST,
            ),
            _figure("untouched indirect statements confirmed", said_untouched, lambda judged: judged.is_right),
            _figure(
                "untouched indirect statements called wrong",
                said_untouched,
                lambda judged: bool(judged.levels & _WRONG),
            ),
        ]

    def levels(self) -> Iterator[tuple[str, Counter[str]]]:
        """Yield each kind of sentence with the levels that its main items got."""
        found: dict[str, Counter[str]] = {}
        for judged in self.judged:
            wording = "reworded" if judged.gold.is_reworded else "as written"
            found.setdefault(f"{judged.gold.kind.value}, {judged.gold.change.value}, {wording}", Counter())[
                judged.level
            ] += 1
        yield from sorted(found.items())

    def misses(self) -> list[Judged]:
        """Return the sentences that count against a figure."""
        return [judged for judged in self.judged if is_miss(judged)]

    def _with(self, change: Change) -> list[Judged]:
        return [judged for judged in self.judged if judged.gold.change is change]

    def _others(self, change: Change) -> list[Judged]:
        return [judged for judged in self.judged if judged.gold.change is not change]


def is_miss(judged: Judged) -> bool:
    """Check whether a sentence was judged wrongly in any respect that is counted."""
    change = judged.gold.change
    if judged.gold.kind is ItemKind.QUOTATION and not judged.is_right:
        return True
    if change is not Change.NAME and judged.name_hints:
        return True
    if change is Change.NONE:
        return bool(judged.levels & _WRONG)
    if change is Change.NAME:
        return not _is_name_hinted(judged)
    if change is Change.SUBJECT:
        return _is_affirmed(judged)
    if change is Change.NUMBER:
        return not _is_number_found(judged)
    return not _is_found(judged)


def judge(draft: TrialDraft, items: Sequence[Item]) -> list[Judged]:
    """Return the sentences of a draft with their items, in order."""
    return [_judged(draft, gold, items) for gold in draft.sentences]


def _judged(draft: TrialDraft, gold: GoldSentence, items: Iterable[Item]) -> Judged:
    own = tuple(item for item in items if _span(item).overlaps(gold.span))
    place = gold.quote or gold.span
    kinds = (ItemKind.QUOTATION,) if gold.kind is ItemKind.QUOTATION else _STATEMENT_KINDS
    about = [item for item in own if item["kind"] in kinds and _span(item).overlaps(place)]
    main = max(about, key=lambda item: _shared(_span(item), place), default=None)
    return Judged(draft.name, gold, main, own)


def _figure(name: str, sentences: Sequence[Judged], counts: Callable[[Judged], bool], asked: str = "") -> DraftFigure:
    count = sum(map(counts, sentences))
    return DraftFigure(name, count, len(sentences), asked, _bound(asked))


def _bound(asked: str) -> Callable[[float], bool]:
    if not asked:
        return lambda _: True
    sign, percent, _ = asked.split()
    bound = float(percent) / 100
    return (lambda share: share >= bound) if sign == ">=" else (lambda share: share <= bound)


def _is_found(judged: Judged) -> bool:
    """Check for a level of the altered kind, on the quotation itself or on any item of an indirect statement."""
    return judged.is_right or (judged.gold.kind is not ItemKind.QUOTATION and bool(judged.levels & judged.gold.levels))


def _is_affirmed(judged: Judged) -> bool:
    return bool(judged.levels) and judged.levels <= {ItemLevel.VERBATIM, ItemLevel.AGREES}


def _is_number_found(judged: Judged) -> bool:
    """As `_is_found`; a quotation has to mark the new number among its changed words."""
    if judged.gold.kind is not ItemKind.QUOTATION or judged.main is None:
        return _is_found(judged)
    return judged.is_right and any(judged.gold.new_words in change["to"] for change in judged.main["changes"])


def _is_name_hinted(judged: Judged) -> bool:
    name = judged.gold.name
    return name is not None and any(_span(item).overlaps(name) for item in judged.name_hints)


def _span(item: Item) -> Span:
    return Span(item["start"], item["end"])


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)
