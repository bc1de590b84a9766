"""Looks up the items of a draft: quotations and sentences by alignment, then by the answer engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.attribution.pipeline import attribute
from bot.draftcheck.differences import ArticlePlace
from bot.draftcheck.items import DraftItems, draft_items
from bot.draftcheck.levels import (
    answer_level,
    article_place,
    only_in_itself,
    quotation_level,
    statement_level,
    worded_otherwise,
)
from bot.draftcheck.model import CheckedItem, Draft, ItemKind
from bot.draftcheck.names import name_items
from bot.draftcheck.quotations import ComparedItem
from bot.draftcheck.short_sentences import short_sentences
from bot.library.attributions import AttributionService
from bot.library.documents import DocumentService
from bot.library.english_words import is_english
from bot.library.questions import QuestionService
from bot.library.quote_checks import (
    QuoteCheckService,
    attributed_check,
    compared_with_speaker,
    places_to_attribute,
)
from bot.library.search import SearchService
from bot.model.attribution import Attribution
from bot.model.documents import Document
from bot.model.spans import Span
from bot.quotecheck.model import MatchLevel, QuoteCheckResult

_CLOSENESS = (MatchLevel.NOT_FOUND, MatchLevel.SPLICED, MatchLevel.ALTERED, MatchLevel.VERBATIM)
_ATTRIBUTED = 3  # places with speakers


@dataclass(frozen=True, slots=True)
class AlignedItem:
    """An item with its places in the articles, without speakers yet.

    `whole` is the alignment of a sentence with its source, `check` the better of that and the one without.
    `is_reordered`: only a sentence of mostly the same words was found. `is_own`: the indexed article that the draft is
    has it word for word.
    """

    compared: ComparedItem
    check: QuoteCheckResult
    whole: QuoteCheckResult
    is_reordered: bool = False
    is_own: bool = False

    @property
    def needs_speakers(self) -> bool:
        """Whether the sources in the articles matter: not for a sentence that is in one article with its source.

        Several articles may have it from one origin.
        """
        if not (self.check.matches or self.check.nearest):
            return False
        if len({match.location.document for match in self.check.matches}) > 1:
            return True
        if self.compared.item.kind is ItemKind.QUOTATION:
            return self.compared.named_speaker is not None or self.check.level is not MatchLevel.VERBATIM
        if self.whole.level is MatchLevel.VERBATIM and not self.compared.is_named_elsewhere:
            return False
        return self.compared.named_speaker is not None or self.check.level is not MatchLevel.VERBATIM


class DraftEvidenceService:
    """Finds what the articles say about each item of a draft."""

    def __init__(
        self,
        search: SearchService,
        documents: DocumentService,
        attributions: AttributionService,
        quote_checks: QuoteCheckService,
        questions: QuestionService,
    ) -> None:
        self._questions = questions
        self._search = search
        self._documents = documents
        self._attributions = attributions
        self._quote_checks = quote_checks

    async def items(self, draft: Draft) -> DraftItems:
        """Return the items of a draft. Raises UserError if the parser can't be loaded."""
        if draft.only_quotations:
            return draft_items(draft, ())
        attributions, short = await self._attributions.run_with_parser(
            lambda nlp: (attribute(draft.document, nlp), short_sentences(draft.document, nlp))
        )
        return draft_items(draft, attributions, short)

    async def align(self, draft: Draft, compared: ComparedItem) -> AlignedItem:
        """Return an item with its places in the articles."""
        item = compared.item
        found = [await self._quote_checks.find_matches(text) for text in dict.fromkeys((compared.compared, item.text))]
        is_own = any(_is_in_own_article(check, draft) for check in found)
        check, whole = (_left(found[place], draft) for place in (0, -1))
        check = max(check, whole, key=_closeness)
        if item.kind is ItemKind.QUOTATION or check.level in {MatchLevel.VERBATIM, MatchLevel.ALTERED}:
            return AlignedItem(compared, check, whole, is_own=is_own)
        like = _left(await self._quote_checks.find_like(compared.compared), draft)
        return (
            AlignedItem(compared, like, like, is_reordered=True, is_own=is_own)
            if like.matches
            else AlignedItem(compared, check, whole, is_own=is_own)
        )

    async def judge(self, aligned: AlignedItem, speakers: SpeakersInArticles) -> CheckedItem:
        """Return an item with what the articles say about it."""
        checked = await self._judged(aligned, speakers)
        return only_in_itself(checked) if aligned.is_own else checked

    async def _judged(self, aligned: AlignedItem, speakers: SpeakersInArticles) -> CheckedItem:
        check, compared = aligned.check, aligned.compared
        if aligned.needs_speakers:
            check = attributed_check(check, await speakers.at(check))
            if compared.named_speaker is not None:
                check = compared_with_speaker(check, compared.named_speaker)
        if compared.item.kind is ItemKind.QUOTATION:
            return quotation_level(compared, check)
        checked = statement_level(compared, check, await self._place(check, aligned.whole))
        return worded_otherwise(checked) if aligned.is_reordered else checked

    async def ask(self, checked: CheckedItem) -> CheckedItem:
        """Return a sentence that no alignment found, as the answer engine compares it with the articles."""
        return answer_level(checked, await self._questions.answer(checked.item.text))

    def speakers(self, aligned_items: Sequence[AlignedItem]) -> SpeakersInArticles:
        """Return the look-up of the speakers at all places of a draft's items."""
        return SpeakersInArticles(self._documents, self._attributions, aligned_items)

    async def names(self, draft: Draft) -> list[CheckedItem]:
        """Return the names that the articles spell otherwise."""
        return await self._search.in_thread(lambda: name_items(draft.document, self._search.vocabulary(), is_english))

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


