"""Chains: from the article inwards, through whom a content came; the attribution's own source stands last."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.resolution import coreference, mentions
from bot.attribution.rules.provenance import document_phrase
from bot.attribution.spans.noun_phrases import any_token_in, noun_phrase
from bot.model.attribution import AttributionKind, ChainLink, Role, SourceKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from bot.attribution.candidate import AttributionCandidate
    from bot.attribution.resolution.mentions import MentionIndex

# From the article inwards: who reports a document stands before who obtained it.
_ORDER = (Role.PUBLISHED, Role.REPORTED, Role.WROTE, Role.VERIFIED, Role.REVIEWED, Role.OBTAINED)
_REPORTS = lexicon.words_of("report article story")


def parents(candidates: Sequence[AttributionCandidate]) -> list[int | None]:
    """Return for each candidate the number of the smallest one whose content holds it, or gives what it is based on."""
    found: list[int | None] = []
    of_block: dict[int, list[int]] = {}
    for k, candidate in enumerate(candidates):
        of_block.setdefault(candidate.block.offset, []).append(k)
    for candidate in candidates:
        if candidate.basis is not None:
            found.append(_index(candidates, candidate.basis))
            continue
        held = [
            k
            for k in of_block[candidate.block.offset]
            if candidates[k] is not candidate and _holds(candidates[k], candidate)
        ]
        found.append(min(held, key=lambda k: _size(candidates[k]), default=None))
    return found


def _index(candidates: Sequence[AttributionCandidate], wanted: AttributionCandidate) -> int | None:
    for k, candidate in enumerate(candidates):
        if candidate.verb is not None and candidate.verb == wanted.verb and candidate.cue == wanted.cue:
            return k
    return None


def _holds(outer: AttributionCandidate, inner: AttributionCandidate) -> bool:
    if outer.inherited or outer.kind is AttributionKind.PROVENANCE or not inner.cue:
        return False
    if inner.kind is AttributionKind.PROVENANCE or inner.inherited or inner.basis is not None:
        return False
    return all(any(o.contains(i) for o in outer.content) for i in inner.cue) and _size(inner) < _size(outer)


def _size(candidate: AttributionCandidate) -> int:
    return sum(len(span) for span in candidate.content)


def chains(
    candidates: Sequence[AttributionCandidate], above: Sequence[int | None], known: MentionIndex, text: str
) -> list[tuple[ChainLink, ...]]:
    """Return the chain of each candidate; empty where nobody is named. Link names are slices of `text`."""
    done: dict[int, tuple[ChainLink, ...]] = {}

    def chain(k: int) -> tuple[ChainLink, ...]:
        if k not in done:
            done[k] = ()  # a ring of parents cannot be, but must not hang either
            parent = above[k]
            outer = chain(parent) if parent is not None else ()
            own = [] if outer and _is_self(candidates[k]) else _own(candidates[k])
            done[k] = _once([*outer, *_carriers(candidates[k], candidates, known, outer), *own], text)
        return done[k]

    return [chain(k) for k in range(len(candidates))]


def _is_self(candidate: AttributionCandidate) -> bool:
    """Holds for "I" inside a quotation: its speaker stands in the chain already."""
    return candidate.head is not None and candidate.head.lower_ in lexicon.PRONOUNS_SELF


def _once(links: Sequence[ChainLink], text: str) -> tuple[ChainLink, ...]:
    """Return the links, named, without repetition: the outlet that reports and was told is one link."""
    kept: dict[str, ChainLink] = {}
    for link in links:
        name = link.span.of(text)
        kept.setdefault(name, replace(link, name=name))
    return tuple(kept.values())


def _own(candidate: AttributionCandidate) -> list[ChainLink]:
    """Return the link of the candidate's own source, by its shortest full name."""
    span = candidate.name or _bare(candidate)
    if span is None:
        return []
    kind, role = candidate.source_kind, candidate.role
    if (
        candidate.document is not None
        and candidate.name is not None
        and candidate.kind is not AttributionKind.PROVENANCE
    ):
        # "RUSI's assessment", "the Newsweek report": who made the document speaks through it.
        kind = SourceKind.ORGANISATION
        role = (
            Role.REPORTED
            if candidate.document.lemma_.lower() in _REPORTS
            else Role.SAID
            if role is Role.SHOWS
            else role
        )
    return [_link(candidate, span, role, kind)]


def _bare(candidate: AttributionCandidate) -> Span | None:
    """Return the source without clauses: "The files" of "The files, obtained by ..."."""
    if candidate.document is not None and candidate.document == candidate.head:
        spans = candidate.source_block.spans_covering(document_phrase(candidate.document))
        if spans:
            return spans[0]
    return candidate.source[0] if candidate.source else None


def _link(candidate: AttributionCandidate, span: Span, role: Role, kind: SourceKind) -> ChainLink:
    start = span.start - candidate.block.offset
    text = candidate.block.text
    inside = start >= 0 and span.end - candidate.block.offset <= len(text)
    # Names from other blocks get their text from the document when the engine has it at hand.
    name = text[start : start + len(span)] if inside else ""
    return ChainLink(name=name, role=role, kind=kind, span=span, inferred=candidate.inferred)


