"""People and bodies across the corpus: what they are quoted with, how they are introduced, how often they speak."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from bot.answer.criteria.introductions import Introduction, find_names, introductions
from bot.answer.presentation.speaker_quotes import is_about, quotations
from bot.attribution.entities import linking
from bot.attribution.pipeline import VERSION
from bot.library.documents import DocumentService
from bot.library.speaker_resolution import ResolvedSpeaker, canonical, full_names, nearest, offered, resolve, sure
from bot.model.answers import Finding
from bot.model.attribution import AttributionKind, Role, SourceKind
from bot.model.documents import Document, DocumentRef
from bot.model.search import Term
from bot.normalize import fold
from bot.search.index import Index
from bot.search.query import clean, topic_words
from bot.store.library import attributions as kept
from bot.store.library import speakers as stored
from bot.store.sqlite.database import Database

_MOST_DOCUMENTS = 200  # read for one card, the newest first
_PASSAGES = 200
_LONGEST = 200  # characters of what somebody typed


@dataclass(frozen=True, slots=True)
class SpeakerQuotes:
    """What somebody is quoted with, newest article first, their own words before what came through their hands.

    `names` are what the corpus calls them, `certain` holds where the same name is the same voice in every article, and
    `bearers` are those that a surname alone may stand for.
    `own` counts what they say themselves, `passed_on` what was told to them, reported or obtained by them; `findings`
    are a page of both. `documents` counts articles, `unread` those not read for sources yet. Nobody found: `names`
    is empty, and `nearest` are names that look like it.
    """

    name: str
    kind: SourceKind = SourceKind.UNKNOWN
    names: tuple[str, ...] = ()
    certain: bool = True
    bearers: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    own: int = 0
    passed_on: int = 0
    documents: int = 0
    unread: int = 0
    nearest: tuple[str, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """How often somebody stands in one document: as a source, as who published or passed on, merely named."""

    document: DocumentRef
    source: int
    outlet: int
    topic: int


@dataclass(frozen=True, slots=True)
class SpeakerIntroductions:
    """How the corpus introduces somebody, and in which documents they are what; the newest come first."""

    name: str
    kind: SourceKind = SourceKind.UNKNOWN
    names: tuple[str, ...] = ()
    certain: bool = True
    bearers: tuple[str, ...] = ()
    introductions: tuple[Introduction, ...] = ()
    counts: tuple[SpeakerCount, ...] = ()
    unread: int = 0
    nearest: tuple[str, ...] = ()
    complete: bool = True


class SpeakerService:
    """The voices of one library. Documents that are not attributed yet are counted, and not waited for."""

    def __init__(self, database: Database, documents: DocumentService, index: Index) -> None:
        self._database = database
        self._documents = documents
        self._index = index

    async def names(self, typed: str, limit: int = 25) -> list[str]:
        """Return names of sources of which a word begins with what was typed, each voice once."""
        return await self._database.read(partial(offered, typed=clean(typed)[:_LONGEST], limit=limit))

    async def quotes(self, name: str, about: str | None = None, limit: int = 3, offset: int = 0) -> SpeakerQuotes:
        """Return `limit` quotes of whoever is called `name`, from `offset` on; with `about`, those that hold its words.

        A voice that isn't sure to be one (analysts, an Interior Ministry) is taken by its words alone.
        """
        typed = clean(name)[:_LONGEST]
        resolved, unread = await self._resolved(typed)
        if resolved is None:
            return SpeakerQuotes(typed, unread=unread, nearest=await self._nearest(typed))
        ids = list(dict.fromkeys(place.document for place in resolved.places))
        documents = await self._documents.get(ids[:_MOST_DOCUMENTS])
        said, passed_on = await self._findings(resolved, documents, topic_words(about or ""))
        findings = [*said, *passed_on]
        return SpeakerQuotes(
            name=canonical(resolved),
            kind=resolved.name.kind,
            names=resolved.names,
            certain=resolved.certain,
            bearers=resolved.bearers,
            findings=tuple(findings[offset : offset + limit]),
            own=len(said),
            passed_on=len(passed_on),
            documents=len({finding.document.id for finding in findings}),
            unread=unread,
            complete=len(ids) <= _MOST_DOCUMENTS,
        )

    async def introductions(self, name: str) -> SpeakerIntroductions:
        """Return how the corpus introduces whoever is called `name`, and how often they are source, outlet or topic."""
        typed = clean(name)[:_LONGEST]
        resolved, unread = await self._resolved(typed)
        names = full_names(resolved) if resolved else [typed]
        mentioning, complete = await self._mentioning(names)
        places = resolved.places if resolved else ()
        ids = list(dict.fromkeys([*(place.document for place in places), *mentioning]))
        documents = await self._documents.get(ids[:_MOST_DOCUMENTS])
        found, counts = await asyncio.to_thread(_told, resolved, names, documents)
        if not counts:
            return SpeakerIntroductions(typed, unread=unread, nearest=await self._nearest(typed))
        return SpeakerIntroductions(
            name=canonical(resolved) if resolved else typed,
            kind=resolved.name.kind if resolved else SourceKind.UNKNOWN,
            names=resolved.names if resolved else (typed,),
            certain=resolved is None or resolved.certain,
            bearers=resolved.bearers if resolved else (),
            introductions=found,
            counts=counts,
            unread=unread,
            complete=complete and len(ids) <= _MOST_DOCUMENTS,
        )

    async def _resolved(self, typed: str) -> tuple[ResolvedSpeaker | None, int]:
        resolved = await self._database.read(partial(resolve, typed=typed, version=VERSION)) if typed else None
        return resolved, await self._database.read(partial(stored.unread, version=VERSION))

    async def _nearest(self, typed: str) -> tuple[str, ...]:
        return await self._database.read(partial(nearest, typed=typed))

    async def _findings(
        self, resolved: ResolvedSpeaker, documents: Mapping[str, Document], topic: Sequence[str]
    ) -> tuple[list[Finding], list[Finding]]:
        """Return what they say themselves, and what else came through their hands."""
        references = [document.reference for document in documents.values()]
        known = await self._database.read(lambda connection: kept.get(connection, references, VERSION))

        def find() -> tuple[list[Finding], list[Finding]]:
            said: list[Finding] = []
            passed_on: list[Finding] = []
            for id_, group in groupby(sure(resolved, documents), key=lambda place: place.document):
                if id_ not in known:
                    continue
                here, document = list(group), documents[id_]
                own = {place.position for place in here if place.own and place.role is not Role.THOUGHT}
                others = {place.position for place in here if not place.own} - own
                others = {at for at in others if known[id_][at].kind is not AttributionKind.PROVENANCE}
                mine = quotations(document, known[id_], own)
                spans = {finding.quote.span for finding in mine}
                theirs = [one for one in quotations(document, known[id_], others) if one.quote.span not in spans]
                said += [one for one in mine if is_about(one, document, topic)]
                passed_on += [one for one in theirs if is_about(one, document, topic)]
            return said, passed_on

        return await asyncio.to_thread(find)

    async def _mentioning(self, names: Sequence[str]) -> tuple[list[str], bool]:
        """Return ids of documents whose passages hold words of the names, and whether there can't be more of them."""
        terms = [Term(word) for word in dict.fromkeys(word for name in names for word in topic_words(name))]
        hits = await asyncio.to_thread(self._index.candidates, terms, _PASSAGES)
        return list(dict.fromkeys(hit.document for hit in hits)), len(hits) < _PASSAGES


