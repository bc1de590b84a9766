"""Datelines: "TORVIK (Reuters) - The yard will close"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.model.attribution import AttributionKind, Role, SourceKind

if TYPE_CHECKING:
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


def dateline(block: ParsedBlock, candidates: list[AttributionCandidate]) -> list[AttributionCandidate]:
    """Find the agency of a dateline without another source.

    Examples:
        TORVIK (Reuters) - The yard will close in May.
            Reuters | - | The yard will close in May
        LINDHOLM, May 3 (AFP) -- Two ships ran aground on Monday.
            AFP | -- | Two ships ran aground on Monday
        TORVIK (Daily) The yard will close in May.
    """
    match = _DATELINE.match(block.text)
    if match is None or not set(match["agency"].lower().split()) & lexicon.OUTLET_NAMES:
        return candidates
    source = block.span_between(*match.span("agency"))
    tokens = block.within(source)
    sentence = next((sentence for sentence in block.doc.sents if sentence.end_char > match.end()), None)
    if not tokens or sentence is None:
        return candidates
    content = block.trim(block.span_between(match.end(), sentence.end_char))
    if content is None or any(span.overlaps(content) for candidate in candidates for span in candidate.content):
        return candidates
    agency = AttributionCandidate(
        block=block,
        anchor=tokens[-1].i,
        kind=AttributionKind.INDIRECT,
        source=(source,),
        cue=(block.span_between(*match.span("cue")),),
        content=(content,),
        role=Role.REPORTED,
        source_kind=SourceKind.ORGANISATION,
        head=tokens[-1],
    )
    return [*candidates, agency.found_by(dateline.__name__)]
