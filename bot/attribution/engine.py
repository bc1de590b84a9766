"""Attribution of one document: parse, find cues and contents, link quotations, resolve names, inherit, chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import chains, coreference, names, scope
from bot.attribution.attitudes import attitudes
from bot.attribution.authorship import author_of
from bot.attribution.datelines import dateline
from bot.attribution.deeds import acquisitions
from bot.attribution.headings import with_headlines
from bot.attribution.inheritance import inherited, openings
from bot.attribution.participles import with_participles
from bot.attribution.phrases import phrases
from bot.attribution.pieces import Piece, parse
from bot.attribution.provenance import bases, provenances, reporting
from bot.attribution.speakers import link
from bot.attribution.statements import statements
from bot.attribution.strays import strays
from bot.attribution.surveys import surveys
from bot.model import Attribution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language

    from bot.attribution.draft import Draft
    from bot.attribution.names import Register
    from bot.model import Document, Span

# Goes up with every change of what comes out, so that what was worked out before is worked out again.
VERSION = "17"


def attribute(document: Document, nlp: Language, within: Sequence[Span] | None = None) -> list[Attribution]:
    """Return who says what in `document`, in order of position; boilerplate yields nothing.

    With `within`, only blocks that overlap those spans are read, and the few that their short forms lead back to.
    """
    ordinals = scope.needed(document, within)
    pieces = parse(document, ordinals, nlp)
    known = names.register(pieces)
    drafts = _drafts(pieces, document, known)
    drafts += inherited(document, drafts, ordinals)
    drafts = sorted((d for d in drafts if d.content), key=lambda d: (d.start, d.content[0].start))
    return _records(document, drafts, known)


def _drafts(pieces: list[Piece], document: Document, known: Register) -> list[Draft]:
    """Return the drafts of all pieces, their sources resolved; those without content wait for rows and bullets."""
    found = [
        draft
        for piece in pieces
        for draft in with_headlines(
            piece, with_participles(piece, [*statements(piece), *phrases(piece), *surveys(piece), *attitudes(piece)])
        )
    ]
    listing = [draft for draft in found if not draft.content]
    listing += [draft for piece in pieces for draft in openings(piece) if all(d.piece is not piece for d in listing)]
    linked = link(pieces, [draft for draft in found if draft.content], document.text)
    for piece in pieces:
        based = list(bases(piece, [draft for draft in linked if draft.piece is piece]))
        # "..., citing officials": what is cited speaks, the outlet has had its say.
        taken = {draft.anchor for draft in based}
        linked = [d for d in linked if d.piece is not piece or d.anchor not in taken] + based
        came = [*provenances(piece), *acquisitions(piece), *reporting(piece)]
        # "The story was first reported by ...": told as provenance, it is nothing said about the story.
        linked = [d for d in linked if not any(d.verb == p.verb and d.content == p.content for p in came)] + came
    linked += [draft for piece in pieces if (draft := dateline(piece, linked))]
    drafts = coreference.resolve(linked + listing, known, author_of(document))
    return drafts + list(strays(pieces, drafts, document.text))


def _records(document: Document, drafts: list[Draft], known: Register) -> list[Attribution]:
    above = chains.parents(drafts)
    told = chains.chains(drafts, above, known, document.text)
    return [
        Attribution(
            kind=draft.kind,
            source=draft.source,
            cue=draft.cue,
            content=draft.content,
            role=draft.role,
            source_kind=draft.source_kind,
            resolved=draft.resolved or chains.carrying(draft, drafts),
            chain=links,
            parent=parent,
            inherited=draft.inherited,
            inferred=draft.inferred,
            hypothetical=draft.hypothetical,
            negated=draft.negated,
        )
        for draft, parent, links in zip(drafts, above, told, strict=True)
    ]
