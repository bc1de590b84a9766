"""Looks up the items of a draft: quotations and sentences by alignment, then by the answer engine."""

from __future__ import annotations

from dataclasses import replace

from bot.attribution.pipeline import attribute
from bot.draftcheck.items import DraftItems, draft_items
from bot.draftcheck.levels import nearby_span, quotation_level, statement_level
from bot.draftcheck.model import CheckedItem, Draft, ItemKind
from bot.draftcheck.quotations import ComparedItem
from bot.library.attributions import AttributionService
from bot.library.documents import DocumentService
from bot.library.quote_checks import QuoteCheckService
from bot.quotecheck.model import MatchLevel, QuoteCheckResult

_CLOSENESS = (MatchLevel.NOT_FOUND, MatchLevel.SPLICED, MatchLevel.ALTERED, MatchLevel.VERBATIM)


class DraftEvidenceService:
    """Finds what the articles say about each item of a draft."""

    def __init__(
        self, documents: DocumentService, attributions: AttributionService, quote_checks: QuoteCheckService
    ) -> None:
        self._documents = documents
        self._attributions = attributions
        self._quote_checks = quote_checks

    async def items(self, draft: Draft) -> DraftItems:
        """Return the items of a draft. Raises UserError if the parser can't be loaded."""
        if draft.only_quotations:
            return draft_items(draft, ())
        attributions = await self._attributions.run_with_parser(lambda nlp: attribute(draft.document, nlp))
        return draft_items(draft, attributions)

    async def look_up(self, draft: Draft, compared: ComparedItem) -> CheckedItem:
        """Return an item with what the articles say about it."""
        check = await self._aligned(draft, compared)
        if compared.item.kind is ItemKind.QUOTATION:
            return quotation_level(compared, check)
        return statement_level(compared, check, await self._nearby(check))

    async def _aligned(self, draft: Draft, compared: ComparedItem) -> QuoteCheckResult:
        """Return the better of two alignments: of the sentence without source and verb, and of all of it."""
        best: QuoteCheckResult | None = None
        for text in dict.fromkeys([compared.compared, compared.item.text]):
            check = await self._quote_checks.check(text, compared.named_speaker)
            if draft.indexed_as is not None:
                check = _without(check, draft.indexed_as.id)
            if best is None or _closeness(check) > _closeness(best):
                best = check
            if best.level is MatchLevel.VERBATIM:
                break
        assert best is not None
        return best

    async def documents_searched(self) -> int:
        """Return the number of articles that are searched."""
        return await self._documents.count()

    async def _nearby(self, check: QuoteCheckResult) -> str:
        """Return the article's text around the first match."""
        if check.level is not MatchLevel.ALTERED or not check.matches:
            return ""
        place = check.matches[0].location
        text = (await self._documents.texts([place.document])).get(place.document, "")
        return nearby_span(text, place.span).of(text)


def _closeness(check: QuoteCheckResult) -> tuple[int, float]:
    similarity = check.matches[0].location.similarity if check.matches else 0.0
    return _CLOSENESS.index(check.level), similarity


def _without(check: QuoteCheckResult, document: str) -> QuoteCheckResult:
    """Return the check without the places in one document."""
    matches = tuple(match for match in check.matches if match.location.document != document)
    nearest = check.nearest if check.nearest and check.nearest.location.document != document else None
    level = check.level if matches or check.level is MatchLevel.NOT_FOUND else MatchLevel.NOT_FOUND
    return replace(check, matches=matches, nearest=nearest, level=level)
