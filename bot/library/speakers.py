"""People and organisations in the corpus: their quotes, introductions and counts."""

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
from bot.library.speaker_resolution import (
    ResolvedSpeaker,
    certain_places,
    display_name,
    full_names,
    resolve_speaker,
    similar_names,
    suggest_names,
)
from bot.model.answers import Finding
from bot.model.attribution import Attribution, AttributionKind, Role, SourceKind
from bot.model.documents import Document, DocumentRef
from bot.model.search import Term
from bot.normalize import fold
from bot.search.index import SearchableIndex
from bot.search.query import clean, topic_words
from bot.store.archive import Archive
from bot.store.library import attributions as stored_attributions
from bot.store.library import speakers as stored
from bot.store.library.speakers import SpeakerLocation

_MAX_DOCUMENTS = 200  # per card, the newest
_PASSAGES = 200
_LONGEST = 200  # characters of a typed name


@dataclass(frozen=True, slots=True)
class SpeakerQuotes:
    """A speaker's quotes, newest article first, own words first.

    `names` are the speaker's names in the corpus; it is empty if nobody was found, and `nearest` are then similar
    names. `certain` means that the same name is the same speaker in every article; `bearers` are the candidates for a
    mere surname. `own` counts their own statements, `passed_on` what they report, were told or obtained; `findings` is
    one page of both. `documents` counts articles, `unread` those without attributions yet.
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
    """Mentions of a speaker in one document: as source, outlet or topic."""

    document: DocumentRef
    source: int
    outlet: int
    topic: int


@dataclass(frozen=True, slots=True)
class SpeakerIntroductions:
    """Introductions and mentions of a speaker by document, newest first."""

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
    """The speakers of one library.

    Documents without attributions are counted, not waited for.
    """

    def __init__(self, database: Archive, documents: DocumentService, index: SearchableIndex) -> None:
        self._database = database
        self._documents = documents
        self._index = index

    async def names(self, typed: str, limit: int = 25) -> list[str]:
        """Return one name per speaker with a word beginning as typed."""
        return await self._database.read(partial(suggest_names, typed=clean(typed)[:_LONGEST], limit=limit))

    async def quotes(self, name: str, about: str | None = None, limit: int = 3, offset: int = 0) -> SpeakerQuotes:
        """Return `limit` quotes of the speaker called `name`, from `offset` on.

        With `about`, only quotes with its words. A collective name (analysts, an Interior Ministry) is matched by its
        words alone.
        """
        typed = clean(name)[:_LONGEST]
        resolved, unread = await self._resolve(typed)
        if resolved is None:
            return SpeakerQuotes(typed, unread=unread, nearest=await self._similar_names(typed))
        ids = list(dict.fromkeys(place.document for place in resolved.places))
        documents = await self._documents.get(ids[:_MAX_DOCUMENTS])
        own, passed_on = await self._findings(resolved, documents, topic_words(about or ""))
        findings = [*own, *passed_on]
        return SpeakerQuotes(
            name=display_name(resolved),
            kind=resolved.name.kind,
            names=resolved.names,
            certain=resolved.certain,
            bearers=resolved.bearers,
            findings=tuple(findings[offset : offset + limit]),
            own=len(own),
            passed_on=len(passed_on),
            documents=len({finding.document.id for finding in findings}),
            unread=unread,
            complete=len(ids) <= _MAX_DOCUMENTS,
        )

    async def introductions(self, name: str) -> SpeakerIntroductions:
        """Return introductions of the speaker `name`, and counts by document."""
        typed = clean(name)[:_LONGEST]
        resolved, unread = await self._resolve(typed)
        names = full_names(resolved) if resolved else [typed]
        mentioning, complete = await self._mentioning(names)
        places = resolved.places if resolved else ()
        ids = list(dict.fromkeys([*(place.document for place in places), *mentioning]))
        documents = await self._documents.get(ids[:_MAX_DOCUMENTS])
        introductions, counts = await asyncio.to_thread(_introductions_and_counts, resolved, names, documents)
        if not counts:
            return SpeakerIntroductions(typed, unread=unread, nearest=await self._similar_names(typed))
        return SpeakerIntroductions(
            name=display_name(resolved) if resolved else typed,
            kind=resolved.name.kind if resolved else SourceKind.UNKNOWN,
            names=resolved.names if resolved else (typed,),
            certain=resolved is None or resolved.certain,
            bearers=resolved.bearers if resolved else (),
            introductions=introductions,
            counts=counts,
            unread=unread,
            complete=complete and len(ids) <= _MAX_DOCUMENTS,
        )

    async def _resolve(self, typed: str) -> tuple[ResolvedSpeaker | None, int]:
        resolved = await self._database.read(partial(resolve_speaker, typed=typed, version=VERSION)) if typed else None
        return resolved, await self._database.read(partial(stored.unread, version=VERSION))

    async def _similar_names(self, typed: str) -> tuple[str, ...]:
        return await self._database.read(partial(similar_names, typed=typed))

    async def _findings(
        self, resolved: ResolvedSpeaker, documents: Mapping[str, Document], topic: Sequence[str]
    ) -> tuple[list[Finding], list[Finding]]:
        """Return the speaker's own quotes, and those passed on."""
        references = [document.reference for document in documents.values()]
        known = await self._database.read(lambda connection: stored_attributions.get(connection, references, VERSION))

        def find() -> tuple[list[Finding], list[Finding]]:
            all_own: list[Finding] = []
            all_passed_on: list[Finding] = []
            for id_, places in groupby(certain_places(resolved, documents), key=lambda place: place.document):
                if id_ in known:
                    own, passed_on = _quotations_at(list(places), documents[id_], known[id_])
                    all_own += [finding for finding in own if is_about(finding, documents[id_], topic)]
                    all_passed_on += [finding for finding in passed_on if is_about(finding, documents[id_], topic)]
            return all_own, all_passed_on

        return await asyncio.to_thread(find)

    async def _mentioning(self, names: Sequence[str]) -> tuple[list[str], bool]:
        """Return ids of documents with words of the names, and completeness."""
        terms = [Term(word) for word in dict.fromkeys(word for name in names for word in topic_words(name))]
        hits = await asyncio.to_thread(self._index.candidates, terms, _PASSAGES)
        return list(dict.fromkeys(hit.document for hit in hits)), len(hits) < _PASSAGES


