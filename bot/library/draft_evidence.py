"""Looks up the items of a draft: quotations and sentences by alignment, then by the answer engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.attribution.pipeline import attribute
from bot.corpus.sentences import sentences
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
from bot.draftcheck.model import FINE, CheckedItem, Draft, ItemKind, ItemOrigin
from bot.draftcheck.names import name_items
from bot.draftcheck.one_origin import one_origin
from bot.draftcheck.quotations import ComparedItem
from bot.draftcheck.short_sentences import short_sentences
from bot.draftcheck.source_words import SourceMatch, blanked_words, is_comparable, source_match
from bot.library.attributions import AttributionService
from bot.library.documents import DocumentService
from bot.library.english_words import is_english
from bot.library.questions import QuestionService
from bot.library.quote_checks import (
    QuoteCheckService,
    attributed_check,
    attributed_match,
    compared_with_speaker,
    places_to_attribute,
)
from bot.library.search import SearchService
from bot.model.attribution import Attribution
from bot.model.documents import Document
from bot.model.spans import Span
from bot.normalize import fold
from bot.quotecheck.model import MatchLevel, QuoteCheckResult, QuoteMatch
from bot.search.rewriting.follow_up.function_words import FUNCTION_WORDS

_CLOSENESS = (MatchLevel.NOT_FOUND, MatchLevel.SPLICED, MatchLevel.ALTERED, MatchLevel.VERBATIM)
_ATTRIBUTED = 3  # places with speakers
_ORIGIN_ARTICLES = 8  # looked at for the origin of an item
_FURTHER_ARTICLES = 60  # of a draft, looked at for origins beyond those places; each costs a parsed paragraph
_KnownSpeakers: TypeAlias = "Mapping[str, tuple[Document, Sequence[Attribution]]]"


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
        if self.has_source_word_for_word:
            return False
        return is_comparable(self.compared.item.speaker) or self.check.level is not MatchLevel.VERBATIM

    @property
    def has_source_word_for_word(self) -> bool:
        """Whether an article has the whole sentence with its source."""
        is_sentence = self.compared.item.kind is not ItemKind.QUOTATION
        is_whole = self.whole.level is MatchLevel.VERBATIM and not self.compared.is_named_elsewhere
        return is_sentence and is_whole and _is_in_one_sentence(self.whole)


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
        known: _KnownSpeakers = {}
        if aligned.needs_speakers:
            known = await speakers.at(check)
            check = attributed_check(check, known)
            if compared.named_speaker is not None:
                check = compared_with_speaker(check, compared.named_speaker)
        source = _source(aligned, check, known)
        place = await self._place(check, aligned.whole)
        if compared.item.kind is ItemKind.QUOTATION:
            checked = quotation_level(compared, check, source, place.article)
        else:
            checked = statement_level(compared, check, place, source)
        if checked.level in FINE:
            checked = replace(checked, origin=await speakers.origin(check))
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
        self._further = _FURTHER_ARTICLES
        for aligned in aligned_items:
            if aligned.needs_speakers:
                for id_, spans in places_to_attribute(aligned.check, _ATTRIBUTED).items():
                    self._ranges.setdefault(id_, []).extend(spans)

    async def at(self, check: QuoteCheckResult) -> _KnownSpeakers:
        """Return the articles of a check with their attributions."""
        wanted = [id_ for id_ in places_to_attribute(check, _ATTRIBUTED) if id_ not in self._known]
        for id_, document in (await self._documents.get(wanted)).items():
            ranges = {id_: sorted(set(self._ranges.get(id_, ())))}
            known = await self._attributions.get_or_compute([document], ranges, timeout_s=None, whole=False)
            if id_ in known.by_document:
                self._known[id_] = document, known.by_document[id_]
        return self._known

    async def origin(self, check: QuoteCheckResult) -> ItemOrigin | None:
        """Return the one origin behind the articles of an attributed check, if there is one.

        Articles beyond the first places are looked at one by one, as long as they name the same source.
        """
        places = _worded_as_the_first(check)
        articles = len({match.location.document for match in places})
        findings = [match.finding for match in check.matches[:_ATTRIBUTED] if match in places]
        for match in places[len(findings) :]:
            read = {finding.document.id for finding in findings}
            is_beyond = match.location.document not in read and len(read) >= _ORIGIN_ARTICLES
            is_open = len(read) > 1 and one_origin(findings) is None
            if is_open or is_beyond or not self._further:
                break
            findings.append((await self._read(match)).finding)
        return one_origin(findings, articles)

    async def _read(self, match: QuoteMatch) -> QuoteMatch:
        """Return a match with the speaker at its place."""
        self._further -= 1
        place = match.location
        documents = list((await self._documents.get([place.document])).values())
        ranges = {place.document: [place.span]}
        known = await self._attributions.get_or_compute(documents, ranges, timeout_s=None, whole=False)
        by_document = known.by_document
        return attributed_match(
            match, {one.id: (one, by_document[one.id]) for one in documents if one.id in by_document}
        )


def _worded_as_the_first(check: QuoteCheckResult) -> list[QuoteMatch]:
    """Return the matches with the same words as the best one: others may say something else."""
    return [match for match in check.matches if _wording(match) == _wording(check.matches[0])]


def _wording(match: QuoteMatch) -> list[tuple[str, str]]:
    return [(change.original, change.typed) for change in match.location.changes]


def _source(aligned: AlignedItem, check: QuoteCheckResult, known: _KnownSpeakers) -> SourceMatch | None:
    """Return whether the articles have an item from the draft's source; None if the draft names none."""
    speaker = aligned.compared.item.speaker
    if speaker is None or not is_comparable(speaker):
        return None
    if aligned.has_source_word_for_word or check.said_by_another is False or _has_source_in_place(aligned, check):
        return SourceMatch.SAME
    found = [
        source_match(
            speaker, match.attribution, known[match.location.document][1], known[match.location.document][0].text
        )
        for match in check.matches
        if match.read and match.location.document in known
    ]
    return min(found, key=list(SourceMatch).index, default=SourceMatch.OPEN)


def _is_in_one_sentence(check: QuoteCheckResult) -> bool:
    """Return False for a place that begins in one sentence and ends in the next: its source may be that one's."""
    text = check.matches[0].finding.quote.text if check.matches else ""
    return len(list(sentences(text, Span(0, len(text))))) <= 1


def _has_source_in_place(aligned: AlignedItem, check: QuoteCheckResult) -> bool:
    """Return True if the article's sentence has the draft's words for source and verb in the same place."""
    matches = [match.location for match in (*aligned.whole.matches[:1], *check.matches[:1])]
    blanked = blanked_words(aligned.compared)
    if len({place.document for place in matches}) != 1 or not blanked or aligned.is_reordered:
        return False
    if not _is_in_one_sentence(aligned.whole):
        return False
    region = Span(blanked[0].span.start, blanked[-1].span.end)
    changed = [change for change in matches[0].changes if fold(change.typed or change.original) not in FUNCTION_WORDS]
    is_changed = any(region.start <= change.typed_span.start <= region.end for change in changed)
    return matches[0].typed.contains(region) and not is_changed


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
