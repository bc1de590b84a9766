"""The way of a question: parse, correct, find, take apart, attribute, judge, compose."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from bot.answer.criteria import leaked_documents as leaks
from bot.answer.criteria.ai_authorship import disclosed
from bot.answer.evidence.candidates import Candidate, candidates, to_attribute
from bot.answer.evidence.units import DocumentUnits, split_units
from bot.answer.presentation.compose import compose, declined
from bot.answer.structural import judge
from bot.library.attributing import Attributing
from bot.library.documents import Documents
from bot.library.searching import Searching
from bot.model import EVERYTHING, Answer, Document, Narrowing
from bot.search.dated import dated
from bot.search.intent import Intent
from bot.search.query import Query
from bot.search.ranking import Signals
from bot.search.unanswerable_input import LONGEST

T = TypeVar("T")

_PASSAGES = 80
_DOCUMENTS = 10
_DOCUMENTS_FOR_A_LIST = 60
_ATTRIBUTED = 6
_TAKEN_KEPT = 64
_SEPARATE = Signals(collapse=False)  # what stands in several articles is counted later, by who says it


class Asking:
    """Answers questions over the library. `whole` works out all of a document's attributions at first need."""

    def __init__(
        self, searching: Searching, documents: Documents, attributing: Attributing, *, patience: float, whole: bool
    ) -> None:
        """Wait at most `patience` seconds for attributions that aren't known yet."""
        self._searching = searching
        self._documents = documents
        self._attributing = attributing
        self._patience = patience
        self._whole = whole
        self._threads = ThreadPoolExecutor(2, "factdesk-ask")
        self._taking = threading.Lock()
        self._taken: OrderedDict[tuple[str, str], DocumentUnits] = OrderedDict()

    async def ask(self, question: str, narrowing: Narrowing = EVERYTHING, *, exact: bool = False) -> Answer:
        """Return the answer to `question` from what lies within the limits, or an abstention that says why.

        An `exact` one takes the question's words as they are, without correcting any. Never raises for what a person
        typed.
        """
        began = time.perf_counter()
        asked, limits = dated(question, narrowing, datetime.now(UTC).date())
        answer = await self._answer(asked, limits, exact=exact)
        if limits != narrowing and not answer.answered:
            # The time may be the event's, and many an article does not tell its date.
            limits = narrowing
            answer = await self._answer(question, limits, exact=exact)
        return replace(
            answer,
            question=question,
            narrowing=limits,
            exact=exact,
            documents_searched=await self._documents.count(limits),
            elapsed_ms=(time.perf_counter() - began) * 1000,
        )

    async def finish(self, answer: Answer) -> Answer:
        """Return the answer anew once its pending documents are attributed, however long that takes."""
        documents = await self._documents.get(answer.pending)
        await self._attributing.of(list(documents.values()), {}, patience=None, whole=True)
        return await self.ask(answer.question, answer.narrowing, exact=answer.exact)

    async def close(self) -> None:
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)

    async def _answer(self, question: str, narrowing: Narrowing, *, exact: bool) -> Answer:
        if len(question) > LONGEST:
            return declined(
                question,
                f"The question has {len(question):,} characters, and {LONGEST} is the most: ask one thing at a time.",
            )
        query = await self._run(lambda: self._searching.parse(question, exact=exact))
        if not query.terms():
            return declined(question, "It holds no word to look for: name a person, a place or a thing.")
        hits = await self._run(lambda: self._searching.find(query, _PASSAGES, narrowing, _SEPARATE))
        listing = query.asked.intent in {Intent.WHICH_DOCUMENTS, Intent.AUTHORSHIP, Intent.LEAKED}
        ids = list(dict.fromkeys(hit.document for hit in hits))[: _DOCUMENTS_FOR_A_LIST if listing else _DOCUMENTS]
        documents = await self._documents.get(ids)
        found = await self._run(lambda: self._candidates(query, documents.values()))
        wanted = to_attribute(query, found, len(ids) if self._whole else _ATTRIBUTED)
        known = await self._attributing.of(
            [documents[id_] for id_ in wanted],
            wanted,
            patience=self._patience,
            whole=self._whole,
            beside=list(documents.values()) if self._whole else (),
        )
        answer = await self._run(lambda: compose(query, judge(query, found, known.by_document), known.pending))
        if known.fault:
            answer = replace(answer, notes=(*answer.notes, f"Who says it could not be worked out: {known.fault}"))
        return answer

    def _candidates(self, query: Query, documents: Iterable[Document]) -> Sequence[Candidate]:
        taken = [self._take_apart(document) for document in documents]
        if query.asked.intent is Intent.AUTHORSHIP:
            return disclosed(query, taken)
        if query.asked.intent is Intent.LEAKED:
            return leaks.pieces(query, taken)
        return candidates(query, taken)

    def _take_apart(self, document: Document) -> DocumentUnits:
        key = document.id, document.reference.sha256
        with self._taking:
            if key in self._taken:
                self._taken.move_to_end(key)
                return self._taken[key]
        taken = split_units(document)
        with self._taking:
            self._taken[key] = taken
            while len(self._taken) > _TAKEN_KEPT:
                self._taken.popitem(last=False)
        return taken

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
