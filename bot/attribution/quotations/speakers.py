"""Quotations to their speakers: which draft a quotation belongs to, and new drafts for those that stand alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution.candidate import AttributionCandidate
from bot.attribution.quotations.adjacent_speakers import adjacent_speaker, colon_introduction, segment_before
from bot.attribution.spans.cues import Cue, cues
from bot.attribution.syntax.parsed_block import join, subtract
from bot.attribution.syntax.quotation_marks import FEW_WORDS, QuotedRange, quotations, quoted
from bot.model.attribution import AttributionKind, Role, SourceKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from bot.attribution.syntax.parsed_block import ParsedBlock

# In words, between a quotation and its cue: "the old mayor of Torvik said".
_BETWEEN = 8
_QUOTED = (AttributionKind.DIRECT, AttributionKind.MIXED)


def link_quotations(
    pieces: list[ParsedBlock], drafts: list[AttributionCandidate], text: str
) -> list[AttributionCandidate]:
    """Return `drafts` with whole quotations as contents, and those added whose quotation had no clause of its own."""
    linked: list[AttributionCandidate] = []
    previous: AttributionCandidate | None = None
    open_end = False
    coming: AttributionCandidate | None = None
    last = -1
    for piece in pieces:
        if piece.ordinal > last + 1:
            previous, open_end, coming = None, False, None  # blocks between were not read, or are no prose
        last = piece.ordinal
        marks = quotations(text, piece.span)
        own = [_snapped(draft, marks, text) for draft in drafts if draft.piece is piece]
        own = [draft for draft in own if draft.content and not _misplaced(draft, marks)]
        own = [_voiced(draft, piece, marks) for draft in own]
        carried = previous if open_end else coming
        own += _unclaimed(piece, marks, own, carried, previous)
        own = _with_continuations(piece, marks, _merged(own), text)
        linked += own
        speaking = [d for d in own if d.kind in (AttributionKind.DIRECT, AttributionKind.MIXED)]
        previous = max(speaking, key=lambda d: d.content[-1].end) if speaking else None
        open_end = bool(marks) and marks[-1].open_end
        coming = colon_introduction(piece, _speaking(piece)) if piece.text.endswith(":") else None
    return linked


def _snapped(draft: AttributionCandidate, marks: list[QuotedRange], text: str) -> AttributionCandidate:
    """Return `draft` with its content drawn out or cut back to quotation marks, and its kind set by them."""
    cue = draft.cue[0] if draft.cue else None
    content = list(draft.content)
    cut = [mark.span for mark in marks if not any(span.contains(mark.span) or mark.inner.contains(span)
           for span in draft.source)]  # fmt: skip
    draft = draft.replace(source=tuple(s for s in subtract(draft.source, cut) if any(c.isalpha() for c in s.of(text))))
    taken = [*draft.source, *draft.cue]
    for mark in marks:
        if cue is not None and mark.inner.contains(cue):
            # A cue between the marks is part of what is quoted: its content ends where the quotation does.
            content = [Span(max(s.start, mark.inner.start), min(s.end, mark.inner.end)) for s in content
                       if s.overlaps(mark.inner)]  # fmt: skip
        elif any(span.overlaps(mark.span) for span in content) and not any(t.overlaps(mark.span) for t in taken):
            content.append(mark.span)
    content = [span for span in join(subtract(content, taken), text) if any(c.isalnum() for c in span.of(text))]
    # The first cut may leave the mark before a word behind: take it back in.
    content = [_with_marks(span, marks) for span in content]
    if draft.verb is not None:
        content = _without_lead_in(content, marks, text, cue)
        content = _without_asides(_before_apposition(draft, content, marks), marks, text, cue)
    return draft.replace(content=tuple(content), kind=_kind(draft.kind, tuple(content), marks, text, cue))


def _without_asides(content: list[Span], marks: list[QuotedRange], text: str, cue: Span | None) -> list[Span]:
    """Return the content, cut where a whole quotation ends and the reporter goes on: `"Yes," she said, though ...`."""
    kept: list[Span] = []
    complete = False
    for span in content:
        inside = [mark for mark in marks if span.contains(mark.span)]
        if complete and cue is not None and span.start > cue.start:
            kept += [mark.span for mark in inside]
            continue
        first = next((mark for mark in inside if mark.span.start == span.start), None)
        closed = first is not None and first.inner.of(text).rstrip().endswith((",", ".", "!", "?"))
        told = first is not None and cue is not None and _is_beside(first, cue, text)
        if first is not None and closed and (told or first.words(text) > FEW_WORDS):
            complete = True
            kept += [first.span, *(mark.span for mark in inside if mark is not first)]
        else:
            kept.append(span)
    return list(join(kept, text))


def _before_apposition(draft: AttributionCandidate, content: list[Span], marks: list[QuotedRange]) -> list[Span]:
    """Return the content of `"No more" of it, said Oll, owner of the yard` without what tells who Oll is."""
    if not draft.source or not draft.cue or not content or draft.source[0].start < draft.cue[0].start:
        return content
    if not any(span.start < draft.cue[0].start and _is_quoted(span, marks) for span in content):
        return content
    return [span for span in content if span.start < draft.cue[0].start or _is_quoted(span, marks)]


def _is_beside(mark: QuotedRange, cue: Span, text: str) -> bool:
    """Hold for `"No more," the mayor said`: a comma inside the marks, and the cue a few words behind them."""
    open_ended = mark.inner.of(text).rstrip().endswith(",")
    return open_ended and mark.span.end <= cue.start and len(text[mark.span.end : cue.start].split()) <= _BETWEEN


def _without_lead_in(content: list[Span], marks: list[QuotedRange], text: str, cue: Span | None) -> list[Span]:
    """Return the content without what leads to a whole quotation: `Asked if he would, he said, "Yes, I will."`."""
    if cue is None:
        return content
    behind = next((mark for mark in marks if _is_answer(mark, cue, text)), None)
    if behind is not None:
        content = [span for span in content if span.start > cue.start or _is_quoted(span, marks)]
        content = [_whole(span, behind) for span in content]
        if not any(span.overlaps(behind.span) for span in content):
            content.append(behind.span)
    return content


def _is_answer(mark: QuotedRange, cue: Span, text: str) -> bool:
    """Hold for a whole sentence in marks right behind the cue."""
    inner = mark.inner.of(text).strip()
    between = text[cue.end : mark.span.start].strip() if cue.end <= mark.span.start else "none"
    return between in (",", ":") and inner[:1].isupper() and inner.endswith((".", "!", "?", "…", ","))


def _whole(span: Span, mark: QuotedRange) -> Span:
    """Return the quotation of `she said, "No, never," when she was asked`: nothing behind its marks."""
    return mark.span if span.start == mark.span.start and span.end > mark.span.end else span


def _is_quoted(span: Span, marks: list[QuotedRange]) -> bool:
    return any(mark.span.overlaps(span) for mark in marks)


def _voiced(draft: AttributionCandidate, piece: ParsedBlock, marks: list[QuotedRange]) -> AttributionCandidate:
    """Return a quotation's draft with the speaker that stands beside it, where the parse gave none."""
    if draft.source or draft.head is not None or draft.kind not in _QUOTED or draft.inferred:
        return draft
    speaking = [cue for cue in cues(piece.doc) if cue.verb == draft.verb and not cue.passive]
    mark = next((mark for mark in marks if draft.content[0].overlaps(mark.span)), None)
    found = adjacent_speaker(piece, mark, marks, speaking) if mark is not None and speaking else None
    if found is None or not found.source or found.anchor != draft.anchor:
        return draft
    return draft.replace(source=found.source, head=found.head, source_kind=found.source_kind, role=found.role)


