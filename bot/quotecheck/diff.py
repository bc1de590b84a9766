"""Word-level differences between an article and a typed quote, with their salience."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.model.spans import Span
from bot.quotecheck.alignment import AlignedSegment
from bot.quotecheck.edit_path import EditOp
from bot.quotecheck.model import Op, QuoteLocation, Salience, WordChange
from bot.quotecheck.tokens import TokenizedText, match_key
from bot.quotecheck.typed_quote import TypedQuote
from bot.search.numbers import numbers

_MARKS = str.maketrans("’‘“”–—\n\u00a0", "''\"\"--  ")
_BRACKETED = 12  # words of an article that a bracket may replace
_SCALES = frozenset(
    {"dozen", "dozens", "hundred", "thousand", "million", "billion", "trillion", "half", "twice", "percent"}
)
_NEGATIONS_TEXT = """
not no never none nobody nothing nowhere neither nor without cannot cant wont dont doesnt didnt isnt arent
wasnt werent wouldnt shouldnt couldnt hasnt havent hadnt mustnt neednt aint hardly barely denied denies deny
"""
_NEGATIONS = frozenset(_NEGATIONS_TEXT.split())


def locate(typed: TypedQuote, words: TokenizedText, document: str, segment: AlignedSegment) -> QuoteLocation:
    """Return the location of a segment with its changed words."""
    changes = list(_changes(typed, words, segment))
    deleted = sum(change.op is Op.DELETE for change in changes)
    inserted = sum(change.op is Op.INSERT for change in changes)
    longer = max(len(segment) + deleted - inserted, len(segment), 1)
    return QuoteLocation(
        document=document,
        span=_span_with_marks(typed, words, segment),
        typed=typed.words.span(segment.first, segment.end),
        similarity=round(max(0.0, 1 - len(changes) / longer), 4),
        changes=tuple(changes),
        omitted=tuple(words.span(start, stop) for start, stop in segment.elided),
    )


def _span_with_marks(typed: TypedQuote, words: TokenizedText, segment: AlignedSegment) -> Span:
    """Return the segment's span with its typed punctuation."""
    span, typed_span = words.span(segment.start, segment.stop), typed.words.span(segment.first, segment.end)
    before = typed.text[typed.words.spans[segment.first - 1][1] if segment.first else 0 : typed_span.start]
    after = typed.text[typed_span.end : typed.words.spans[segment.end][0] if segment.end < len(typed.words) else None]
    start = span.start - _common_prefix_length(
        before[::-1], words.text[max(span.start - len(before), 0) : span.start][::-1]
    )
    return Span(start, span.end + _common_prefix_length(after, words.text[span.end : span.end + len(after)]))


def _common_prefix_length(typed: str, original: str) -> int:
    """Return the length of the common prefix, without blanks at its end."""
    count = 0
    for typed_character, character in zip(typed.translate(_MARKS), original.translate(_MARKS), strict=False):
        if typed_character != character:
            break
        count += 1
    return len(original[:count].rstrip())


def _changes(typed: TypedQuote, words: TokenizedText, segment: AlignedSegment) -> Iterator[WordChange]:
    start, first = segment.start, segment.first
    for same, run in groupby(segment.steps, key=lambda step: step.same):
        steps = list(run)
        counted_steps = () if same else _without_bracketed(typed, steps)
        for step in steps:
            if step in counted_steps:
                yield _change(typed, words, step, start, first)
            start = start if step.original is None else step.original + 1
            first = first if step.typed is None else step.typed + 1


def _without_bracketed(typed: TypedQuote, steps: Sequence[EditOp]) -> Sequence[EditOp]:
    """Return the steps not explained by an editor's bracket.

    A bracket explains its own words, and the few of the article that it replaces.
    """
    if not any(step.typed in typed.bracketed for step in steps):
        return steps
    if all(step.typed is None or step.typed in typed.bracketed for step in steps) and len(steps) <= _BRACKETED:
        return ()
    return [step for step in steps if step.typed not in typed.bracketed]


def _change(typed: TypedQuote, words: TokenizedText, step: EditOp, start: int, first: int) -> WordChange:
    """Return a step as a change.

    `start` and `first` are the next words of document and typed text, before which an empty span lies.
    """
    original_span = (
        words.span(step.original, step.original + 1) if step.original is not None else words.span(start, start)
    )
    typed_span = (
        typed.words.span(step.typed, step.typed + 1) if step.typed is not None else typed.words.span(first, first)
    )
    original, written = original_span.of(words.text), typed_span.of(typed.text)
    op = Op.INSERT if step.original is None else Op.DELETE if step.typed is None else Op.REPLACE
    keys = [words.keys[step.original]] if step.original is not None else []
    keys += [typed.words.keys[step.typed]] if step.typed is not None else []
    return WordChange(op, original, written, original_span, typed_span, _salience(original, written, keys))


def is_negation(word: str) -> bool:
    """Return True for a word that negates: "not", "doesn't", "denied"."""
    return match_key(word) in _NEGATIONS


def _salience(original: str, written: str, keys: Sequence[str]) -> Salience | None:
    if any(key in _NEGATIONS for key in keys):
        return Salience.NEGATION
    if not _SCALES.isdisjoint(keys):
        return Salience.NUMBER
    values = [[value for value, _ in numbers(text)] for text in (original, written)]
    if any(map(str.isdigit, original + written)) or any(values):
        return None if values[0] == values[1] != [] else Salience.NUMBER
    return None