class SpeakersInArticles:
    """Attributions at the places of one draft's items: each article is parsed once, for all of them."""

    def __init__(
        self, documents: DocumentService, attributions: AttributionService, aligned_items: Sequence[AlignedItem]
    ) -> None:
        self._documents = documents
        self._attributions = attributions
        self._ranges: dict[str, list[Span]] = {}
        self._known: dict[str, tuple[Document, Sequence[Attribution]]] = {}
        for aligned in aligned_items:
            if aligned.needs_speakers:
                for id_, spans in places_to_attribute(aligned.check, _ATTRIBUTED).items():
                    self._ranges.setdefault(id_, []).extend(spans)

    async def at(self, check: QuoteCheckResult) -> Mapping[str, tuple[Document, Sequence[Attribution]]]:
        """Return the articles of a check with their attributions."""
        wanted = [id_ for id_ in places_to_attribute(check, _ATTRIBUTED) if id_ not in self._known]
        for id_, document in (await self._documents.get(wanted)).items():
            ranges = {id_: sorted(set(self._ranges.get(id_, ())))}
            known = await self._attributions.get_or_compute([document], ranges, timeout_s=None, whole=False)
            if id_ in known.by_document:
                self._known[id_] = document, known.by_document[id_]
        return self._known


def _closeness(check: QuoteCheckResult) -> tuple[int, float]:
    similarity = check.matches[0].location.similarity if check.matches else 0.0
    return _CLOSENESS.index(check.level), similarity


def _is_in_own_article(check: QuoteCheckResult, draft: Draft) -> bool:
    """Return True for words that stand in the indexed article that the draft is."""
    if draft.indexed_as is None or check.level is not MatchLevel.VERBATIM:
        return False
    return any(match.location.document == draft.indexed_as.id for match in check.matches)


def _left(check: QuoteCheckResult, draft: Draft) -> QuoteCheckResult:
    """Return the check without the article that the draft is."""
    return _without(check, draft.indexed_as.id) if draft.indexed_as else check


def _without(check: QuoteCheckResult, document: str) -> QuoteCheckResult:
    """Return the check without the places in one document."""
    matches = tuple(match for match in check.matches if match.location.document != document)
    nearest = check.nearest if check.nearest and check.nearest.location.document != document else None
    level = check.level if matches or check.level is MatchLevel.NOT_FOUND else MatchLevel.NOT_FOUND
    return replace(check, matches=matches, nearest=nearest, level=level)
