"""Word-level differences between an article and a typed quote, with their salience."""

from __future__ import annotations

import re
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
# "1st" is no "one", and "5m" may be five metres.
_PLAIN_NUMBER = re.compile(
    r"(?: (?:\d{1,3}(?:,\d{3})+ | \d+) (?:\.\d+)? (?:bn|k)? (?:[\s-][a-z\s-]+)? | [a-z][a-z\s-]* )",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_SCALE = 20  # characters behind a number: " billion"
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
    respelled = list(_respelled_numbers(typed, words, segment))
    same_value = {number for _, numbers_ in respelled for number in numbers_}
    changes = list(_changes(typed, words, segment, same_value))
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
        respelled=tuple(change for change, _ in respelled),
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


def _respelled_numbers(
    typed: TypedQuote, words: TokenizedText, segment: AlignedSegment
) -> Iterator[tuple[WordChange, list[EditOp]]]:
    """Yield the numbers of the same value in another form ("4", "four"), with their steps."""
    for same, run in groupby(segment.steps, key=lambda step: step.same):
        steps = [] if same else list(run)
        pairs = [[step] for step in steps if None not in (step.original, step.typed)]
        for group in [steps] if _respelling(typed, words, steps) else pairs:
            if (change := _respelling(typed, words, group)) is not None:
                yield change, group


def _respelling(typed: TypedQuote, words: TokenizedText, steps: Sequence[EditOp]) -> WordChange | None:
    originals = [step.original for step in steps if step.original is not None]
    written = [step.typed for step in steps if step.typed is not None and step.typed not in typed.bracketed]
    if not originals or not written:
        return None
    span, typed_span = words.span(originals[0], originals[-1] + 1), typed.words.span(written[0], written[-1] + 1)
    original, replacement = span.of(words.text), typed_span.of(typed.text)
    if not is_same_value(original, replacement):
        return None
    span, typed_span = _with_scale(words.text, span), _with_scale(typed.text, typed_span)
    return WordChange(Op.REPLACE, span.of(words.text), typed_span.of(typed.text), span, typed_span)


def _with_scale(text: str, span: Span) -> Span:
    """Return the span of a number with the scale behind it: "4 billion"."""
    found = numbers(text[span.start : span.end + _LONGEST_SCALE], span.start)
    return found[0][1]


def is_same_value(text: str, other: str) -> bool:
    """Return True for two forms of one number: "4 billion", "four billion"; an ordinal is no such form."""
    first, second = _value(text), _value(other)
    return first is not None and first == second


def _value(text: str) -> float | None:
    """Return the value of a text that is a number and nothing else."""
    found = numbers(text)
    is_whole = len(found) == 1 and len(found[0][1]) == len(text)
    return found[0][0] if is_whole and _PLAIN_NUMBER.fullmatch(text) else None


def _changes(
    typed: TypedQuote, words: TokenizedText, segment: AlignedSegment, same_value: set[EditOp]
) -> Iterator[WordChange]:
    start, first = segment.start, segment.first
    for same, run in groupby(segment.steps, key=lambda step: step.same):
        steps = list(run)
        counted_steps = () if same else [step for step in _without_bracketed(typed, steps) if step not in same_value]
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
