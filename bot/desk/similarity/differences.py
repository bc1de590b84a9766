"""Differences between two similar claims: numbers, names, negation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from rapidfuzz.distance import Levenshtein, Opcode

from bot.desk.similarity.names import CapitalizedName, Common, names
from bot.desk.similarity.normalize import NormalizedClaim, is_negation
from bot.model.spans import Span
from bot.normalize import Word, fold, stem
from bot.search.expansion.synonyms import variants

_DENIALS = frozenset(stem(word) for word in ("deny", "denial", "refuse", "refusal", "fail", "failure"))
_NEGATIVE_PREFIX = re.compile(r"(?:un|il|ir|im|dis|non)(?P<stem>\w{4,})")
_QUANTITY_WORDS = """
first second third fourth fifth sixth seventh eighth ninth tenth half quarter dozen dozens hundred hundreds thousand
thousands million millions billion billions once twice double triple couple several all most few some none
"""
_QUANTITIES = frozenset(_QUANTITY_WORDS.split())
_NEARLY_VERBATIM = 0.6
_DIGIT = re.compile(r"\d")

Value = tuple[float | str, Span]


class DifferenceKind(StrEnum):
    NUMBERS = "numbers"
    NAMES = "names"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class ClaimDifference:
    """The differing spans, in our text and in theirs.

    `decisive`: the two can't be the same claim, because a number differs or nearly all other words are equal.
    """

    kind: DifferenceKind
    ours: tuple[Span, ...]
    theirs: tuple[Span, ...]
    decisive: bool


def differences(ours: NormalizedClaim, theirs: NormalizedClaim, common: Common) -> tuple[ClaimDifference, ...]:
    """Return the differences between two claims, at most one of each kind.

    A number or name in only one claim is more detail, not a difference. `common` as in `names`.
    """
    return comparer(ours, common)(theirs)


def comparer(ours: NormalizedClaim, common: Common) -> Callable[[NormalizedClaim], tuple[ClaimDifference, ...]]:
    """Return `differences` for one claim, to compare it with many."""
    our_names, our_values = names(ours, common), _values(ours)

    def against(theirs: NormalizedClaim) -> tuple[ClaimDifference, ...]:
        changed = _ChangedWords(ours, theirs)
        found = (
            _numbers(our_values, _values(theirs), changed),
            _names(our_names, names(theirs, common), changed),
            _negation(changed),
        )
        return tuple(difference for difference in found if difference)

    return against


class _ChangedWords:
    """Words without a counterpart in the Levenshtein alignment of two claims.

    `places` pairs the changed words of ours with those of theirs at the same place. It is empty unless the claims are
    nearly verbatim, because for other claims the alignment means little.
    """

    def __init__(self, ours: NormalizedClaim, theirs: NormalizedClaim) -> None:
        self.our_words, self.their_words = ours.words, theirs.words
        our_folded = [word.folded for word in ours.words]
        their_folded = [word.folded for word in theirs.words]
        steps = Levenshtein.opcodes(our_folded, their_folded)
        places = [
            ({word.span for word in ours.words[a:b]}, {word.span for word in theirs.words[c:d]})
            for a, b, c, d in _changed_ranges(steps)
        ]
        self.ours = set[Span]().union(*(our_place for our_place, _ in places))
        self.theirs = set[Span]().union(*(their_place for _, their_place in places))
        equal = sum(step.src_end - step.src_start for step in steps if step.tag == "equal")
        self.nearly_verbatim = equal >= _NEARLY_VERBATIM * max(len(our_folded), len(their_folded))
        self.places = places if self.nearly_verbatim else []


def _changed_ranges(steps: Iterable[Opcode]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the word ranges between equal runs, as Levenshtein opcodes do."""
    for equal, group in groupby(steps, key=lambda step: step.tag == "equal"):
        if not equal:
            run = list(group)
            yield run[0].src_start, run[-1].src_end, run[0].dest_start, run[-1].dest_end


def _numbers(ours: Sequence[Value], theirs: Sequence[Value], changed: _ChangedWords) -> ClaimDifference | None:
    our_counts, their_counts = (Counter(value for value, _ in values) for values in (ours, theirs))
    only_ours, only_theirs = our_counts - their_counts, their_counts - our_counts
    if not only_ours or not only_theirs:
        return _quantities(changed)
    our_spans = _spans_of(ours, only_ours, changed.ours)
    their_spans = _spans_of(theirs, only_theirs, changed.theirs)
    return ClaimDifference(DifferenceKind.NUMBERS, our_spans, their_spans, decisive=True)


def _quantities(changed: _ChangedWords) -> ClaimDifference | None:
    """Return a difference such as "first" and "second" at the same place.

    Elsewhere these words may be no numbers ("the First Lady").
    """
    for our_place, their_place in changed.places:
        our_spans = _quantities_at(changed.our_words, our_place)
        their_spans = _quantities_at(changed.their_words, their_place)
        if our_spans and their_spans:
            return ClaimDifference(DifferenceKind.NUMBERS, our_spans, their_spans, decisive=True)
    return None


