"""What differs between an article's words and the typed ones, word by word, and which of it is loud."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.model.spans import Span
from bot.quotecheck.alignment import AlignedSegment
from bot.quotecheck.edit_path import EditOp
from bot.quotecheck.model import Op, QuoteLocation, Salience, WordChange
from bot.quotecheck.tokens import TokenizedText
from bot.quotecheck.typed_quote import TypedQuote
from bot.search.numbers import numbers

_MARKS = str.maketrans("’‘“”–—\n\u00a0", "''\"\"--  ")
_BRACKETED = 12  # words of an article that a bracket may stand for
_SCALES = frozenset(
    {"dozen", "dozens", "hundred", "thousand", "million", "billion", "trillion", "half", "twice", "percent"}
)
_NEGATIONS_TEXT = """
not no never none nobody nothing nowhere neither nor without cannot cant wont dont doesnt didnt isnt arent
wasnt werent wouldnt shouldnt couldnt hasnt havent hadnt mustnt neednt aint hardly barely denied denies deny
"""
_NEGATIONS = frozenset(_NEGATIONS_TEXT.split())


def place(typed: TypedQuote, words: TokenizedText, document: str, part: AlignedSegment) -> QuoteLocation:
    """Return where a part stands in the document, with what was changed in it."""
    found = list(_changes(typed, words, part))
    replaced = sum(change.op is Op.REPLACE for change in found)
    deleted = sum(change.op is Op.DELETE for change in found)
    inserted = sum(change.op is Op.INSERT for change in found)
    same = len(part) - replaced - inserted
    longer = max(same + replaced + deleted, len(part), 1)
    return QuoteLocation(
        document=document,
        span=_with_marks(typed, words, part),
        typed=typed.words.span(part.first, part.end),
        similarity=round(max(0.0, 1 - len(found) / longer), 4),
        changes=tuple(found),
        omitted=tuple(words.span(start, stop) for start, stop in part.elided),
    )


def _with_marks(typed: TypedQuote, words: TokenizedText, part: AlignedSegment) -> Span:
    """Return the part's span in the document, with the marks around it that were typed as well."""
    span, here = words.span(part.start, part.stop), typed.words.span(part.first, part.end)
    before = typed.text[typed.words.spans[part.first - 1][1] if part.first else 0 : here.start]
    after = typed.text[here.end : typed.words.spans[part.end][0] if part.end < len(typed.words) else None]
    start = span.start - _alike(before[::-1], words.text[max(span.start - len(before), 0) : span.start][::-1])
    return Span(start, span.end + _alike(after, words.text[span.end : span.end + len(after)]))


def _alike(typed: str, original: str) -> int:
    """Return how many characters both begin with that are the same, blanks at the end aside."""
    count = 0
    for one, other in zip(typed.translate(_MARKS), original.translate(_MARKS), strict=False):
        if one != other:
            break
        count += 1
    return len(original[:count].rstrip())


def _changes(typed: TypedQuote, words: TokenizedText, part: AlignedSegment) -> Iterator[WordChange]:
    start, first = part.start, part.first
    for same, run in groupby(part.steps, key=lambda step: step.same):
        steps = list(run)
        counted = () if same else _counted(typed, steps)
        for step in steps:
            if step in counted:
                yield _change(typed, words, step, start, first)
            start = start if step.original is None else step.original + 1
            first = first if step.typed is None else step.typed + 1


def _counted(typed: TypedQuote, steps: Sequence[EditOp]) -> Sequence[EditOp]:
    """Return the steps without what a bracket explains: its own words, and those of the article it stands for."""
    if not any(step.typed in typed.editors for step in steps):
        return steps
    if all(step.typed is None or step.typed in typed.editors for step in steps) and len(steps) <= _BRACKETED:
        return ()
    return [step for step in steps if step.typed not in typed.editors]


def _change(typed: TypedQuote, words: TokenizedText, step: EditOp, start: int, first: int) -> WordChange:
    """Return one step as a change; `start` and `first` are the words before which it stands where it has none."""
    there = words.span(step.original, step.original + 1) if step.original is not None else words.span(start, start)
    here = typed.words.span(step.typed, step.typed + 1) if step.typed is not None else typed.words.span(first, first)
    original, written = there.of(words.text), here.of(typed.text)
    op = Op.INSERT if step.original is None else Op.DELETE if step.typed is None else Op.REPLACE
    keys = [words.keys[step.original]] if step.original is not None else []
    keys += [typed.words.keys[step.typed]] if step.typed is not None else []
    return WordChange(op, original, written, there, here, _loud(original, written, keys))


def _loud(original: str, written: str, keys: Sequence[str]) -> Salience | None:
    if any(key in _NEGATIONS for key in keys):
        return Salience.NEGATION
    if not _SCALES.isdisjoint(keys):
        return Salience.NUMBER
    values = [[value for value, _ in numbers(text)] for text in (original, written)]
    if any(any(c.isdigit() for c in text) for text in (original, written)) or any(values):
        return None if values[0] == values[1] != [] else Salience.NUMBER
    return None
