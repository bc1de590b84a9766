"""Looks up the items of a draft: quotations and sentences by alignment, then by the answer engine."""

from __future__ import annotations

from dataclasses import replace

from bot.attribution.pipeline import attribute
from bot.draftcheck.items import DraftItems, draft_items
from bot.draftcheck.levels import ArticlePlace, article_place, quotation_level, statement_level
from bot.draftcheck.model import CheckedItem, Draft, ItemKind
from bot.draftcheck.names import name_items
from bot.draftcheck.quotations import ComparedItem
from bot.library.attributions import AttributionService
from bot.library.documents import DocumentService
from bot.library.english_words import is_english
from bot.library.quote_checks import QuoteCheckService
from bot.library.search import SearchService
from bot.quotecheck.model import MatchLevel, QuoteCheckResult

_CLOSENESS = (MatchLevel.NOT_FOUND, MatchLevel.SPLICED, MatchLevel.ALTERED, MatchLevel.VERBATIM)


class DraftEvidenceService:
    """Finds what the articles say about each item of a draft."""

    def __init__(
        self,
        search: SearchService,
        documents: DocumentService,
        attributions: AttributionService,
        quote_checks: QuoteCheckService,
    ) -> None:
        self._search = search
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
        item = compared.item
        check = await self._check(draft, compared, compared.compared)
        if item.kind is ItemKind.QUOTATION:
            return quotation_level(compared, check)
        whole = check
        if compared.compared != item.text and (check.level is not MatchLevel.VERBATIM or _is_unclear(compared, check)):
            whole = await self._check(draft, compared, item.text)
        best = max(check, whole, key=_closeness)
        return statement_level(compared, best, await self._place(best, whole))

    async def names(self, draft: Draft) -> list[CheckedItem]:
        """Return the names that the articles spell otherwise."""
        return await self._search.in_thread(lambda: name_items(draft.document, self._search.vocabulary(), is_english))

    async def _check(self, draft: Draft, compared: ComparedItem, text: str) -> QuoteCheckResult:
        check = await self._quote_checks.check(text, compared.named_speaker)
        return _without(check, draft.indexed_as.id) if draft.indexed_as else check

    async def documents_searched(self) -> int:
        """Return the number of articles that are searched."""
        return await self._documents.count()

    async def _place(self, check: QuoteCheckResult, whole: QuoteCheckResult) -> ArticlePlace:
        """Return the article's text at the first match."""
        if not check.matches:
            return ArticlePlace()
        place = check.matches[0].location
        same = [match.location for match in whole.matches[:1] if match.location.document == place.document]
        source_changes = same[0].changes if same else ()
        if not place.changes and not source_changes:
            return ArticlePlace()
        text = (await self._documents.texts([place.document])).get(place.document, "")
        return article_place(text, place.span, source_changes)


def _is_unclear(compared: ComparedItem, check: QuoteCheckResult) -> bool:
    """Return True for a named source without a clear one in the articles."""
    return compared.named_speaker is not None and check.said_by_another is None


def _closeness(check: QuoteCheckResult) -> tuple[int, float]:
    similarity = check.matches[0].location.similarity if check.matches else 0.0
    return _CLOSENESS.index(check.level), similarity


def _without(check: QuoteCheckResult, document: str) -> QuoteCheckResult:
    """Return the check without the places in one document."""
    matches = tuple(match for match in check.matches if match.location.document != document)
    nearest = check.nearest if check.nearest and check.nearest.location.document != document else None
    level = check.level if matches or check.level is MatchLevel.NOT_FOUND else MatchLevel.NOT_FOUND
    return replace(check, matches=matches, nearest=nearest, level=level)
