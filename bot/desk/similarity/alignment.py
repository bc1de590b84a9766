"""Alignment of the content words of two claims, each pair with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.desk.similarity.nicknames import first_names
from bot.desk.similarity.reading import ClaimReading, ClaimToken
from bot.normalize import stem
from bot.search.expansion.synonyms import country_forms, country_names
from bot.search.expansion.word_relations import WordRelations, american_spelling

# Names of two letters, also in lower case. Two names of a person may have the same initials.
_COUNTRIES = {
    "us": ("united", "states"),
    "uk": ("united", "kingdom"),
    "eu": ("european", "union"),
    "un": ("united", "nations"),
}
_REGULAR_VARIANTS = ("t", "n", "ne")
_LONGEST_RUN = 6  # words of a name with initials


class AlignmentReason(StrEnum):
    EQUAL = "equal"
    INFLECTED = "inflected"
    SPELLING = "spelling"
    SYNONYM = "synonym"
    COUNTRY = "country"
    NICKNAME = "nickname"
    ACRONYM = "acronym"


@lru_cache(maxsize=20_000)
def country_names_of(word: str) -> frozenset[str]:
    """Return the names of the country that a folded word names, or nothing."""
    return country_names(stem(word))


Keys = Callable[[WordRelations, str, bool], Collection[str | int]]  # of a folded word, perhaps a name
# Of each relation, the keys of which related words share one. Before synonyms come all that is surer.
_RELATIONS: dict[AlignmentReason, Keys] = {
    AlignmentReason.SPELLING: lambda _, word, __: (american_spelling(word),),
    AlignmentReason.INFLECTED: lambda relations, word, is_name: () if is_name else relations.lemmas(word),
    AlignmentReason.COUNTRY: lambda _, word, __: country_names_of(word),
    AlignmentReason.NICKNAME: lambda _, word, is_name: first_names(word) if is_name else (),
    AlignmentReason.SYNONYM: lambda relations, word, is_name: () if is_name else relations.groups(word),
}


@dataclass(frozen=True, slots=True)
class AlignedTokens:
    """Positions of the same content in both claims, and why it is the same."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    reason: AlignmentReason


@dataclass(frozen=True, slots=True)
class Alignment:
    """The aligned content tokens of two claims, and the tokens left over."""

    pairs: tuple[AlignedTokens, ...]
    left_ours: tuple[ClaimToken, ...]
    left_theirs: tuple[ClaimToken, ...]


def align(ours: ClaimReading, theirs: ClaimReading) -> Alignment:
    """Return the alignment of two claims.

    Other languages than English align by equal words, numbers and dates only.
    """
    aligner = _Aligner(ours, theirs)
    aligner.align_equal()
    if ours.is_english and theirs.is_english and aligner.is_open:
        aligner.align_related()
        aligner.align_joined()
        aligner.align_acronyms()
    return aligner.alignment


