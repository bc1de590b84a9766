"""Where two claims that read alike disagree: in a number, in a name, or in denying what the other says."""

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
_OPPOSITE = re.compile(r"(?:un|il|ir|im|dis|non)(?P<rest>\w{4,})")
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
    """What differs: the words that do, in the one text and in the other.

    `decisive` where the two can't be the same claim: another number, or nothing else but this in other words.
    """

    kind: DifferenceKind
    ours: tuple[Span, ...]
    theirs: tuple[Span, ...]
    decisive: bool


def differences(ours: NormalizedClaim, theirs: NormalizedClaim, common: Common) -> tuple[ClaimDifference, ...]:
    """Return where two claims disagree, at most one of each kind; spans are into their texts.

    A number or a name that only one of them gives is more detail, and no disagreement. `common` as in `names`.
    """
    return compared(ours, common)(theirs)


def compared(ours: NormalizedClaim, common: Common) -> Callable[[NormalizedClaim], tuple[ClaimDifference, ...]]:
    """Return `differences` for one claim that is held against many."""
    our_names, our_values = names(ours, common), _values(ours)

    def against(theirs: NormalizedClaim) -> tuple[ClaimDifference, ...]:
        changed = _Changed(ours, theirs)
        found = (
            _numbers(our_values, _values(theirs), changed),
            _names(our_names, names(theirs, common), changed),
            _negation(changed),
        )
        return tuple(each for each in found if each)

    return against


class _Changed:
    """The words of either claim that have no counterpart in the other one's order of words.

    `places` are those of ours and of theirs that stand against each other; they are told only where the two claims
    are nearly word for word, as they mean nothing elsewhere.
    """

    def __init__(self, ours: NormalizedClaim, theirs: NormalizedClaim) -> None:
        self.our_words, self.their_words = ours.words, theirs.words
        one, other = ([word.folded for word in each.words] for each in (ours, theirs))
        steps = Levenshtein.opcodes(one, other)
        places = [
            ({word.span for word in ours.words[a:b]}, {word.span for word in theirs.words[c:d]})
            for a, b, c, d in _runs(steps)
        ]
        self.ours = set[Span]().union(*(mine for mine, _ in places))
        self.theirs = set[Span]().union(*(yours for _, yours in places))
        equal = sum(step.src_end - step.src_start for step in steps if step.tag == "equal")
        self.nearly_verbatim = equal >= _NEARLY_VERBATIM * max(len(one), len(other))
        self.places = places if self.nearly_verbatim else []


