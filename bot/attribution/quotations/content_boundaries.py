"""Content boundaries: spans extended or cut to whole quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution.syntax.parsed_block import join, subtract
from bot.attribution.syntax.quotation_marks import FEW_WORDS, QuotedRange, quoted_share
from bot.model.attribution import AttributionKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.attribution.candidate import AttributionCandidate

# In words, between a quotation and its cue: "the old mayor of Torvik said".
_LONGEST_GAP = 8
_DIRECT_SHARE = 0.95
_SENTENCE_ENDS = (".", "!", "?", "…", ",")


def fit_to_quotations(
    candidate: AttributionCandidate, quotations: Sequence[QuotedRange], text: str
) -> AttributionCandidate:
    """Return `candidate` with content and kind fitted to quotation marks."""
    cue = candidate.cue[0] if candidate.cue else None
    candidate = candidate.replace(source=_unquoted_source(candidate.source, quotations, text))
    own = [*candidate.source, *candidate.cue]
    content = _with_quotations(candidate.content, quotations, cue, own)
    content = [span for span in join(subtract(content, own), text) if _has_words(span, text)]
    # The subtraction may leave the quotation mark before a word out.
    content = [_with_marks(span, quotations) for span in content]
    if candidate.verb is not None:
        content = _without_lead_in(content, quotations, text, cue)
        content = _without_apposition(candidate, content, quotations)
        content = _without_comments(content, quotations, text, cue)
    kind = _kind(candidate.kind, tuple(content), quotations, text, cue)
    return candidate.replace(content=tuple(content), kind=kind)


def _unquoted_source(source: tuple[Span, ...], quotations: Sequence[QuotedRange], text: str) -> tuple[Span, ...]:
    """Return the source without quotations, except those inside it or around it."""
    cut = [
        quotation.span
        for quotation in quotations
        if not any(span.contains(quotation.span) or quotation.inner.contains(span) for span in source)
    ]
    return tuple(span for span in subtract(source, cut) if any(c.isalpha() for c in span.of(text)))


def _with_quotations(
    content: tuple[Span, ...], quotations: Sequence[QuotedRange], cue: Span | None, own: list[Span]
) -> list[Span]:
    """Return the content with every quotation in contact with it.

    A cue inside a quotation is a part of it: its content ends at the closing mark.
    """
    spans = list(content)
    for quotation in quotations:
        inner = quotation.inner
        if cue is not None and inner.contains(cue):
            spans = [Span(max(s.start, inner.start), min(s.end, inner.end)) for s in spans if s.overlaps(inner)]
        elif _overlaps(quotation.span, spans) and not _overlaps(quotation.span, own):
            spans.append(quotation.span)
    return spans


def _overlaps(quotation: Span, spans: list[Span]) -> bool:
    return any(span.overlaps(quotation) for span in spans)


def _has_words(span: Span, text: str) -> bool:
    return any(c.isalnum() for c in span.of(text))


def _with_marks(span: Span, quotations: Sequence[QuotedRange]) -> Span:
    for quotation in quotations:
        if span.start == quotation.inner.start and span.end >= quotation.inner.end:
            span = Span(quotation.span.start, span.end)
        if span.end == quotation.inner.end and span.start <= quotation.inner.start:
            span = Span(span.start, quotation.span.end)
    return span


def _without_lead_in(content: list[Span], quotations: Sequence[QuotedRange], text: str, cue: Span | None) -> list[Span]:
    """Return the content without the words before the cue.

    `Asked if he would, he said, "Yes, I will."`
    """
    if cue is None:
        return content
    answer = next((quotation for quotation in quotations if _is_answer(quotation, cue, text)), None)
    if answer is None:
        return content
    spans = [span for span in content if span.start > cue.start or _is_quoted(span, quotations)]
    spans = [_cut_after(span, answer) for span in spans]
    return spans if _overlaps(answer.span, spans) else [*spans, answer.span]


def _is_answer(quotation: QuotedRange, cue: Span, text: str) -> bool:
    """Recognise a whole quoted sentence right behind the cue."""
    if cue.end > quotation.span.start or text[cue.end : quotation.span.start].strip() not in (",", ":"):
        return False
    inner = quotation.inner.of(text).strip()
    return inner[:1].isupper() and inner.endswith(_SENTENCE_ENDS)


def _cut_after(span: Span, quotation: QuotedRange) -> Span:
    """Return an opening quotation without the words behind it.

    `She said, "No, never," when she was asked`.
    """
    return quotation.span if span.start == quotation.span.start and span.end > quotation.span.end else span


def _without_apposition(
    candidate: AttributionCandidate, content: list[Span], quotations: Sequence[QuotedRange]
) -> list[Span]:
    """Return the content without words about the speaker.

    `"No more" of it, said Oll, owner of the yard`
    """
    if not candidate.source or not candidate.cue or candidate.source[0].start < candidate.cue[0].start:
        return content
    cue = candidate.cue[0].start
    if not any(span.start < cue and _is_quoted(span, quotations) for span in content):
        return content
    return [span for span in content if span.start < cue or _is_quoted(span, quotations)]


def _is_quoted(span: Span, quotations: Sequence[QuotedRange]) -> bool:
    return any(quotation.span.overlaps(span) for quotation in quotations)


def _without_comments(
    content: list[Span], quotations: Sequence[QuotedRange], text: str, cue: Span | None
) -> list[Span]:
    """Return the content without the reporter's words behind a quotation.

    `"Yes," she said, though ...`
    """
    spans: list[Span] = []
    is_complete = False
    for span in content:
        inside = [quotation for quotation in quotations if span.contains(quotation.span)]
        if is_complete and cue is not None and span.start > cue.start:
            spans += [quotation.span for quotation in inside]
            continue
        first = next((quotation for quotation in inside if quotation.span.start == span.start), None)
        if first is not None and _is_whole(first, cue, text):
            is_complete = True
            spans += [first.span, *(quotation.span for quotation in inside if quotation is not first)]
        else:
            spans.append(span)
    return list(join(spans, text))


def _is_whole(quotation: QuotedRange, cue: Span | None, text: str) -> bool:
    """Recognise a closed quotation, long or followed by its cue."""
    if not quotation.inner.of(text).rstrip().endswith((",", ".", "!", "?")):
        return False
    return quotation.words(text) > FEW_WORDS or (cue is not None and _precedes_cue(quotation, cue, text))


def _precedes_cue(quotation: QuotedRange, cue: Span, text: str) -> bool:
    """Recognise a comma before the cue: `"No more," the mayor said`."""
    ends_open = quotation.inner.of(text).rstrip().endswith(",")
    gap = text[quotation.span.end : cue.start]
    return ends_open and quotation.span.end <= cue.start and len(gap.split()) <= _LONGEST_GAP


def _kind(
    kind: AttributionKind,
    content: tuple[Span, ...],
    quotations: Sequence[QuotedRange],
    text: str,
    cue: Span | None,
) -> AttributionKind:
    outside = [quotation for quotation in quotations if cue is None or not quotation.span.contains(cue)]
    share = quoted_share(content, outside, text)
    if share > _DIRECT_SHARE:
        return AttributionKind.DIRECT
    if share > 0.0 and kind is not AttributionKind.EVIDENTIAL:
        return AttributionKind.MIXED
    return kind