def _quotations_at(
    places: Sequence[SpeakerLocation], document: Document, attributions: Sequence[Attribution]
) -> tuple[list[Finding], list[Finding]]:
    """Return the speaker's own quotations in one document, and those passed on."""
    own = {place.position for place in places if place.own and place.role is not Role.THOUGHT}
    passed_on = {place.position for place in places if not place.own} - own
    passed_on = {number for number in passed_on if attributions[number].kind is not AttributionKind.PROVENANCE}
    own_findings = quotations(document, attributions, own)
    own_spans = {finding.quote.span for finding in own_findings}
    others = quotations(document, attributions, passed_on)
    return own_findings, [finding for finding in others if finding.quote.span not in own_spans]


def _introductions_and_counts(
    resolved: ResolvedSpeaker | None, names: Sequence[str], documents: Mapping[str, Document]
) -> tuple[tuple[Introduction, ...], tuple[SpeakerCount, ...]]:
    """Return distinct introductions and counts by document, newest document first."""
    places = certain_places(resolved, documents) if resolved else []
    said = Counter(place.document for place in places if place.own and place.role is not Role.THOUGHT)
    passed_on = Counter(place.document for place in places if not place.own)
    forms = [form for name in names for form in linking.forms(linking.read(name, SourceKind.UNKNOWN))]
    folded = {fold(form) for form in forms}
    is_person = resolved is not None and resolved.name.kind is SourceKind.PERSON
    surnames = {name.split()[-1] for name in names if is_person}
    by_wording: dict[str, Introduction] = {}
    counts = []
    for document in sorted(documents.values(), key=lambda document: document.reference.published or "", reverse=True):
        mentions = len(list(find_names(document.text, forms)))
        outlet = passed_on[document.id] + (fold(document.reference.outlet or "") in folded)
        if not mentions and not outlet and not said[document.id]:
            continue
        if mentions and resolved and linking.sole_bearer(document.text, resolved.name, resolved.rivals):
            # The surname alone counts if the article has only one bearer of it.
            mentions = len(list(find_names(document.text, [*forms, *surnames])))
        for introduction in introductions(document, forms):
            wording = fold(introduction.phrase.of(document.text)).removeprefix("the ")
            by_wording.setdefault(wording, introduction)
        counts.append(SpeakerCount(document.reference, said[document.id], outlet, mentions))
    return tuple(by_wording.values()), tuple(counts)