def _carriers(
    candidate: AttributionCandidate,
    candidates: Sequence[AttributionCandidate],
    known: MentionIndex,
    outer: Sequence[ChainLink],
) -> list[ChainLink]:
    """Return the links between the article and the source: who obtained the document, who was told.

    Inside what somebody else says of a document, what the text tells elsewhere of its way is implied.
    """
    links: list[ChainLink] = []
    if candidate.kind is AttributionKind.PROVENANCE:
        links += [
            link
            for other in _provenance(candidate, candidates)
            if _rank(other) < _rank(candidate)
            for link in _own(other)
        ]
    elif candidate.document is not None and candidate.name is None:
        for other in _provenance(candidate, candidates):
            implied = bool(outer) and not _is_one(other.document, candidate.document)
            links += [replace(link, inferred=link.inferred or implied) for link in _own(other)]
    told = _told(candidate, candidates, known)
    return [*links, told] if told else links


def _rank(candidate: AttributionCandidate) -> int:
    return _ORDER.index(candidate.role) if candidate.role in _ORDER else len(_ORDER)


def _provenance(
    candidate: AttributionCandidate, candidates: Sequence[AttributionCandidate]
) -> list[AttributionCandidate]:
    """Return what the text says of how the candidate's document came to it, outermost first."""
    noun = candidate.document
    if noun is None:
        return []
    stated = [d for d in candidates if d.kind is AttributionKind.PROVENANCE and d.document is not None]
    same = [d for d in stated if d.block is candidate.block and _is_one(d.document, noun)]
    if candidate.kind is AttributionKind.PROVENANCE or not _is_known(candidate):
        return sorted(same, key=_rank)
    leaks = [d for d in stated if d.document is not None and d.document.lemma_.lower() in lexicon.PAPERS]
    same = same or _of_one(leaks)
    # "documents verified by ...": the text says elsewhere who obtained them; that they are the same is implied.
    others = _of_one([d for d in leaks if d not in same])
    if not {d.role for d in same} & {d.role for d in others}:
        same = same + [d.replace(inferred=True) for d in others]
    return sorted(same, key=_rank)


def _is_one(one: Token | None, other: Token) -> bool:
    """Holds for one noun phrase: "a trove of emails" is meant by its trove as by its emails."""
    return one is not None and (one == other or document_phrase(one)[:1] == document_phrase(other)[:1])


def _of_one(stated: list[AttributionCandidate]) -> list[AttributionCandidate]:
    """Return those of `stated` that speak of the same documents as the first, by the same words or by "the files"."""
    found: list[AttributionCandidate] = []
    for candidate in stated:
        same = candidate.document == stated[0].document and candidate.block is stated[0].block
        if same or (_is_definite(candidate) and candidate.role not in {d.role for d in found}):
            found.append(candidate)
    return found


def _is_definite(candidate: AttributionCandidate) -> bool:
    noun = candidate.document
    return noun is not None and any(child.lower_ in ("the", "these", "those") for child in noun.children)


def _is_known(candidate: AttributionCandidate) -> bool:
    """Holds for "the leaked records", "these files": documents that the text has spoken of, or speaks of at large."""
    noun = candidate.document
    if noun is None or noun.lemma_.lower() not in lexicon.PAPERS:
        return False
    words = {child.lower_ for child in noun.children} | {noun.doc[max(0, noun.i - 1)].lower_}
    return bool(words & ({"the", "these", "those"} | lexicon.SECRET))


def first_provenance(candidate: AttributionCandidate, candidates: Sequence[AttributionCandidate]) -> Span | None:
    """Return the first words that tell who obtained the candidate's documents, or None."""
    if candidate.kind is AttributionKind.PROVENANCE or candidate.document is None or candidate.name is not None:
        return None
    found = _provenance(candidate, candidates)
    if not found or not found[-1].content or found[-1].document == candidate.document:
        return None
    return found[-1].content[0]


def _told(
    candidate: AttributionCandidate, candidates: Sequence[AttributionCandidate], known: MentionIndex
) -> ChainLink | None:
    """Return the link of the outlet that was told: "told the Kyiv Post", "revealed to POLITICO"."""
    head = candidate.addressee
    if head is None or head.pos_ == "PRON":
        return None
    place = candidate.block.span_of(head)
    phrase = candidate.block.spans_covering(noun_phrase(head, ()))
    named = mentions.shortest(candidate.block, phrase, head, known)
    if named is not None and named[1] is not SourceKind.PERSON:
        return _link(candidate, named[0], Role.WAS_TOLD, SourceKind.ORGANISATION)
    if any_token_in(head, lexicon.OUTLET_NOUNS):
        before = [d for d in candidates if d.start < place.start]
        mention = coreference.definite(head, place.start, known, before)
        if mention is not None:
            return _link(candidate, mention.span, Role.WAS_TOLD, SourceKind.ORGANISATION)
    return None
