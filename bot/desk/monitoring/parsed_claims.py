"""Watched claims read as queries, each once for an archive of a size."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.desk.monitoring.article_checks import parts_without_numbers
from bot.search.query import Query, QueryPart
from bot.store.desk.notices import WatchedClaim

ClaimParts = tuple[WatchedClaim, tuple[QueryPart, ...]]


class ParsedClaims:
    """Claims with the parts to look for in articles, kept from one scan to the next: reading one takes a millisecond.

    A claim is read again while no article has one of its words, and once the number of articles has doubled, since
    words weigh by how rare they are.
    """

    def __init__(self, parse: Callable[[str], Query]) -> None:
        """`parse` reads a claim as a query; it may block."""
        self._parse = parse
        self._kept: dict[str, tuple[QueryPart, ...]] = {}
        self._doublings = 0

    def of(self, claims: Sequence[WatchedClaim], articles: int) -> list[ClaimParts]:
        """Return the claims with their parts, in an archive of so many articles; those of other claims are dropped."""
        kept = self._kept if articles.bit_length() == self._doublings else {}
        parts_by_text = {claim.text: kept.get(claim.text) or self._parts(claim.text) for claim in claims}
        self._kept = {text: parts for text, parts in parts_by_text.items() if all(part.known for part in parts)}
        self._doublings = articles.bit_length()
        return [(claim, parts_by_text[claim.text]) for claim in claims]

    def _parts(self, text: str) -> tuple[QueryPart, ...]:
        return parts_without_numbers(self._parse(text).parts)