def _runs(steps: Iterable[Opcode]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the ranges of both texts between two pieces that are equal."""
    for equal, group in groupby(steps, key=lambda step: step.tag == "equal"):
        if not equal:
            run = list(group)
            yield run[0].src_start, run[-1].src_end, run[0].dest_start, run[-1].dest_end


def _numbers(one: Sequence[Value], other: Sequence[Value], changed: _Changed) -> ClaimDifference | None:
    only_one = Counter(value for value, _ in one) - Counter(value for value, _ in other)
    only_other = Counter(value for value, _ in other) - Counter(value for value, _ in one)
    if not only_one or not only_other:
        return _quantities(changed)
    mine, yours = _surplus(one, only_one, changed.ours), _surplus(other, only_other, changed.theirs)
    return ClaimDifference(DifferenceKind.NUMBERS, mine, yours, decisive=True)


def _quantities(changed: _Changed) -> ClaimDifference | None:
    """Return where "first" stands against "second", which are no numbers elsewhere ("the First Lady")."""
    for my_place, your_place in changed.places:
        mine = [word.span for word in changed.our_words if word.span in my_place and word.folded in _QUANTITIES]
        yours = [word.span for word in changed.their_words if word.span in your_place and word.folded in _QUANTITIES]
        if mine and yours:
            return ClaimDifference(DifferenceKind.NUMBERS, tuple(mine), tuple(yours), decisive=True)
    return None


def _surplus(values: Sequence[Value], only: Counter[float | str], changed: set[Span]) -> tuple[Span, ...]:
    """Return where the numbers stand that one claim has more of, those in changed places first."""
    ranked = sorted(values, key=lambda each: not any(each[1].contains(span) for span in changed))
    found: list[Span] = []
    for value, span in ranked:
        if only[value] > 0:
            only[value] -= 1
            found.append(span)
    return _in_order(found)


def _values(wording: NormalizedClaim) -> list[Value]:
    """Return the numbers, and as they are written what merely holds a digit ("H1N1")."""
    read: list[Value] = [*wording.numbers]
    places = [span for _, span in read]
    read += [
        (word.folded, word.span)
        for word in wording.words
        if _DIGIT.search(word.text) and not any(word.span.overlaps(span) for span in places)
    ]
    return read


def _names(
    one: Sequence[CapitalizedName], other: Sequence[CapitalizedName], changed: _Changed
) -> ClaimDifference | None:
    mine, yours = list[Span](), list[Span]()
    for my_place, your_place in [(changed.ours, changed.theirs), *changed.places]:
        # Across the whole claims a name counts as met wherever the other has it; at one place only there.
        whole = my_place is changed.ours
        my_unmet = _unmet(one, my_place, _known(changed.their_words, other, None if whole else your_place))
        your_unmet = _unmet(other, your_place, _known(changed.our_words, one, None if whole else my_place))
        if my_unmet and your_unmet:
            mine += my_unmet
            yours += your_unmet
    return (
        ClaimDifference(DifferenceKind.NAMES, _in_order(mine), _in_order(yours), changed.nearly_verbatim)
        if mine
        else None
    )


def _unmet(mine: Sequence[CapitalizedName], place: set[Span], known: set[str]) -> list[Span]:
    """Return the words of my names at `place` that the other claim hasn't got."""
    return [
        word.span
        for name in mine
        if name.initials not in known
        for word in name.words
        if word.span in place and not _is_known(word, known)
    ]


def _known(words: Sequence[Word], found: Sequence[CapitalizedName], place: set[Span] | None) -> set[str]:
    """Return the stems of a claim's words and the initials of its names, all of them or those at one place."""
    stems = {stem(word.text) for word in words if place is None or word.span in place}
    return stems | {name.initials for name in found if place is None or name.words[0].span in place} - {""}


def _is_known(word: Word, known: set[str]) -> bool:
    own = stem(word.text)
    return own in known or own.replace(".", "") in known or any(other in known for other in variants(own))


def _in_order(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(set(spans)))


def _negation(changed: _Changed) -> ClaimDifference | None:
    one, other = _denying(changed.our_words), _denying(changed.their_words)
    spans = _among(one, changed.ours), _among(other, changed.theirs)
    if len(one) == len(other):
        pairs = _opposites(changed.our_words, changed.their_words)
        if not pairs:
            return None
        spans = _in_order(mine for mine, _ in pairs), _in_order(yours for _, yours in pairs)
    return ClaimDifference(DifferenceKind.NEGATION, *spans, changed.nearly_verbatim)


def _denying(words: Iterable[Word]) -> list[Span]:
    return [word.span for word in words if is_negation(word) or stem(word.text) in _DENIALS]


def _among(spans: list[Span], changed: set[Span]) -> tuple[Span, ...]:
    return tuple(span for span in spans if span in changed)


def _opposites(ours: Sequence[Word], theirs: Sequence[Word]) -> list[tuple[Span, Span]]:
    """Return the pairs "legal" and "illegal" of which each claim holds but one."""
    one, other = ({word.folded: word.span for word in words} for words in (ours, theirs))
    pairs = [(one[word], other[rest]) for word in one for rest in [_rest(word)] if rest in other and rest not in one]
    pairs += [(one[rest], other[word]) for word in other for rest in [_rest(word)] if rest in one and rest not in other]
    return pairs


def _rest(word: str) -> str:
    found = _OPPOSITE.fullmatch(word)
    return fold(found["rest"]) if found else ""
