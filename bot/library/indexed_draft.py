"""Finds the indexed article that a draft is, by a few of its sentences and not by a look at every article."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

from bot.corpus.sentences import sentences
from bot.library.documents import DocumentService
from bot.library.quote_checks import QuoteCheckService
from bot.model.documents import Document, DocumentRef
from bot.normalize import words
from bot.quotecheck.model import MatchLevel

_PROBES = 5  # sentences looked up
_LEAST_PROBES = 0.6  # of them in one article: fewer, and 90 % of all sentences can hardly be there
_LEAST_SHARE = 0.9  # of the sentences
_FEWEST_SENTENCES = 5  # of a draft: a few copied sentences are no article
_LEAST_OF_ARTICLE = 0.5  # of its sentences, as many has the draft at least: a part of an article is a draft
_FEWEST_WORDS = 6  # of a sentence that counts
_LONGEST = 1_000  # characters of a sentence
_CANDIDATES = 3


class IndexedDrafts:
    """Compares drafts with the articles."""

    def __init__(self, quote_checks: QuoteCheckService, documents: DocumentService) -> None:
        self._quote_checks = quote_checks
        self._documents = documents

    async def is_indexed(self, draft: Document) -> DocumentRef | None:
        """Return the article that holds at least 90 % of the draft's sentences word for word, or None."""
        typed = await asyncio.to_thread(_sentences, draft)
        if len(typed) < _FEWEST_SENTENCES:
            return None
        probes = typed[:: max(1, len(typed) // _PROBES)][:_PROBES]
        holding = Counter[str]()
        for probe in probes:
            holding.update(await self._holding(probe))
        likely = [id_ for id_, count in holding.most_common(_CANDIDATES) if count >= _LEAST_PROBES * len(probes)]
        documents = await self._documents.get(likely)
        return await asyncio.to_thread(_same, typed, [documents[id_] for id_ in likely if id_ in documents])

    async def _holding(self, probe: str) -> set[str]:
        """Return the ids of the articles that may have a sentence word for word."""
        if with_words := await self._quote_checks.documents_with_words(probe):
            return with_words
        check = await self._quote_checks.find_matches(probe)
        return {match.location.document for match in check.matches if check.level is MatchLevel.VERBATIM}


def _sentences(draft: Document) -> list[str]:
    found = (span.of(draft.text) for block in draft.blocks for span in sentences(draft.text, block.span))
    return [text for text in found if len(words(text)) >= _FEWEST_WORDS and len(text) <= _LONGEST]


def _same(typed: Sequence[str], candidates: Sequence[Document]) -> DocumentRef | None:
    folded = [_folded(sentence) for sentence in typed]
    for document in candidates:
        text = _folded(document.text)
        if len(typed) < _LEAST_OF_ARTICLE * len(_sentences(document)):
            continue
        if sum(sentence in text for sentence in folded) >= _LEAST_SHARE * len(folded):
            return document.reference
    return None


def _folded(text: str) -> str:
    """Return the words of a text in lower case, between blanks so that only whole words match."""
    return f" {' '.join(word.folded for word in words(text))} "
