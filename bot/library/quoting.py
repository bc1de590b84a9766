"""The way of a quote check: rare words, documents that hold them, alignment, a verdict, and who says it there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answer.presentation.findings import attributed
from bot.library.attributing import Attributing
from bot.library.documents import Documents
from bot.model import Attribution, BlockKind, Document, Finding, Hit, Quote, Span, Term
from bot.quotecheck import judge, words
from bot.quotecheck import typed as typing_
from bot.quotecheck.judge import Found
from bot.quotecheck.rarity import neighbours, rare_words, rarities
from bot.quotecheck.records import Check, Level, Match, Place, Verdict
from bot.quotecheck.speakers import behind, by_another
from bot.quotecheck.typed import Typed
from bot.quotecheck.words import Words
from bot.search.index import Index

LONGEST = 10_000  # characters
_PASSAGES = 60
_MANY = 8  # articles that have it word for word: then all are looked for
_PASSAGES_OF_MANY = 600
_AT_A_TIME = 3  # documents
_NEAR = 100  # characters around a passage that are read, beside the length of the text
_REACH = 800  # the same where an ellipsis may stand for many words
_IN_VAIN = 9  # documents that are read before it is given up
_WORTH_READING = 0.25  # of the rare words, and of those that stand side by side
_OF_THE_BEST = 0.5
_REMAINDERS = 2
_ATTRIBUTED = 5  # places of which it is worked out who says it


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A run of the typed words with their rarities, the rare ones to look for, and the passages that have some."""

    rarity: Mapping[str, float]
    rare: Sequence[str]
    hits: Sequence[Hit]
    pairs: Sequence[str]


class Quoting:
    """Checks quotes against the library. Its time is bounded by how many words and documents are ever looked at."""

    def __init__(self, index: Index, documents: Documents, attributing: Attributing, *, patience: float) -> None:
        """Wait at most `patience` seconds to be told who says it."""
        self._index = index
        self._documents = documents
        self._attributing = attributing
        self._patience = patience

    async def check(self, text: str, speaker: str | None = None) -> Check:
        """Return how true `text` is to the articles, where it stands, and whether it is `speaker` who says it there.

        Never raises for what a person typed.
        """
        began = time.perf_counter()
        found = await self.find(text)
        if found.matches or found.nearest:
            found = await self._said(found)
        if speaker and (speaker := " ".join(speaker.split())):
            found = replace(found, speaker=speaker, said_by_another=_by_another(speaker, found))
        return replace(
            found,
            documents_searched=await self._documents.count(),
            elapsed_ms=(time.perf_counter() - began) * 1000,
        )

    async def finish(self, check: Check) -> Check:
        """Return the check anew once its pending documents are attributed, however long that takes."""
        documents = await self._documents.get(check.pending)
        await self._attributing.of(list(documents.values()), {}, patience=None, whole=True)
        return await self.check(check.text, check.speaker)

    async def find(self, text: str) -> Check:
        """Return the check without who says it, which is what takes long where a document is not attributed yet."""
        if len(text) > LONGEST:
            told = f"The text has {len(text):,} characters, and {LONGEST:,} is the most: check a part of it."
            return Check(text, Level.NOT_FOUND, reason=told)
        typed = typing_.read(text)
        if not len(typed.words):
            return Check(text, Level.NOT_FOUND, reason="It holds no word to look for.")
        wanted = await asyncio.to_thread(self._wanted, typed, (0, len(typed.words)))
        verdict = await self._judged(typed, wanted)
        near = [verdict.nearest] if verdict.nearest else []
        documents = await self._documents.get({place.document for place in (*verdict.places, *near)})
        matches = [_match(documents[place.document], place) for place in verdict.places if _there(place, documents)]
        if verdict.level is not Level.SPLICED:
            matches.sort(key=lambda match: (-match.place.similarity, *_first_published(match)))
        nearest = next((_match(documents[place.document], place) for place in near if _there(place, documents)), None)
        return Check(text, verdict.level, tuple(matches), nearest, searched=tuple(wanted.rare))

    async def _judged(self, typed: Typed, wanted: _Wanted) -> Verdict:
        exact, nearly = await self._looked_at(typed, wanted)
        if len({each.document for each in exact}) >= _MANY:
            wanted = await asyncio.to_thread(self._wanted, typed, (0, len(typed.words)), _PASSAGES_OF_MANY)
            exact, nearly = await self._looked_at(typed, wanted)
        if exact:
            return judge.verbatim(typed, exact)
        for run in judge.unexplained(typed, nearly)[:_REMAINDERS]:
            rest = await asyncio.to_thread(self._wanted, typed, run)
            nearly += (await self._looked_at(typed, rest))[1]
        return await asyncio.to_thread(judge.verdict, typed, nearly, wanted.rarity)

    async def _looked_at(self, typed: Typed, wanted: _Wanted) -> tuple[list[Found], list[Found]]:
        """Return where documents have the text as it is, and nearly.

        More are read as long as those before were worth it, so that all copies of an agency's text are found.
        """
        texts = await self._documents.texts({hit.document for hit in wanted.hits})
        promising = await asyncio.to_thread(_promising, texts, wanted)
        exact, nearly = list[Found](), list[Found]()
        for start in range(0, len(promising), _AT_A_TIME):
            some = {id_: texts[id_] for id_ in promising[start : start + _AT_A_TIME]}
            true, near = await asyncio.to_thread(_compared, typed, some, wanted, exact)
            exact, nearly = exact + true, nearly + near
            worth_it = {each.document for each in (true or near)}
            if len(worth_it) < len(some) and (exact or nearly or start + _AT_A_TIME >= _IN_VAIN):
                break
        return exact, nearly

    def _wanted(self, typed: Typed, run: tuple[int, int], passages: int = _PASSAGES) -> _Wanted:
        rarity = rarities(typed, run, self._index.frequency, self._index.passages())
        rare = rare_words(typed, run, rarity)
        hits = self._index.candidates([Term(word) for word in rare], passages)
        return _Wanted(rarity, rare, hits, neighbours(typed, run))

    async def _said(self, found: Check) -> Check:
        """Return the check with who says it, at the first places at least."""
        first = [*found.matches[:_ATTRIBUTED], *([found.nearest] if found.nearest else [])]
        documents = await self._documents.get({match.place.document for match in first})
        ranges = {id_: [match.place.span for match in first if match.place.document == id_] for id_ in documents}
        known = await self._attributing.of(list(documents.values()), ranges, patience=self._patience, whole=False)
        told = {id_: (documents[id_], known.by_document[id_]) for id_ in documents if id_ in known.by_document}
        matches = [_attributed(match, told) for match in found.matches[:_ATTRIBUTED]]
        nearest = _attributed(found.nearest, told) if found.nearest else None
        return replace(found, matches=(*matches, *found.matches[_ATTRIBUTED:]), nearest=nearest, pending=known.pending)


