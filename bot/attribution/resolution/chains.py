"""Chains of sources, from the article inwards to the attribution's own source."""

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

# From the article inwards: who reports a document precedes who obtained it.
_ORDER = (Role.PUBLISHED, Role.REPORTED, Role.WROTE, Role.VERIFIED, Role.REVIEWED, Role.OBTAINED)
_REPORTS = lexicon.words_of("report article story")
_DEFINITE = frozenset({"the", "these", "those"})


# Parents


def parents(candidates: Sequence[AttributionCandidate]) -> list[int | None]:
    """Return the number of each candidate's parent, or None.

    The parent is the candidate with the smallest content around the cue. The parent of "citing officials" is the
    statement above it.

    The parent of "citing officials" is the statement that it is the basis of.
    """
    of_block: dict[int, list[int]] = {}
    for k, candidate in enumerate(candidates):
        of_block.setdefault(candidate.block.offset, []).append(k)
    found: list[int | None] = []
    for candidate in candidates:
        if candidate.basis is not None:
            found.append(_index(candidates, candidate.basis))
            continue
        others = (k for k in of_block[candidate.block.offset] if candidates[k] is not candidate)
        outer = [k for k in others if _is_inside(candidate, candidates[k])]
        found.append(min(outer, key=lambda k: _size(candidates[k]), default=None))
    return found


def _index(candidates: Sequence[AttributionCandidate], basis: AttributionCandidate) -> int | None:
    for k, candidate in enumerate(candidates):
        if candidate.verb is not None and candidate.verb == basis.verb and candidate.cue == basis.cue:
            return k
    return None


def _is_inside(inner: AttributionCandidate, outer: AttributionCandidate) -> bool:
    if outer.inherited or inner.inherited or inner.basis is not None or not inner.cue:
        return False
    if AttributionKind.PROVENANCE in (outer.kind, inner.kind):
        return False
    is_contained = all(any(span.contains(cue) for span in outer.content) for cue in inner.cue)
    return is_contained and _size(inner) < _size(outer)


def _size(candidate: AttributionCandidate) -> int:
    return sum(len(span) for span in candidate.content)


# Chains


def chains(
    candidates: Sequence[AttributionCandidate], parents: Sequence[int | None], known: MentionIndex, text: str
) -> list[tuple[ChainLink, ...]]:
    """Return the chain of each candidate.

    The names of links are slices of `text`.
    """
    done: dict[int, tuple[ChainLink, ...]] = {}

    def chain(k: int) -> tuple[ChainLink, ...]:
        if k not in done:
            done[k] = ()  # guards against a circle of parents
            candidate, parent = candidates[k], parents[k]
            outer = chain(parent) if parent is not None else ()
            own = [] if outer and _is_first_person(candidate) else _own_links(candidate)
            done[k] = _unique([*outer, *_carriers(candidate, candidates, known, outer), *own], text)
        return done[k]

    return [chain(k) for k in range(len(candidates))]


def _is_first_person(candidate: AttributionCandidate) -> bool:
    """Recognise "I" inside a quotation: the chain has the speaker already."""
    return candidate.head is not None and candidate.head.lower_ in lexicon.PRONOUNS_SELF


def _unique(links: Sequence[ChainLink], text: str) -> tuple[ChainLink, ...]:
    """Return the links with their names, each name once."""
    by_name: dict[str, ChainLink] = {}
    for link in links:
        name = link.span.of(text)
        by_name.setdefault(name, replace(link, name=name))
    return tuple(by_name.values())


def _own_links(candidate: AttributionCandidate) -> list[ChainLink]:
    """Return the link of the own source, by its shortest full name."""
    span = candidate.name or _bare_source(candidate)
    if span is None:
        return []
    kind, role = candidate.source_kind, candidate.role
    is_provenance = candidate.kind is AttributionKind.PROVENANCE
    if candidate.document is not None and candidate.name is not None and not is_provenance:
        # "RUSI's assessment", "the Newsweek report": the author speaks through the document.
        kind = SourceKind.ORGANISATION
        if candidate.document.lemma_.lower() in _REPORTS:
            role = Role.REPORTED
        elif role is Role.SHOWS:
            role = Role.SAID
    return [_link(candidate, span, role, kind)]


def _bare_source(candidate: AttributionCandidate) -> Span | None:
    """Return the source without clauses.

    "The files, obtained by the Lantern," -> "The files"
    """
    if candidate.document is not None and candidate.document == candidate.head:
        spans = candidate.source_block.spans_covering(document_phrase(candidate.document))
        if spans:
            return spans[0]
    return candidate.source[0] if candidate.source else None


def _link(candidate: AttributionCandidate, span: Span, role: Role, kind: SourceKind) -> ChainLink:
    """Return a link without its name; `_unique` adds the name."""
    return ChainLink(name="", role=role, kind=kind, span=span, inferred=candidate.inferred)


# Links between the article and the source