def _misplaced(draft: AttributionCandidate, marks: list[QuotedRange]) -> bool:
    """Holds where the parser took the speaker from inside a quotation that the cue stands outside of."""
    if draft.head is None or not draft.cue:
        return False
    place = draft.piece.span_of(draft.head)
    return any(mark.inner.contains(place) and not mark.inner.contains(draft.cue[0]) and len(mark.inner) > len(place)
               for mark in marks)  # fmt: skip


def _merged(drafts: list[AttributionCandidate]) -> list[AttributionCandidate]:
    """Return the drafts with one for each cue: a clause and a quotation of one verb are one content."""
    kept: list[AttributionCandidate] = []
    for draft in drafts:
        twin = next((k for k, other in enumerate(kept) if draft.cue and other.cue == draft.cue), None)
        if twin is None:
            kept.append(draft)
        else:
            other = kept[twin]
            kind = other.kind if other.kind is draft.kind else AttributionKind.MIXED
            kept[twin] = other.replace(content=tuple(sorted({*other.content, *draft.content})), kind=kind)
    return kept


def _with_marks(span: Span, marks: list[QuotedRange]) -> Span:
    for mark in marks:
        if span.start == mark.inner.start and span.end >= mark.inner.end:
            span = Span(mark.span.start, span.end)
        if span.end == mark.inner.end and span.start <= mark.inner.start:
            span = Span(span.start, mark.span.end)
    return span


def _kind(
    kind: AttributionKind, content: tuple[Span, ...], marks: list[QuotedRange], text: str, cue: Span | None
) -> AttributionKind:
    outside = [mark for mark in marks if cue is None or not mark.span.contains(cue)]
    share = quoted(content, outside, text)
    if share > 0.95:
        return AttributionKind.DIRECT
    if share > 0.0 and kind is not AttributionKind.EVIDENTIAL:
        return AttributionKind.MIXED
    return kind


