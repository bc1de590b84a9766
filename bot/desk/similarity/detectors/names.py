"""Other names at once in both claims."""

from __future__ import annotations

from collections.abc import Iterator

from bot.desk.similarity.alignment import country_names_of
from bot.desk.similarity.comparison import ClaimComparison, ClaimDifference, DifferenceKind
from bot.desk.similarity.reading import ClaimReading, ClaimToken


def other_names(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield the names left over, if both claims have some.

    A name in only one claim is a word left over.
    """
    ours = [token for token in comparison.left_ours if _is_name(comparison.ours, token)]
    theirs = [token for token in comparison.left_theirs if _is_name(comparison.theirs, token)]
    if ours and theirs:
        yield comparison.difference(DifferenceKind.NAMES, ours, theirs)


def other_mentions(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield the people and roles mentioned, if both claims mention some, and not the same ones.

    A mention in only one claim mostly addresses a reader: "<@1> is this true? …".
    """
    ours, theirs = (_mentions(reading) for reading in (comparison.ours, comparison.theirs))
    if ours and theirs and [token.key for token in ours] != [token.key for token in theirs]:
        yield comparison.difference(DifferenceKind.NAMES, ours, theirs)


def _mentions(reading: ClaimReading) -> list[ClaimToken]:
    return [ClaimToken(id_, "", span) for id_, span in reading.claim.mentions]


def _is_name(reading: ClaimReading, token: ClaimToken) -> bool:
    """Check for a name, the adjective of a country, or an acronym."""
    if not token.is_word:
        return False
    is_acronym = token.span.of(reading.claim.plain).isupper() and len(token.folded) > 1
    return reading.is_name(token) or is_acronym or (reading.is_english and bool(country_names_of(token.folded)))
