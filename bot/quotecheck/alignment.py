"""Where the typed words stand in one document: whole, changed, or only some of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bot.quotecheck.edit_path import EditOp, encoded, path
from bot.quotecheck.term_rarity import weight
from bot.quotecheck.tokens import TokenizedText
from bot.quotecheck.typed_quote import TypedQuote

LEAST = 4  # words: fewer are no part of their own
_CHUNK = 60  # words that are looked for at a time, where the text is longer
_CHUNKS = 5
_SLACK = 6
_ROUNDS = 6
_LEFT_OUT = 8  # words that somebody may have dropped between two that still stand together
_ELIDED = 120  # words that an ellipsis may stand for
_TOGETHER = 2  # words more that are the same than that differ
_HELD = 1.2  # what the words that are the same must weigh at the least


@dataclass(frozen=True, slots=True)
class AlignedSegment:
    """A run of the typed words, `[first, end)`, and the document's words from `start` to `stop` that it comes from.

    The steps' positions are those of the document's and of all typed words. `held` is the weight of what is the same,
    `elided` are runs of the document's words that an ellipsis stands for.
    """

    first: int
    end: int
    start: int
    stop: int
    steps: tuple[EditOp, ...]
    held: float = 0.0
    elided: tuple[tuple[int, int], ...] = ()

    def __len__(self) -> int:
        return self.end - self.first

    @property
    def same(self) -> int:
        return sum(step.same for step in self.steps if step.typed is not None)


def exact_segments(typed: TypedQuote, words: TokenizedText) -> list[AlignedSegment]:
    """Return every place of the document that has the typed words as they are, marks, case and spacing aside."""
    return [
        AlignedSegment(0, len(typed.words), start, stop, (), held=float(len(typed.words)))
        for start, stop in words.occurrences(typed.words.compact)
    ]


def parts(typed: TypedQuote, words: TokenizedText, rarity: Mapping[str, float]) -> list[AlignedSegment]:
    """Return the runs of typed words that the document has, or has nearly, in the order they were typed."""
    todo = list(typed.pieces)
    found: list[AlignedSegment] = []
    for _ in range(_ROUNDS + len(todo)):
        if not todo:
            break
        first, end = todo.pop(0)
        part = _closest(typed, words, rarity, first, end)
        if part is None:
            continue
        found.append(part)
        todo += [(low, high) for low, high in _unmet(part, first, end) if typed.own_words(low, high) >= LEAST]
    found.sort(key=lambda part: part.first)
    return _joined(typed, words, rarity, found)


def extend_over_gaps(
    typed: TypedQuote, words: TokenizedText, rarity: Mapping[str, float], part: AlignedSegment
) -> AlignedSegment:
    """Return the part grown to all typed words, those included that the document does not have."""
    if (part.first, part.end) == (0, len(typed.words)):
        return part
    if part.elided or len(typed.pieces) > 1:
        before = tuple(EditOp(None, number) for number in range(part.first))
        after = tuple(EditOp(None, number) for number in range(part.end, len(typed.words)))
        return replace(part, first=0, end=len(typed.words), steps=(*before, *part.steps, *after))
    document, wanted = encoded(words.keys, _keys(typed, 0, len(typed.words)))
    start = max(part.start - part.first, 0)
    stop = min(part.stop + len(typed.words) - part.end, len(words))
    window = _fitted(document, wanted, start, stop, words)
    return _part(typed, words, rarity, (0, len(typed.words)), window)


def _closest(
    typed: TypedQuote, words: TokenizedText, rarity: Mapping[str, float], first: int, end: int
) -> AlignedSegment | None:
    """Return the best run within the typed words `[first, end)`, or None where too little of them is there."""
    keys = _keys(typed, first, end)
    if not keys or not len(words):
        return None
    document, wanted = encoded(words.keys, keys)
    window = _window(document, wanted)
    # Most documents hold nothing of it: that shows before it is worked out where exactly it would begin and end.
    if _core(typed, _part(typed, words, rarity, (first, end), window)) is None:
        return None
    part = _part(typed, words, rarity, (first, end), _fitted(document, wanted, *window, words))
    core = _core(typed, part)
    if core is None:
        return None
    low = core[0] if typed.own_words(first, core[0]) >= LEAST else first
    high = core[1] if typed.own_words(core[1], end) >= LEAST else end
    if (low, high) != (first, end):
        part = _cut(typed, words, rarity, part, (low, high))
    return part if part.held >= _HELD and 2 * part.same >= len(part) else None


def _window(document: str, wanted: str) -> tuple[int, int]:
    """Return about where in the document the wanted words stand; a long text is found by the best of its chunks."""
    size = min(_CHUNK, len(wanted))
    last = len(wanted) - size
    offsets = sorted({last * number // max(_CHUNKS - 1, 1) for number in range(_CHUNKS)})
    best, start = -1.0, 0
    for offset in offsets:
        chunk = wanted[offset : offset + size]
        if len(chunk) > len(document):
            return 0, len(document)
        found = fuzz.partial_ratio_alignment(chunk, document)
        if found is not None and found.score > best:
            best, start = found.score, found.dest_start - offset
    start = max(start, 0)
    return start, min(start + len(wanted), len(document))


def _fitted(document: str, wanted: str, start: int, stop: int, words: TokenizedText) -> tuple[int, int]:
    """Return the window moved at both ends to where the fewest words differ.

    Where a word at the end may as well have been changed as added, it counts as changed if a sentence goes on there.
    """
    slack = _SLACK + min(len(wanted) // 4, 2 * _SLACK)

    def cost(start: int, stop: int, *, at_end: bool) -> tuple[int, bool]:
        """Tell how much differs; a window that begins or ends with another word than was typed is one worse."""
        other = document[stop - 1] != wanted[-1] if at_end else document[start] != wanted[0]
        return Levenshtein.distance(document[start:stop], wanted) + other, other

    ends = range(max(stop - slack, start + 1), min(stop + slack, len(document)) + 1)
    costs = {end: cost(start, end, at_end=True) for end in ends}
    least = min(costs.values(), default=(0, False))
    stop = min((end for end in ends if costs[end] == least), default=stop)
    while costs.get(stop + 1) == least and not words.new_sentence(stop):
        stop += 1
    starts = range(max(start - slack, 0), min(start + slack, stop - 1) + 1)
    costs = {place: cost(place, stop, at_end=False) for place in starts}
    least = min(costs.values(), default=(0, False))
    start = max((place for place in starts if costs[place] == least), default=start)
    while costs.get(start - 1) == least and not words.new_sentence(start):
        start -= 1
    return start, stop


def _part(
    typed: TypedQuote, words: TokenizedText, rarity: Mapping[str, float], run: tuple[int, int], window: tuple[int, int]
) -> AlignedSegment:
    (first, end), (start, stop) = run, window
    way = path(words.keys[start:stop], _keys(typed, first, end))
    steps = tuple(
        EditOp(
            None if step.original is None else step.original + start,
            None if step.typed is None else step.typed + first,
            step.same,
        )
        for step in way
    )
    return _weighed(AlignedSegment(first, end, start, stop, steps), words, rarity)


def _weighed(part: AlignedSegment, words: TokenizedText, rarity: Mapping[str, float]) -> AlignedSegment:
    same = (step.original for step in part.steps if step.same and step.original is not None)
    return replace(part, held=sum(weight(words.keys[number], rarity) for number in same))


def _core(typed: TypedQuote, part: AlignedSegment) -> tuple[int, int] | None:
    """Return the typed words that hold together: the run of steps with most the same and fewest different, if any."""
    best, total, began, core = 0, 0, 0, None
    for number, step in enumerate(part.steps):
        if total <= 0:
            total, began = 0, number
        total += 1 if step.same else 0 if step.typed in typed.editors else -1
        if total > best:
            best, core = total, (began, number)
    if core is None or best < _TOGETHER:
        return None
    numbers = [step.typed for step in part.steps[core[0] : core[1] + 1] if step.typed is not None]
    return (numbers[0], numbers[-1] + 1) if numbers else None


def _cut(
    typed: TypedQuote, words: TokenizedText, rarity: Mapping[str, float], part: AlignedSegment, run: tuple[int, int]
) -> AlignedSegment:
    """Return the part with the typed words of `run` alone."""
    first, end = run
    inside = [
        step.original
        for step in part.steps
        if step.typed is not None and first <= step.typed < end and step.original is not None
    ]
    return _part(typed, words, rarity, run, (inside[0], inside[-1] + 1))


def _unmet(part: AlignedSegment, first: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of typed words that the part does not explain."""
    yield first, part.first
    yield part.end, end
    run: list[int] = []
    for step in (*part.steps, EditOp(None, None, same=True)):
        if step.same and run:
            yield run[0], run[-1] + 1
            run = []
        elif not step.same and step.typed is not None:
            run.append(step.typed)


