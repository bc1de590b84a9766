"""Orphan quotations: without a speaker, behind a quoted report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution.syntax.quotation_marks import FEW_WORDS, find_quotations
from bot.model.attribution import AttributionKind, Role, SourceKind
from bot.model.documents import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.attribution.candidate import AttributionCandidate
    from bot.attribution.syntax.parsed_block import ParsedBlock
    from bot.attribution.syntax.quotation_marks import QuotedRange

_QUOTED = (AttributionKind.DIRECT, AttributionKind.MIXED)
_REPORTING = (SourceKind.ORGANISATION, SourceKind.DOCUMENT)


def orphan_quotation(
    blocks: Sequence[ParsedBlock], candidates: Sequence[AttributionCandidate], text: str
) -> Iterator[AttributionCandidate]:
    """Infer a quoted report as the source of an orphan quotation.

    Examples:
        “The deck is a danger,” the Torvik Institute said. ⏎ Work goes on with “three cranes and fifteen divers” there.
            the Torvik Institute | said | “three cranes and fifteen divers”
        “The bolts are gone,” the Torvik Board said. ⏎ It will close with “a festival for the old lady” in May.
            the Torvik Board | said | “a festival for the old lady”
        “The deck is a danger,” Mara Oll said. ⏎ Work goes on with “three cranes and fifteen divers” there.
    """
    for block in blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        for quotation in find_quotations(text, block.span):
            if quotation.words(text) < FEW_WORDS or any(_contains(candidate, quotation) for candidate in candidates):
                continue
            report = _last_report(block, quotation, candidates)
            if report is not None:
                yield report.replace(
                    block=block,
                    anchor=0,
                    kind=AttributionKind.DIRECT,
                    content=(quotation.span,),
                    verb=None,
                    addressee=None,
                    basis=None,
                    inferred=True,
                ).found_by(orphan_quotation.__name__)


def _contains(candidate: AttributionCandidate, quotation: QuotedRange) -> bool:
    return any(span.overlaps(quotation.inner) for span in (*candidate.content, *candidate.source, *candidate.cue))


def _last_report(
    block: ParsedBlock, quotation: QuotedRange, candidates: Sequence[AttributionCandidate]
) -> AttributionCandidate | None:
    """Return the quoted report before `quotation`, at most one paragraph above."""
    before = [c for c in candidates if c.content and c.cue and c.cue[0].start < quotation.span.start]
    statements = [candidate for candidate in before if candidate.role is not Role.THOUGHT]
    last = max(statements, key=lambda candidate: candidate.cue[0].start, default=None)
    if last is None or last.kind not in _QUOTED or last.source_kind not in _REPORTING or last.name is None:
        return None
    return last if block.ordinal - last.block.ordinal <= 1 and not last.inferred else None
