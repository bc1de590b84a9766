"""Chains: from the article inwards, through whom a content came; the attribution's own source stands last."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.resolution import coreference, mentions
from bot.attribution.rules.provenance import documents
from bot.attribution.spans import sources
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


def parents(drafts: Sequence[AttributionCandidate]) -> list[int | None]:
    """Return for each draft the number of the smallest one whose content holds it, or gives what it is based on."""
    found: list[int | None] = []
    of_piece: dict[int, list[int]] = {}
    for k, draft in enumerate(drafts):
        of_piece.setdefault(draft.piece.offset, []).append(k)
    for draft in drafts:
        if draft.basis is not None:
            found.append(_index(drafts, draft.basis))
            continue
        held = [k for k in of_piece[draft.piece.offset] if drafts[k] is not draft and _holds(drafts[k], draft)]
        found.append(min(held, key=lambda k: _size(drafts[k]), default=None))
    return found


def _index(drafts: Sequence[AttributionCandidate], wanted: AttributionCandidate) -> int | None:
    for k, draft in enumerate(drafts):
        if draft.verb is not None and draft.verb == wanted.verb and draft.cue == wanted.cue:
            return k
    return None


def _holds(outer: AttributionCandidate, inner: AttributionCandidate) -> bool:
    if outer.inherited or outer.kind is AttributionKind.PROVENANCE or not inner.cue:
        return False
    if inner.kind is AttributionKind.PROVENANCE or inner.inherited or inner.basis is not None:
        return False
    return all(any(o.contains(i) for o in outer.content) for i in inner.cue) and _size(inner) < _size(outer)


def _size(draft: AttributionCandidate) -> int:
    return sum(len(span) for span in draft.content)


def chains(
    drafts: Sequence[AttributionCandidate], above: Sequence[int | None], known: MentionIndex, text: str
) -> list[tuple[ChainLink, ...]]:
    """Return the chain of each draft; empty where nobody is named. Link names are slices of `text`."""
    done: dict[int, tuple[ChainLink, ...]] = {}

    def chain(k: int) -> tuple[ChainLink, ...]:
        if k not in done:
            done[k] = ()  # a ring of parents cannot be, but must not hang either
            parent = above[k]
            outer = chain(parent) if parent is not None else ()
            own = [] if outer and _is_self(drafts[k]) else _own(drafts[k])
            done[k] = _once([*outer, *_carriers(drafts[k], drafts, known, outer), *own], text)
        return done[k]

    return [chain(k) for k in range(len(drafts))]


def _is_self(draft: AttributionCandidate) -> bool:
    """Holds for "I" inside a quotation: its speaker stands in the chain already."""
    return draft.head is not None and draft.head.lower_ in lexicon.PRONOUNS_SELF


def _once(links: Sequence[ChainLink], text: str) -> tuple[ChainLink, ...]:
    """Return the links, named, without repetition: the outlet that reports and was told is one link."""
    kept: dict[str, ChainLink] = {}
    for link in links:
        name = link.span.of(text)
        kept.setdefault(name, replace(link, name=name))
    return tuple(kept.values())


def _own(draft: AttributionCandidate) -> list[ChainLink]:
    """Return the link of the draft's own source, by its shortest full name."""
    span = draft.name or _bare(draft)
    if span is None:
        return []
    kind, role = draft.source_kind, draft.role
    if draft.document is not None and draft.name is not None and draft.kind is not AttributionKind.PROVENANCE:
        # "RUSI's assessment", "the Newsweek report": who made the document speaks through it.
        kind = SourceKind.ORGANISATION
        role = Role.REPORTED if draft.document.lemma_.lower() in _REPORTS else Role.SAID if role is Role.SHOWS else role
    return [_link(draft, span, role, kind)]


def _bare(draft: AttributionCandidate) -> Span | None:
    """Return the source without clauses: "The files" of "The files, obtained by ..."."""
    if draft.document is not None and draft.document == draft.head:
        spans = draft.source_block.spans_covering(documents(draft.document))
        if spans:
            return spans[0]
    return draft.source[0] if draft.source else None


def _link(draft: AttributionCandidate, span: Span, role: Role, kind: SourceKind) -> ChainLink:
    start = span.start - draft.piece.offset
    text = draft.piece.text
    inside = start >= 0 and span.end - draft.piece.offset <= len(text)
    # Names from other blocks get their text from the document when the engine has it at hand.
    name = text[start : start + len(span)] if inside else ""
    return ChainLink(name=name, role=role, kind=kind, span=span, inferred=draft.inferred)