class _Aligner:
    """Open positions of both claims, reduced with each aligned pair."""

    def __init__(self, ours: ClaimReading, theirs: ClaimReading) -> None:
        self._ours, self._theirs = ours, theirs
        self._open_ours, self._open_theirs = (
            dict.fromkeys(range(len(ours.content))),
            dict.fromkeys(range(len(theirs.content))),
        )
        self._pairs: list[AlignedTokens] = []

    @property
    def is_open(self) -> bool:
        """Check both claims for tokens left over."""
        return bool(self._open_ours and self._open_theirs)

    @property
    def alignment(self) -> Alignment:
        return Alignment(
            tuple(sorted(self._pairs, key=lambda pair: pair.ours)),
            tuple(self._ours.content[position] for position in self._open_ours),
            tuple(self._theirs.content[position] for position in self._open_theirs),
        )

    def align_equal(self) -> None:
        """Pair tokens of equal keys, in order."""
        places: dict[str, list[int]] = defaultdict(list)
        for position in reversed(self._open_theirs):
            places[self._theirs.content[position].key].append(position)
        for position in list(self._open_ours):
            if found := places.get(self._ours.content[position].key):
                self._pair((position,), (found.pop(),), AlignmentReason.EQUAL)

    def align_related(self) -> None:
        """Pair inflected forms, then names of countries and persons, then synonyms."""
        relations = self._ours.knowledge.relations
        ours, theirs = _open_words(self._ours, self._open_ours), _open_words(self._theirs, self._open_theirs)
        for reason, keys in _RELATIONS.items():
            places: dict[str | int, list[int]] = defaultdict(list)
            for place, word, is_name in theirs:
                if place in self._open_theirs:
                    for key in keys(relations, word, is_name):
                        places[key].append(place)
            for position, word, is_name in ours if places else ():
                found = [
                    place
                    for key in (keys(relations, word, is_name) if position in self._open_ours else ())
                    for place in places.get(key, ())
                    if place in self._open_theirs and not self._are_other_pasts(position, place)
                ]
                if found:
                    self._pair((position,), (min(found),), reason)

    def _are_other_pasts(self, ours: int, theirs: int) -> bool:
        """Check for past forms of two verbs that share a form: "found" and "founded", "lied" and "lay"."""
        words = self._ours.content[ours].folded, self._theirs.content[theirs].folded
        relations = self._ours.knowledge.relations
        if not all(map(relations.is_past, words)) or not relations.is_inflected(*words):
            return False
        # "burnt" and "burned", "shown" and "showed" are one verb.
        is_regular = [word.endswith("ed") for word in words]
        return is_regular[0] != is_regular[1] and not any(word.endswith(_REGULAR_VARIANTS) for word in words)

    def align_joined(self) -> None:
        """Pair words written apart in one claim: "e-mail", "email"."""
        short = [
            [position for position in positions if reading.content[position].is_word]
            for reading, positions in ((self._ours, self._open_ours), (self._theirs, self._open_theirs))
        ]
        for run, place, is_ours in self._runs_and_words(2, _joined, *short):
            self._pair_run(run, place, AlignmentReason.SPELLING, is_ours=is_ours)

    def align_acronyms(self) -> None:
        """Pair names with their initials: "World Health Organization", "WHO"."""
        readings = (self._ours, self._theirs)
        short = [
            [position for position in positions if _is_short_name(reading, reading.content[position])]
            for reading, positions in zip(readings, (self._open_ours, self._open_theirs), strict=True)
        ]
        for length in range(_LONGEST_RUN, 1, -1):
            fitting = [_with_initials(reading, side, length) for reading, side in zip(readings, short, strict=True)]
            for run, place, is_ours in self._runs_and_words(length, _initials, *fitting):
                self._pair_run(run, place, AlignmentReason.ACRONYM, is_ours=is_ours)

    def _runs_and_words(
        self,
        length: int,
        keys_of: Callable[[ClaimReading, tuple[int, ...]], Collection[str]],
        short_ours: Sequence[int],
        short_theirs: Sequence[int],
    ) -> Iterator[tuple[tuple[int, ...], int, bool]]:
        """Yield each open run of one claim with the open short word of the other that stands for it."""
        sides = ((self._ours, self._open_ours, self._theirs, self._open_theirs, short_theirs, True),
                 (self._theirs, self._open_theirs, self._ours, self._open_ours, short_ours, False))  # fmt: skip
        for reading, open_run, other, open_other, short, is_ours in sides:
            words = {other.content[place].folded: place for place in short if place in open_other}
            for run in list(_consecutive(list(open_run), length)) if words else ():
                place = next((words[key] for key in keys_of(reading, run) if key in words), None)
                if place in open_other and all(position in open_run for position in run):
                    yield run, place, is_ours

    def _pair_run(self, run: tuple[int, ...], place: int, reason: AlignmentReason, *, is_ours: bool) -> None:
        ours, theirs = (run, (place,)) if is_ours else ((place,), run)
        self._pair(ours, theirs, reason)

    def _pair(self, ours: tuple[int, ...], theirs: tuple[int, ...], reason: AlignmentReason) -> None:
        self._pairs.append(AlignedTokens(ours, theirs, reason))
        for position in ours:
            del self._open_ours[position]
        for position in theirs:
            del self._open_theirs[position]


def _open_words(reading: ClaimReading, positions: Iterable[int]) -> list[tuple[int, str, bool]]:
    """Return the words at open positions, folded, and whether each is in a name."""
    tokens = [(position, reading.content[position]) for position in positions]
    return [(position, token.folded, reading.is_name(token)) for position, token in tokens if token.is_word]


def _joined(reading: ClaimReading, run: tuple[int, ...]) -> Collection[str]:
    tokens = [reading.content[position] for position in run]
    return ["".join(token.folded for token in tokens)] if all(token.is_word for token in tokens) else ()


def _is_short_name(reading: ClaimReading, token: ClaimToken) -> bool:
    """Check for a possible acronym or the name of a country."""
    if not token.is_word:
        return False
    is_name = reading.is_name(token) or token.span.of(reading.claim.plain).isupper()
    is_acronym = is_name and len(token.folded) <= _LONGEST_RUN
    return is_acronym or token.folded in _COUNTRIES or bool(country_names_of(token.folded))


def _with_initials(reading: ClaimReading, short: Iterable[int], length: int) -> list[int]:
    """Return the short names that may stand for a name of that many words; a country's name may be longer."""
    words = ((position, reading.content[position].folded) for position in short)
    return [position for position, word in words if len(word) == length or country_names_of(word)]


def _initials(reading: ClaimReading, run: tuple[int, ...]) -> Collection[str]:
    """Return the initials of a name of several words, and other names of that country."""
    tokens = [reading.content[position] for position in run]
    initials = "".join([token.folded[:1] for token in tokens])
    if len(initials) < len(run) or not all(token.is_word for token in tokens):
        return ()
    if initials in _COUNTRIES:
        is_name = tuple(token.folded for token in tokens) == _COUNTRIES[initials]
    else:
        is_name = all(reading.is_name(token) for token in tokens) and _ends_in_noun(reading, tokens)
    return [initials, *country_forms(initials)] if is_name else ()


def _ends_in_noun(reading: ClaimReading, tokens: Sequence[ClaimToken]) -> bool:
    """Check for the name of a body, such as "Port Authority", rather than a person's, whose last word is a surname."""
    last = tokens[-1].folded
    return reading.knowledge.is_everyday(last) and not first_names(last)


def _consecutive(positions: Sequence[int], length: int) -> Iterator[tuple[int, ...]]:
    for start in range(len(positions) - length + 1):
        run = tuple(positions[start : start + length])
        if run[-1] - run[0] == length - 1:
            yield run
