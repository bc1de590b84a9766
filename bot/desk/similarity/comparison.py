"""Two claims side by side: their alignment, their roles, and the differences found between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from bot.desk.similarity.alignment import Alignment, align
from bot.desk.similarity.languages.detection import ENGLISH, UNKNOWN
from bot.desk.similarity.languages.word_lists import Category
from bot.desk.similarity.reading import ClaimReading, ClaimToken, read
from bot.model.spans import Span

_NEARLY_VERBATIM = 0.6


class DifferenceKind(StrEnum):
    NUMBERS = "numbers"
    UNITS = "units"
    NAMES = "names"
    NEGATION = "negation"
    VERACITY = "veracity"
    CERTAINTY = "certainty"
    QUANTITY = "quantity"
    TIME = "time"
    ROLES = "roles"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class ClaimDifference:
    """The differing spans, in our text and in theirs; one of them may be empty.

    `decisive`: the two can't be the same claim, however alike the rest of a long text is.
    """

    kind: DifferenceKind
    ours: tuple[Span, ...]
    theirs: tuple[Span, ...]
    decisive: bool


# An edge of a parse between words at two offsets: (head, role, dependent). Head -1 stands for the whole claim.
RoleEdge = tuple[int, str, int]
Roles = frozenset[RoleEdge]


@dataclass(frozen=True)
class ClaimComparison:
    """Two claims, their alignment, and the tokens that no difference explains yet.

    `our_roles` and `their_roles` are None without a parse.
    """

    ours: ClaimReading
    theirs: ClaimReading
    alignment: Alignment
    left_ours: tuple[ClaimToken, ...]
    left_theirs: tuple[ClaimToken, ...]
    our_roles: Roles | None = None
    their_roles: Roles | None = None

    @cached_property
    def is_nearly_verbatim(self) -> bool:
        """Whether most content words of both claims are aligned."""
        ours, theirs = len(self.ours.content), len(self.theirs.content)
        aligned = min(ours - len(self.alignment.left_ours), theirs - len(self.alignment.left_theirs))
        return aligned >= _NEARLY_VERBATIM * max(ours, theirs)

    @property
    def is_english(self) -> bool:
        return self.ours.is_english and self.theirs.is_english

    def without(self, found: ClaimDifference) -> ClaimComparison:
        """Return the comparison without the tokens that a difference explains."""
        ours, theirs = set(found.ours), set(found.theirs)
        return replace(
            self,
            left_ours=tuple(token for token in self.left_ours if token.span not in ours),
            left_theirs=tuple(token for token in self.left_theirs if token.span not in theirs),
        )

    def left_in(self, category: Category) -> tuple[list[ClaimToken], list[ClaimToken]]:
        """Return the tokens of a category left over in ours and in theirs."""
        return (
            [token for token in self.left_ours if self.ours.is_in(token, category)],
            [token for token in self.left_theirs if self.theirs.is_in(token, category)],
        )

    def difference(
        self,
        kind: DifferenceKind,
        ours: Iterable[ClaimToken],
        theirs: Iterable[ClaimToken],
        *,
        decisive: bool | None = None,
    ) -> ClaimDifference:
        """Return a difference; by default it is decisive between nearly verbatim claims."""
        our_spans, their_spans = (tuple(sorted({token.span for token in tokens})) for tokens in (ours, theirs))
        is_decisive = self.is_nearly_verbatim if decisive is None else decisive
        return ClaimDifference(kind, our_spans, their_spans, is_decisive)

    def with_partner(
        self, ours: Sequence[ClaimToken], theirs: Sequence[ClaimToken]
    ) -> tuple[list[ClaimToken], list[ClaimToken]]:
        """Return the tokens with the word that follows them, in both claims.

        "may" alone says little, "may cause" beside "causes" is readable.
        """
        if ours and theirs:
            return list(ours), list(theirs)
        if theirs:
            their_tokens, our_tokens = self._followed(self.theirs, theirs, is_ours=False)
        else:
            our_tokens, their_tokens = self._followed(self.ours, ours, is_ours=True)
        return our_tokens, their_tokens

    def _followed(
        self, reading: ClaimReading, tokens: Sequence[ClaimToken], *, is_ours: bool
    ) -> tuple[list[ClaimToken], list[ClaimToken]]:
        last = reading.content.index(tokens[-1])
        other = self.theirs if is_ours else self.ours
        for pair in self.alignment.pairs:
            here, there = (pair.ours, pair.theirs) if is_ours else (pair.theirs, pair.ours)
            if last + 1 in here:
                return [*tokens, reading.content[last + 1]], [other.content[position] for position in there[:1]]
        return list(tokens), []


def compare(
    ours: ClaimReading, theirs: ClaimReading, our_roles: Roles | None, their_roles: Roles | None
) -> ClaimComparison:
    """Return two claims aligned."""
    ours, theirs = _as_english(ours, theirs), _as_english(theirs, ours)
    alignment = align(ours, theirs)
    return ClaimComparison(ours, theirs, alignment, alignment.left_ours, alignment.left_theirs, our_roles, their_roles)


def _as_english(reading: ClaimReading, other: ClaimReading) -> ClaimReading:
    """Return a claim read as English, if the other is English and its own language unknown.

    Else "were" and "in" would count in one of the two only: "Bakers were fined in Velm", "Bakers fined Velm".
    """
    if not other.is_english or reading.is_english:
        return reading
    return read(reading.claim, reading.knowledge, ENGLISH) if reading.language == UNKNOWN else reading


# The protocol of all detectors: they explain left-over tokens, or find what no single token shows.
DifferenceDetector = Callable[[ClaimComparison], Iterator[ClaimDifference]]
