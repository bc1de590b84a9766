"""Words in marks that nobody beside them says: of the report that the paragraph above has quoted, by implication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution.candidate import AttributionCandidate
from bot.attribution.syntax.quotation_marks import FEW_WORDS, quotations
from bot.model.attribution import AttributionKind, Role, SourceKind
from bot.model.documents import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.attribution.syntax.parsed_block import ParsedBlock
    from bot.attribution.syntax.quotation_marks import QuotedRange

_QUOTED = (AttributionKind.DIRECT, AttributionKind.MIXED)
_BODIES = (SourceKind.ORGANISATION, SourceKind.DOCUMENT)


def orphan_quotations(
    pieces: Sequence[ParsedBlock], drafts: Sequence[AttributionCandidate], text: str
) -> Iterator[AttributionCandidate]:
    """Yield a draft for each quotation inside a sentence that no draft holds, where a body's report was last quoted."""
    for piece in pieces:
        if piece.block.kind is not BlockKind.PARAGRAPH:
            continue
        for mark in quotations(text, piece.span):
            if mark.words(text) < FEW_WORDS or any(_holds(d, mark) for d in drafts):
                continue
            last = _quoted_last(piece, mark, drafts)
            if last is not None:
                yield last.replace(
                    piece=piece, content=(mark.span,), kind=AttributionKind.DIRECT, inferred=True, addressee=None,
                    basis=None, verb=None, anchor=0,
                )  # fmt: skip


def _holds(draft: AttributionCandidate, mark: QuotedRange) -> bool:
    return any(span.overlaps(mark.inner) for span in (*draft.content, *draft.source, *draft.cue))


def _quoted_last(
    piece: ParsedBlock, mark: QuotedRange, drafts: Sequence[AttributionCandidate]
) -> AttributionCandidate | None:
    """Return the last statement before `mark`, if it quotes a body or its report in this paragraph or the one above."""
    before = [d for d in drafts if d.content and d.cue and d.cue[0].start < mark.span.start]
    last = max((d for d in before if d.role is not Role.THOUGHT), key=lambda d: d.cue[0].start, default=None)
    if last is None or last.kind not in _QUOTED or last.source_kind not in _BODIES or last.name is None:
        return None
    return last if piece.ordinal - last.piece.ordinal <= 1 and not last.inferred else None