def _joined(
    typed: TypedQuote, words: TokenizedText, rarity: Mapping[str, float], found: Sequence[AlignedSegment]
) -> list[AlignedSegment]:
    """Return the parts, neighbours made one where they follow each other in the document as well."""
    joined: list[AlignedSegment] = []
    for part in found:
        before = joined[-1] if joined else None
        if before is not None and before.stop <= part.start and before.end <= part.first:
            elided = typed.after_gap(part.first) and before.end == part.first
            gap = part.start - before.stop
            if elided and gap <= _ELIDED:
                joined[-1] = replace(
                    before,
                    end=part.end,
                    stop=part.stop,
                    steps=before.steps + part.steps,
                    held=before.held + part.held,
                    elided=(*before.elided, *([(before.stop, part.start)] if gap else []), *part.elided),
                )
                continue
            if not elided and gap <= _LEFT_OUT and not before.elided and part.first - before.end < LEAST:
                joined[-1] = _part(typed, words, rarity, (before.first, part.end), (before.start, part.stop))
                continue
        joined.append(part)
    return joined


def _keys(typed: TypedQuote, first: int, end: int) -> list[str]:
    """Return the keys of typed words; what an editor put in brackets is like no word of any document."""
    return [f"[{n}]" if n in typed.editors else typed.words.keys[n] for n in range(first, end)]