def _told(
    resolved: ResolvedSpeaker | None, names: Sequence[str], documents: Mapping[str, Document]
) -> tuple[tuple[Introduction, ...], tuple[SpeakerCount, ...]]:
    """Return the introductions, each wording once, and the counts, both from the newest document on."""
    places = sure(resolved, documents) if resolved else []
    spoken = Counter(place.document for place in places if place.own and place.role is not Role.THOUGHT)
    handled = Counter(place.document for place in places if not place.own)
    forms = [form for name in names for form in linking.forms(linking.read(name, SourceKind.UNKNOWN))]
    folded = {fold(form) for form in forms}
    person = resolved is not None and resolved.name.kind is SourceKind.PERSON
    surnames = {name.split()[-1] for name in names if person}
    found: dict[str, Introduction] = {}
    counts = []
    for document in sorted(documents.values(), key=lambda one: one.reference.published or "", reverse=True):
        mentions = len(list(find_names(document.text, forms)))
        outlet = handled[document.id] + (fold(document.reference.outlet or "") in folded)
        if not mentions and not outlet and not spoken[document.id]:
            continue
        if mentions and resolved and linking.sole_bearer(document.text, resolved.name, resolved.rivals):
            # "Campbell" is one who has been named in full in the same article.
            mentions = len(list(find_names(document.text, [*forms, *surnames])))
        for one in introductions(document, forms):
            found.setdefault(fold(one.phrase.of(document.text)).removeprefix("the "), one)
        counts.append(SpeakerCount(document.reference, spoken[document.id], outlet, mentions))
    return tuple(found.values()), tuple(counts)