def _promising(texts: Mapping[str, str], wanted: _Wanted) -> list[str]:
    """Return the documents' ids, those first of which a passage has most rare words and words side by side."""
    looked_for = [*wanted.pairs, *(word.lower() for word in wanted.rare)]
    held: dict[str, int] = {}
    for hit in wanted.hits:
        if hit.document in texts:
            passage = hit.span.of(texts[hit.document]).lower()
            count = sum(one in passage for one in looked_for)
            held[hit.document] = max(count, held.get(hit.document, 0))
    best = sorted(held, key=lambda id_: -held[id_])
    least = max(_WORTH_READING * len(looked_for), _OF_THE_BEST * max(held.values(), default=0))
    return [id_ for place, id_ in enumerate(best) if place < _AT_A_TIME or held[id_] >= least]


def _compared(
    typed: Typed, texts: Mapping[str, str], wanted: _Wanted, already: Sequence[Found]
) -> tuple[list[Found], list[Found]]:
    """Return where these documents have the typed words as they are, or else, where none has yet, nearly.

    Of a document, what stands around the passages found is read.
    """
    around = [
        (id_, part)
        for id_, text in texts.items()
        for part in _around(typed, text, [hit.span for hit in wanted.hits if hit.document == id_])
    ]
    exact = judge.exact(typed, around)
    if exact or already:
        return exact, []
    return [], judge.nearly(typed, around, wanted.rarity)


def _around(typed: Typed, text: str, passages: Sequence[Span]) -> list[Words]:
    """Return what stands in and around the passages that were found, as far as the typed text could reach."""
    reach = len(typed.text) + len(typed.text) // 4 + (_REACH if len(typed.pieces) > 1 else _NEAR)
    spans = sorted(
        Span(max(span.start - reach, 0), min(span.end + reach, len(text))) for span in passages if span.end <= len(text)
    )
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return [words.read_part(text, span) for span in merged]


def _there(place: Place, documents: Mapping[str, Document]) -> bool:
    """Tell whether the document still has that place: it may have changed since its text was read."""
    document = documents.get(place.document)
    return document is not None and place.span.end <= len(document.text)


def _match(document: Document, place: Place) -> Match:
    blocks = [block for block in document.blocks if block.span.overlaps(place.span)]
    finding = Finding(
        document=document.reference,
        quote=Quote(place.span.of(document.text), place.span),
        ai_generated=any(block.ai_generated for block in blocks),
        boilerplate=any(block.kind is BlockKind.BOILERPLATE for block in blocks),
    )
    return Match(finding, place)


def _attributed(match: Match, told: Mapping[str, tuple[Document, Sequence[Attribution]]]) -> Match:
    if match.place.document not in told:
        return match
    document, attributions = told[match.place.document]
    said = behind(attributions, match.place.span)
    if said is None:
        return replace(match, read=True)
    finding = replace(match.finding, attribution=attributed(said, document), hypothetical=said.hypothetical)
    return replace(match, finding=finding, said=said, read=True)


def _by_another(speaker: str, check: Check) -> bool | None:
    """Tell whether nobody of that name says it at any place, and somebody else does."""
    told = {by_another(speaker, match.said) for match in check.matches}
    return False if False in told else True if True in told else None


def _first_published(match: Match) -> tuple[bool, str]:
    published = match.finding.document.published
    return published is None, published or ""