def _carriers(
    draft: AttributionCandidate, drafts: Sequence[AttributionCandidate], known: MentionIndex, outer: Sequence[ChainLink]
) -> list[ChainLink]:
    """Return the links between the article and the source: who obtained the document, who was told.

    Inside what somebody else says of a document, what the text tells elsewhere of its way is implied.
    """
    links: list[ChainLink] = []
    if draft.kind is AttributionKind.PROVENANCE:
        links += [link for other in _provenance(draft, drafts) if _rank(other) < _rank(draft) for link in _own(other)]
    elif draft.document is not None and draft.name is None:
        for other in _provenance(draft, drafts):
            implied = bool(outer) and not _is_one(other.document, draft.document)
            links += [replace(link, inferred=link.inferred or implied) for link in _own(other)]
    told = _told(draft, drafts, known)
    return [*links, told] if told else links


def _rank(draft: AttributionCandidate) -> int:
    return _ORDER.index(draft.role) if draft.role in _ORDER else len(_ORDER)


def _provenance(draft: AttributionCandidate, drafts: Sequence[AttributionCandidate]) -> list[AttributionCandidate]:
    """Return what the text says of how the draft's document came to it, outermost first."""
    noun = draft.document
    if noun is None:
        return []
    stated = [d for d in drafts if d.kind is AttributionKind.PROVENANCE and d.document is not None]
    same = [d for d in stated if d.piece is draft.piece and _is_one(d.document, noun)]
    if draft.kind is AttributionKind.PROVENANCE or not _is_known(draft):
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
    return one is not None and (one == other or documents(one)[:1] == documents(other)[:1])


def _of_one(stated: list[AttributionCandidate]) -> list[AttributionCandidate]:
    """Return those of `stated` that speak of the same documents as the first, by the same words or by "the files"."""
    found: list[AttributionCandidate] = []
    for draft in stated:
        same = draft.document == stated[0].document and draft.piece is stated[0].piece
        if same or (_is_definite(draft) and draft.role not in {d.role for d in found}):
            found.append(draft)
    return found


def _is_definite(draft: AttributionCandidate) -> bool:
    noun = draft.document
    return noun is not None and any(child.lower_ in ("the", "these", "those") for child in noun.children)


def _is_known(draft: AttributionCandidate) -> bool:
    """Holds for "the leaked records", "these files": documents that the text has spoken of, or speaks of at large."""
    noun = draft.document
    if noun is None or noun.lemma_.lower() not in lexicon.PAPERS:
        return False
    words = {child.lower_ for child in noun.children} | {noun.doc[max(0, noun.i - 1)].lower_}
    return bool(words & ({"the", "these", "those"} | lexicon.SECRET))


def carrying(draft: AttributionCandidate, drafts: Sequence[AttributionCandidate]) -> Span | None:
    """Return where the document first says whose the draft's documents are; None where it is the draft's own place."""
    if draft.kind is AttributionKind.PROVENANCE or draft.document is None or draft.name is not None:
        return None
    found = _provenance(draft, drafts)
    if not found or not found[-1].content or found[-1].document == draft.document:
        return None
    return found[-1].content[0]


def _told(draft: AttributionCandidate, drafts: Sequence[AttributionCandidate], known: MentionIndex) -> ChainLink | None:
    """Return the link of the outlet that was told: "told the Kyiv Post", "revealed to POLITICO"."""
    head = draft.addressee
    if head is None or head.pos_ == "PRON":
        return None
    place = draft.piece.span_of(head)
    phrase = draft.piece.spans_covering(sources.noun_phrase(head, set()))
    named = mentions.shortest(draft.piece, phrase, head, known)
    if named is not None and named[1] is not SourceKind.PERSON:
        return _link(draft, named[0], Role.WAS_TOLD, SourceKind.ORGANISATION)
    if sources.any_token_in(head, lexicon.OUTLET_NOUNS):
        before = [d for d in drafts if d.start < place.start]
        mention = coreference.definite(head, place.start, known, before)
        if mention is not None:
            return _link(draft, mention.span, Role.WAS_TOLD, SourceKind.ORGANISATION)
    return None
