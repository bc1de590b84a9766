"""Datelines: "TORVIK (Reuters) - The yard will close" is an agency's word where its sentence names no other source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.model.attribution import AttributionKind, Role, SourceKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.attribution.syntax.parsed_block import ParsedBlock

_DATELINE = re.compile(
    r"""
    [A-Z][A-Za-z ,.'’/-]{1,40}          # the place, in capitals or not
    (?:\ \d{1,2})?                      # a day: "TORVIK, May 3"
    \ \((?P<agency>[A-Z][A-Za-z ]{1,20})\)
    \ ?(?P<cue>--|[-–—])\ ?
    """,
    re.VERBOSE,
)


def dateline(piece: ParsedBlock, drafts: Sequence[AttributionCandidate]) -> AttributionCandidate | None:
    """Return the draft of an agency's dateline; None where `drafts` name a source of that sentence."""
    match = _DATELINE.match(piece.text)
    if match is None or not set(match["agency"].lower().split()) & lexicon.OUTLET_NAMES:
        return None
    source = Span(piece.offset + match.start("agency"), piece.offset + match.end("agency"))
    tokens = piece.within(source)
    told = next((s for s in piece.doc.sents if s.end_char > match.end()), None)
    content = piece.trim(Span(piece.offset + match.end(), piece.offset + told.end_char)) if told is not None else None
    if not tokens or content is None:
        return None
    if any(draft.piece is piece and any(span.overlaps(content) for span in draft.content) for draft in drafts):
        return None
    return AttributionCandidate(
        piece=piece,
        anchor=tokens[-1].i,
        kind=AttributionKind.INDIRECT,
        source=(source,),
        cue=(Span(piece.offset + match.start("cue"), piece.offset + match.end("cue")),),
        content=(content,),
        role=Role.REPORTED,
        source_kind=SourceKind.ORGANISATION,
        head=tokens[-1],
    )