def _unclaimed(
    piece: ParsedBlock,
    marks: list[QuotedRange],
    own: list[AttributionCandidate],
    carried: AttributionCandidate | None,
    previous: AttributionCandidate | None,
) -> list[AttributionCandidate]:
    """Return drafts for the quotations that no draft of the piece holds."""
    found: list[AttributionCandidate] = []
    speaking = _speaking(piece)
    for mark in marks:
        if any(_holds(draft, mark) for draft in [*own, *found]):
            continue
        draft = adjacent_speaker(piece, mark, marks, speaking)
        if draft is None and mark is marks[0] and _starts(piece, mark):
            if carried is not None:
                draft = _carried(piece, carried, inferred=False)
            elif previous is not None and _is_all(piece, marks):
                draft = _carried(piece, previous, inferred=True)
        if draft is not None:
            found.append(_quoting(draft, mark))
    return found


def _speaking(piece: ParsedBlock) -> list[Cue]:
    return [cue for cue in cues(piece.doc) if set("qc") & set(cue.frame) and not cue.thought]


def _quoting(draft: AttributionCandidate, mark: QuotedRange) -> AttributionCandidate:
    return draft.replace(content=(mark.span,), kind=AttributionKind.DIRECT)


def _holds(draft: AttributionCandidate, mark: QuotedRange) -> bool:
    cue = draft.cue[0] if draft.cue else None
    if cue is not None and mark.inner.contains(cue):
        return False
    return any(span.overlaps(mark.inner) for span in draft.content) or any(s.overlaps(mark.inner) for s in draft.source)


def _starts(piece: ParsedBlock, mark: QuotedRange) -> bool:
    return not piece.text[: mark.span.start - piece.offset].strip()


def _is_all(piece: ParsedBlock, marks: list[QuotedRange]) -> bool:
    """Holds where the whole piece is one quotation."""
    rest = subtract([piece.span], [mark.span for mark in marks])
    text = piece.text
    return not any(c.isalnum() for span in rest for c in text[span.start - piece.offset : span.end - piece.offset])


def _carried(piece: ParsedBlock, previous: AttributionCandidate, *, inferred: bool) -> AttributionCandidate:
    return previous.replace(
        piece=piece,
        carried_from=previous.source_block,
        anchor=0,
        inferred=inferred or previous.inferred,
        addressee=None,
        basis=None,
    )


def _with_continuations(
    piece: ParsedBlock, marks: list[QuotedRange], own: list[AttributionCandidate], text: str
) -> list[AttributionCandidate]:
    """Return the drafts, with quotations that go on after `," she said.` added to what the same speaker said."""
    drafts = sorted(own, key=lambda d: d.content[0].start)
    for mark in marks:
        if any(_holds(draft, mark) for draft in drafts) or mark.words(text) < FEW_WORDS:
            continue
        first = next((d for d in drafts if _leads(d, piece, mark, text)), None)
        if first is not None:
            drafts[drafts.index(first)] = first.replace(content=(*first.content, mark.span))
            continue
        ahead = [d for d in drafts if (d.kind in _QUOTED or _goes_on(d, mark, text)) and _end(d) <= mark.span.start
                 and d.verb is not None]  # fmt: skip
        if ahead and not segment_before(piece, mark, marks):
            last = max(ahead, key=_end)
            kind = last.kind if last.kind in _QUOTED else AttributionKind.MIXED
            drafts[drafts.index(last)] = last.replace(content=(*last.content, mark.span), kind=kind)
    return drafts


def _leads(draft: AttributionCandidate, piece: ParsedBlock, mark: QuotedRange, text: str) -> bool:
    """Hold for the quotation that opens the sentence before: `"No," she said, adding that it rained. "Never."`."""
    if draft.kind not in _QUOTED or draft.verb is None or draft.verb.doc is not piece.doc:
        return False
    start, end = (piece.offset + at for at in (draft.verb.sent.start_char, draft.verb.sent.end_char))
    behind = end <= mark.span.start and not any(c.isalnum() for c in text[end : mark.span.start])
    behind = behind and _is_sentence(mark, text)
    return behind and draft.content[0].start <= start + 1 and draft.cue[0].start > draft.content[0].end - 1


def _is_sentence(mark: QuotedRange, text: str) -> bool:
    said = mark.inner.of(text).strip()
    return said[:1].isupper() and said.endswith((".", "!", "?", "…", ",")) and mark.words(text) > FEW_WORDS


def _goes_on(draft: AttributionCandidate, mark: QuotedRange, text: str) -> bool:
    """Holds where a whole sentence is quoted behind what a person is told to have said: `He said no. "I can't."`."""
    return (
        draft.kind is AttributionKind.INDIRECT
        and draft.role in (Role.SAID, Role.TOLD, Role.WROTE)
        and draft.source_kind in (SourceKind.PERSON, SourceKind.UNKNOWN, SourceKind.ANONYMOUS)
        and not draft.inferred
        and _is_sentence(mark, text)
        and not any(c.isalnum() for c in text[_end(draft) : mark.span.start])
    )


def _end(draft: AttributionCandidate) -> int:
    return max(span.end for span in (*draft.content, *draft.cue, *draft.source))