def _carriers(
    candidate: AttributionCandidate,
    candidates: Sequence[AttributionCandidate],
    known: MentionIndex,
    outer: Sequence[ChainLink],
) -> list[ChainLink]:
    """Return the links of provenance and the addressed outlet.

    Inside an outer statement about the document, provenance from elsewhere in the text is inferred.
    """
    links: list[ChainLink] = []
    if candidate.kind is AttributionKind.PROVENANCE:
        nearer = (other for other in _provenance(candidate, candidates) if _rank(other) < _rank(candidate))
        links += [link for other in nearer for link in _own_links(other)]
    elif candidate.document is not None and candidate.name is None:
        for other in _provenance(candidate, candidates):
            inferred = bool(outer) and not _is_same_document(other.document, candidate.document)
            links += [replace(link, inferred=link.inferred or inferred) for link in _own_links(other)]
    outlet = _addressed_outlet(candidate, candidates, known)
    return [*links, outlet] if outlet else links


def _rank(candidate: AttributionCandidate) -> int:
    return _ORDER.index(candidate.role) if candidate.role in _ORDER else len(_ORDER)


def _provenance(
    candidate: AttributionCandidate, candidates: Sequence[AttributionCandidate]
) -> list[AttributionCandidate]:
    """Return the provenance of the candidate's document, outermost first."""
    noun = candidate.document
    if noun is None:
        return []
    stated = [c for c in candidates if c.kind is AttributionKind.PROVENANCE and c.document is not None]
    same = [c for c in stated if c.block is candidate.block and _is_same_document(c.document, noun)]
    if candidate.kind is AttributionKind.PROVENANCE or not _is_known_leak(candidate):
        return sorted(same, key=_rank)
    leaks = [c for c in stated if c.document is not None and c.document.lemma_.lower() in lexicon.PAPERS]
    same = same or _of_first_document(leaks)
    # "documents verified by ...": the text says elsewhere who obtained them. They are the same by inference.
    others = _of_first_document([leak for leak in leaks if leak not in same])
    if not {other.role for other in same} & {other.role for other in others}:
        same = same + [other.replace(inferred=True) for other in others]
    return sorted(same, key=_rank)


def _is_same_document(one: Token | None, other: Token) -> bool:
    """Compare two nouns by their phrase: "a trove of emails" has two."""
    return one is not None and (one == other or document_phrase(one)[:1] == document_phrase(other)[:1])


def _of_first_document(stated: list[AttributionCandidate]) -> list[AttributionCandidate]:
    """Return the candidates about the first document in `stated`.

    They have the same noun, or say "the files".
    """
    found: list[AttributionCandidate] = []
    for candidate in stated:
        is_same = candidate.document == stated[0].document and candidate.block is stated[0].block
        if is_same or (_is_definite(candidate) and candidate.role not in {other.role for other in found}):
            found.append(candidate)
    return found


def _is_definite(candidate: AttributionCandidate) -> bool:
    noun = candidate.document
    return noun is not None and any(child.lower_ in _DEFINITE for child in noun.children)


def _is_known_leak(candidate: AttributionCandidate) -> bool:
    """Recognise "the leaked records", "these files"."""
    noun = candidate.document
    if noun is None or noun.lemma_.lower() not in lexicon.PAPERS:
        return False
    words = {child.lower_ for child in noun.children} | {noun.doc[max(0, noun.i - 1)].lower_}
    return bool(words & (_DEFINITE | lexicon.SECRET))


def first_provenance(candidate: AttributionCandidate, candidates: Sequence[AttributionCandidate]) -> Span | None:
    """Return the first mention of the candidate's documents with their provenance.

    None if that is the candidate's own.
    """
    if candidate.kind is AttributionKind.PROVENANCE or candidate.document is None or candidate.name is not None:
        return None
    found = _provenance(candidate, candidates)
    if not found or not found[-1].content or found[-1].document == candidate.document:
        return None
    return found[-1].content[0]


def _addressed_outlet(
    candidate: AttributionCandidate, candidates: Sequence[AttributionCandidate], known: MentionIndex
) -> ChainLink | None:
    """Return the link of the outlet in "told the Kyiv Post"."""
    head, block = candidate.addressee, candidate.block
    if head is None or head.pos_ == "PRON":
        return None
    phrase = block.spans_covering(noun_phrase(head, ()))
    named = mentions.shortest_name(block, phrase, head, known)
    if named is not None and named[1] is not SourceKind.PERSON:
        return _link(candidate, named[0], Role.WAS_TOLD, SourceKind.ORGANISATION)
    if any_token_in(head, lexicon.OUTLET_NOUNS):
        at = block.span_of(head).start
        before = [other for other in candidates if other.start < at]
        mention = coreference.described_organisation(head, at, known, before)
        if mention is not None:
            return _link(candidate, mention.span, Role.WAS_TOLD, SourceKind.ORGANISATION)
    return None
