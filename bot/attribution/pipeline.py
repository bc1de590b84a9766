"""Attribution of one document: parse, find cues and contents, link quotations, resolve names, inherit, chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import block_selection
from bot.attribution.quotations.speakers import link_quotations
from bot.attribution.quotations.unattributed import orphan_quotations
from bot.attribution.resolution import chains, coreference, mentions
from bot.attribution.resolution.inheritance import inherited, openings
from bot.attribution.resolution.opinion_author import author_of
from bot.attribution.rules.acquisitions import acquisitions
from bot.attribution.rules.active_verbs import statements
from bot.attribution.rules.attitudes import attitudes
from bot.attribution.rules.datelines import dateline
from bot.attribution.rules.headlines import with_headlines
from bot.attribution.rules.nominal import phrases
from bot.attribution.rules.participles import with_participles
from bot.attribution.rules.polls import polls
from bot.attribution.rules.provenance import evidence_basis, first_reports, provenances
from bot.attribution.syntax.parsed_block import ParsedBlock, parse
from bot.model.attribution import Attribution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language

    from bot.attribution.candidate import AttributionCandidate
    from bot.attribution.resolution.mentions import MentionIndex
    from bot.model.documents import Document
    from bot.model.spans import Span

# Goes up with every change of what comes out, so that what was worked out before is worked out again.
VERSION = "17"


def attribute(document: Document, nlp: Language, within: Sequence[Span] | None = None) -> list[Attribution]:
    """Return who says what in `document`, in order of position; boilerplate yields nothing.

    With `within`, only blocks that overlap those spans are read, and the few that their short forms lead back to.
    """
    ordinals = block_selection.blocks_to_parse(document, within)
    pieces = parse(document, ordinals, nlp)
    known = mentions.register(pieces)
    drafts = _drafts(pieces, document, known)
    drafts += inherited(document, drafts, ordinals)
    drafts = sorted((d for d in drafts if d.content), key=lambda d: (d.start, d.content[0].start))
    return _records(document, drafts, known)


def _drafts(pieces: list[ParsedBlock], document: Document, known: MentionIndex) -> list[AttributionCandidate]:
    """Return the drafts of all pieces, their sources resolved; those without content wait for rows and bullets."""
    found = [
        draft
        for piece in pieces
        for draft in with_headlines(
            piece, with_participles(piece, [*statements(piece), *phrases(piece), *polls(piece), *attitudes(piece)])
        )
    ]
    listing = [draft for draft in found if not draft.content]
    listing += [draft for piece in pieces for draft in openings(piece) if all(d.piece is not piece for d in listing)]
    linked = link_quotations(pieces, [draft for draft in found if draft.content], document.text)
    for piece in pieces:
        based = list(evidence_basis(piece, [draft for draft in linked if draft.piece is piece]))
        # "..., citing officials": what is cited speaks, the outlet has had its say.
        taken = {draft.anchor for draft in based}
        linked = [d for d in linked if d.piece is not piece or d.anchor not in taken] + based
        came = [*provenances(piece), *acquisitions(piece), *first_reports(piece)]
        # "The story was first reported by ...": told as provenance, it is nothing said about the story.
        linked = [d for d in linked if not any(d.verb == p.verb and d.content == p.content for p in came)] + came
    linked += [draft for piece in pieces if (draft := dateline(piece, linked))]
    drafts = coreference.resolve(linked + listing, known, author_of(document))
    return drafts + list(orphan_quotations(pieces, drafts, document.text))


def _records(document: Document, drafts: list[AttributionCandidate], known: MentionIndex) -> list[Attribution]:
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