def _quantities_at(words: Iterable[Word], place: set[Span]) -> tuple[Span, ...]:
    return tuple(word.span for word in words if word.span in place and word.folded in _QUANTITIES)


def _spans_of(values: Sequence[Value], surplus: Counter[float | str], changed: set[Span]) -> tuple[Span, ...]:
    """Return the spans of the surplus numbers, preferring changed ones.

    A number that occurs twice is marked at its changed place.
    """
    changed_first = sorted(values, key=lambda value: not any(value[1].contains(span) for span in changed))
    found: list[Span] = []
    for value, span in changed_first:
        if surplus[value] > 0:
            surplus[value] -= 1
            found.append(span)
    return _in_order(found)


def _values(claim: NormalizedClaim) -> list[Value]:
    """Return the values of numbers, and other words with a digit ("H1N1")."""
    values: list[Value] = [*claim.numbers]
    number_spans = [span for _, span in values]
    values += [
        (word.folded, word.span)
        for word in claim.words
        if _DIGIT.search(word.text) and not any(word.span.overlaps(span) for span in number_spans)
    ]
    return values


def _names(
    ours: Sequence[CapitalizedName], theirs: Sequence[CapitalizedName], changed: _ChangedWords
) -> ClaimDifference | None:
    our_spans, their_spans = list[Span](), list[Span]()
    for our_place, their_place in [(changed.ours, changed.theirs), *changed.places]:
        # Over the whole claims, a name is met anywhere in the other claim; at one place, only there.
        is_whole = our_place is changed.ours
        our_unmet = _unmet(ours, our_place, _known(changed.their_words, theirs, None if is_whole else their_place))
        their_unmet = _unmet(theirs, their_place, _known(changed.our_words, ours, None if is_whole else our_place))
        if our_unmet and their_unmet:
            our_spans += our_unmet
            their_spans += their_unmet
    if not our_spans:
        return None
    return ClaimDifference(DifferenceKind.NAMES, _in_order(our_spans), _in_order(their_spans), changed.nearly_verbatim)


def _unmet(names_: Sequence[CapitalizedName], place: set[Span], known: set[str]) -> list[Span]:
    """Return the name words at `place` without a match in the other claim."""
    return [
        word.span
        for name in names_
        if name.initials not in known
        for word in name.words
        if word.span in place and not _is_known(word, known)
    ]


def _known(words: Sequence[Word], names_: Sequence[CapitalizedName], place: set[Span] | None) -> set[str]:
    """Return word stems and name initials, at one place or all."""
    stems = {stem(word.text) for word in words if place is None or word.span in place}
    return stems | {name.initials for name in names_ if place is None or name.words[0].span in place} - {""}


def _is_known(word: Word, known: set[str]) -> bool:
    stemmed = stem(word.text)
    spellings = (stemmed, stemmed.replace(".", ""))
    return not known.isdisjoint(spellings) or not known.isdisjoint(variants(stemmed))


def _in_order(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(set(spans)))


def _negation(changed: _ChangedWords) -> ClaimDifference | None:
    ours, theirs = _negations(changed.our_words), _negations(changed.their_words)
    spans = _among(ours, changed.ours), _among(theirs, changed.theirs)
    if len(ours) == len(theirs):
        pairs = _opposites(changed.our_words, changed.their_words)
        if not pairs:
            return None
        spans = _in_order(our_span for our_span, _ in pairs), _in_order(their_span for _, their_span in pairs)
    return ClaimDifference(DifferenceKind.NEGATION, *spans, changed.nearly_verbatim)


def _negations(words: Iterable[Word]) -> list[Span]:
    return [word.span for word in words if is_negation(word) or stem(word.text) in _DENIALS]


def _among(spans: list[Span], changed: set[Span]) -> tuple[Span, ...]:
    return tuple(span for span in spans if span in changed)


def _opposites(ours: Sequence[Word], theirs: Sequence[Word]) -> list[tuple[Span, Span]]:
    """Return pairs such as "legal" and "illegal", one in each claim."""
    our_spans, their_spans = ({word.folded: word.span for word in words} for words in (ours, theirs))
    return [
        *(
            (our_spans[negative], their_spans[positive])
            for negative, positive in _without_prefix(our_spans)
            if positive in their_spans and positive not in our_spans
        ),
        *(
            (our_spans[positive], their_spans[negative])
            for negative, positive in _without_prefix(their_spans)
            if positive in our_spans and positive not in their_spans
        ),
    ]


def _without_prefix(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each word with a negative prefix, and the word without it."""
    for word in words:
        if found := _NEGATIVE_PREFIX.fullmatch(word):
            yield word, fold(found["stem"])
