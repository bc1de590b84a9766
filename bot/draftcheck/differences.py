"""What the changed words of an aligned sentence mean: another figure, a negation, another name, exchanged roles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.answer.evidence.wording import antonyms_of, days_of, is_same_action, months_of
from bot.attribution.lexicon import words_of
from bot.normalize import fold, stem, words
from bot.quotecheck.diff import is_negation
from bot.quotecheck.model import Salience, WordChange
from bot.search.numbers import numbers
from bot.search.rewriting.follow_up.function_words import FUNCTION_WORDS

_SMALL = FUNCTION_WORDS | words_of(
    """an by to of and or as at be been being has had have that which who it its there this these those also just still
    too very then than so but yet while when after before since if though although however meanwhile later earlier now
    said says say told added mr mrs ms dr"""
)
_BY = frozenset({"by"})
_HEDGES = words_of(
    "may might could would allegedly reportedly alleged suspected possibly perhaps likely unlikely probably about"
)
_NAME_BREAK = re.compile(r"[.!?:;“”\"(]\s*\Z")


class Deviation(Enum):
    """How the draft's words differ from the article's; the worst first."""

    ROLES = "roles"
    NEGATION = "negation"
    ANTONYM = "antonym"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    CERTAINTY = "certainty"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class FoundDeviation:
    """A deviation with the words of the draft and of the article; one of them may be empty."""

    deviation: Deviation
    typed: str
    original: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Consecutive changes, with their words on both sides."""

    changes: tuple[WordChange, ...]

    @property
    def typed(self) -> list[str]:
        return [change.typed for change in self.changes if change.typed]

    @property
    def original(self) -> list[str]:
        return [change.original for change in self.changes if change.original]


def deviations(compared: str, changes: Sequence[WordChange], nearby: str) -> list[FoundDeviation]:
    """Return the deviations of an aligned text, the worst first.

    `nearby` is the article's text around the place: what is said there is not new.
    """
    runs = list(_runs(compared, changes))
    found = [
        *_roles(runs),
        *_negations(runs),
        *_antonyms(runs),
        *_numbers(runs, nearby),
        *_dates(runs, nearby),
    ]
    found += [*_names(compared, runs, nearby), *_certainty(runs)]
    found += _wording(runs, nearby)
    order = list(Deviation)
    return sorted(dict.fromkeys(found), key=lambda deviation: order.index(deviation.deviation))


def _runs(compared: str, changes: Sequence[WordChange]) -> Iterator[_Run]:
    """Yield the changes grouped by adjacent words of the draft."""
    run: list[WordChange] = []
    for change in changes:
        if run and words(compared[run[-1].typed_span.end : change.typed_span.start]):
            yield _Run(tuple(run))
            run = []
        run.append(change)
    if run:
        yield _Run(tuple(run))


def _content(found: Sequence[str]) -> list[str]:
    return [stem(word) for word in found if fold(word) not in _SMALL]


def _roles(runs: Sequence[_Run]) -> Iterator[FoundDeviation]:
    """Yield two phrases that stand in each other's places.

    "Velm sued Brandt" beside "Brandt sued Velm"; a passive with "by" keeps the roles.
    """
    small = {fold(word) for run in runs for word in (*run.typed, *run.original)}
    if not small.isdisjoint(_BY):
        return
    for place, first in enumerate(runs):
        for second in runs[place + 1 :]:
            forth = set(_content(first.original)) & set(_content(second.typed))
            back = set(_content(first.typed)) & set(_content(second.original))
            if forth and back:
                yield FoundDeviation(
                    Deviation.ROLES, f"{_joined(first.typed)} … {_joined(second.typed)}",
                    f"{_joined(first.original)} … {_joined(second.original)}",
                )  # fmt: skip


def _negations(runs: Sequence[_Run]) -> Iterator[FoundDeviation]:
    typed = [word for run in runs for word in run.typed if is_negation(word)]
    original = [word for run in runs for word in run.original if is_negation(word)]
    if len(typed) % 2 != len(original) % 2:
        yield FoundDeviation(Deviation.NEGATION, _joined(typed), _joined(original))


def _antonyms(runs: Sequence[_Run]) -> Iterator[FoundDeviation]:
    for run in runs:
        for typed in run.typed:
            for original in run.original:
                if stem(original) in antonyms_of(stem(typed)):
                    yield FoundDeviation(Deviation.ANTONYM, typed, original)


def _numbers(runs: Sequence[_Run], nearby: str) -> Iterator[FoundDeviation]:
    """Yield a number in place of another, and one that is nowhere near."""
    known = {value for value, _ in numbers(nearby)}
    for run in runs:
        typed, original = _values(run.typed), _values(run.original)
        new = [value for value in typed if value not in original]
        if not new:
            continue
        is_salient = any(change.salience is Salience.NUMBER for change in run.changes)
        if (original and is_salient) or not known.issuperset(new):
            yield FoundDeviation(Deviation.NUMBER, _joined(run.typed), _joined(run.original))


def _values(found: Sequence[str]) -> list[float]:
    return [value for value, _ in numbers(" ".join(found))]


def _dates(runs: Sequence[_Run], nearby: str) -> Iterator[FoundDeviation]:
    known = months_of(nearby) | days_of(nearby)
    for run in runs:
        typed, original = " ".join(run.typed), " ".join(run.original)
        new = (months_of(typed) - months_of(original)) | (days_of(typed) - days_of(original))
        is_replaced = (months_of(typed) and months_of(original)) or (days_of(typed) and days_of(original))
        if new and (is_replaced or not known.issuperset(new)):
            yield FoundDeviation(Deviation.DATE, typed, original)


def _names(compared: str, runs: Sequence[_Run], nearby: str) -> Iterator[FoundDeviation]:
    """Yield a capitalised word that is not in the article around the place."""
    known = {fold(word.text) for word in words(nearby)} | {stem(word.text) for word in words(nearby)}
    for run in runs:
        new = [
            change.typed
            for change in run.changes
            if change.typed and _is_name(compared, change) and fold(change.typed) not in known
        ]
        new = [word for word in new if stem(word) not in known and not (months_of(word) | days_of(word))]
        if new:
            yield FoundDeviation(Deviation.NAME, _joined(new), _joined(run.original))


def _is_name(compared: str, change: WordChange) -> bool:
    before = compared[: change.typed_span.start].rstrip()
    is_first = not before or _NAME_BREAK.search(before) is not None
    return (
        change.typed[:1].isupper() and (not is_first or fold(change.typed) not in _SMALL) and not change.typed.isdigit()
    )


def _certainty(runs: Sequence[_Run]) -> Iterator[FoundDeviation]:
    """Yield a hedge that only the article has: "may close", "closes"."""
    typed = {fold(word) for run in runs for word in run.typed} & _HEDGES
    original = {fold(word) for run in runs for word in run.original} & _HEDGES
    if original - typed and not typed:
        yield FoundDeviation(Deviation.CERTAINTY, "", _joined(sorted(original)))


def _wording(runs: Sequence[_Run], nearby: str) -> Iterator[FoundDeviation]:
    """Yield content words of the draft that are nowhere near in the article."""
    known = {stem(word.text) for word in words(nearby)}
    for run in runs:
        new = [word for word in run.typed if fold(word) not in _SMALL and stem(word) not in known]
        new = [word for word in new if not any(is_same_action(stem(word), stem(other)) for other in run.original)]
        if new:
            yield FoundDeviation(Deviation.WORDING, _joined(new), _joined(run.original))


def _joined(found: Sequence[str]) -> str:
    return " ".join(found)
