"""Alignment of the content words of two claims, each pair with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.desk.similarity.nicknames import first_names
from bot.desk.similarity.reading import ClaimReading, ClaimToken
from bot.normalize import stem
from bot.search.expansion.synonyms import country_forms, country_names
from bot.search.expansion.word_relations import american_spelling

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


# Before synonyms come all that is surer.
_RELATIONS = (
    AlignmentReason.SPELLING,
    AlignmentReason.INFLECTED,
    AlignmentReason.COUNTRY,
    AlignmentReason.NICKNAME,
    AlignmentReason.SYNONYM,
)


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
        for reason in _RELATIONS:
            places: dict[str | int, list[int]] = defaultdict(list)
            for position in self._open_theirs:
                for key in _keys(self._theirs, self._theirs.content[position], reason):
                    places[key].append(position)
            for ours in list(self._open_ours) if places else ():
                keys = _keys(self._ours, self._ours.content[ours], reason)
                found = [
                    place
                    for key in keys
                    for place in places.get(key, ())
                    if place in self._open_theirs and not self._are_other_pasts(ours, place)
                ]
                if found:
                    self._pair((ours,), (min(found),), reason)

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
        for run, place, is_ours in self._runs_and_words(2, _joined, lambda _, token: token.is_word):
            self._pair_run(run, place, AlignmentReason.SPELLING, is_ours=is_ours)

    def align_acronyms(self) -> None:
        """Pair names with their initials: "World Health Organization", "WHO"."""
        for length in range(_LONGEST_RUN, 1, -1):
            for run, place, is_ours in self._runs_and_words(length, _initials, _is_short_name):
                self._pair_run(run, place, AlignmentReason.ACRONYM, is_ours=is_ours)

    def _runs_and_words(
        self,
        length: int,
        keys_of: Callable[[ClaimReading, tuple[int, ...]], Collection[str]],
        is_short: Callable[[ClaimReading, ClaimToken], bool],
    ) -> Iterator[tuple[tuple[int, ...], int, bool]]:
        """Yield each open run of one claim with the open word of the other that stands for it."""
        sides = ((self._ours, self._open_ours, self._theirs, self._open_theirs, True),
                 (self._theirs, self._open_theirs, self._ours, self._open_ours, False))  # fmt: skip
        for reading, open_run, other, open_other, is_ours in sides:
            words = {
                other.content[place].folded: place for place in open_other if is_short(other, other.content[place])
            }
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


def _joined(reading: ClaimReading, run: tuple[int, ...]) -> Collection[str]:
    tokens = [reading.content[position] for position in run]
    return ["".join(token.folded for token in tokens)] if all(token.is_word for token in tokens) else ()


def _is_short_name(reading: ClaimReading, token: ClaimToken) -> bool:
    """Check for a possible acronym or the name of a country."""
    if not token.is_word:
        return False
    is_name = reading.is_name(token) or token.span.of(reading.claim.plain).isupper()
    is_acronym = is_name and len(token.folded) <= _LONGEST_RUN
    return is_acronym or token.folded in _COUNTRIES or bool(country_names(stem(token.folded)))


def _initials(reading: ClaimReading, run: tuple[int, ...]) -> Collection[str]:
    """Return the initials of a name of several words, and other names of that country."""
    tokens = [reading.content[position] for position in run]
    initials = "".join(token.folded[:1] for token in tokens)
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


def _keys(reading: ClaimReading, token: ClaimToken, reason: AlignmentReason) -> Collection[str | int]:
    """Return keys of which related words share one."""
    if not token.is_word:
        return ()
    relations, is_name = reading.knowledge.relations, reading.is_name(token)
    if reason is AlignmentReason.COUNTRY:
        return country_names(stem(token.folded))
    if reason is AlignmentReason.SPELLING:
        return (american_spelling(token.folded),)
    if reason is AlignmentReason.NICKNAME:
        return first_names(token.folded) if is_name else ()
    if is_name:
        return ()
    return relations.lemmas(token.folded) if reason is AlignmentReason.INFLECTED else relations.groups(token.folded)


def _consecutive(positions: Sequence[int], length: int) -> Iterator[tuple[int, ...]]:
    for start in range(len(positions) - length + 1):
        run = tuple(positions[start : start + length])
        if run[-1] - run[0] == length - 1:
            yield run
