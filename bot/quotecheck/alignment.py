"""Alignment of a typed quote with one document: exact, altered or partial."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bot.quotecheck.edit_path import EditOp, encode_words, shortest_edit_path
from bot.quotecheck.term_rarity import weight
from bot.quotecheck.tokens import TokenizedText
from bot.quotecheck.typed_quote import TypedQuote

MIN_WORDS = 4  # typed words of a segment
_CHUNK = 60  # words of a longer text that are searched at a time
_CHUNKS = 5
_SLACK = 6
_MAX_ROUNDS = 6
_MAX_GAP = 8  # words of the document that may be missing inside one segment
_MAX_ELISION = 120  # words that an ellipsis may replace
_MIN_COHERENCE = 2  # matching words minus differing ones
_MIN_WEIGHT = 1.2  # of the matching words
_LONG_RUN = 6  # matching words


@dataclass(frozen=True, slots=True)
class AlignedSegment:
    """A run of typed words and the document words behind it.

    Typed words `[first, end)`, document words `[start, stop)`. The steps' positions count all words of the document and
    of the typed text. `matched_weight` is the weight of the matching words; `elided` are runs of document words behind
    an ellipsis.
    """

    first: int
    end: int
    start: int
    stop: int
    steps: tuple[EditOp, ...]
    matched_weight: float = 0.0
    elided: tuple[tuple[int, int], ...] = ()

    def __len__(self) -> int:
        return self.end - self.first

    @property
    def same(self) -> int:
        return sum(step.same for step in self.steps if step.typed is not None)


def exact_segments(typed: TypedQuote, words: TokenizedText) -> list[AlignedSegment]:
    """Return every verbatim occurrence of the typed words in the document.

    Punctuation, case and spacing may differ.
    """
    return [
        AlignedSegment(0, len(typed.words), start, stop, (), matched_weight=float(len(typed.words)))
        for start, stop in words.occurrences(typed.words.compact)
    ]


def align(typed: TypedQuote, words: TokenizedText, rarity: Mapping[str, float]) -> list[AlignedSegment]:
    """Return the typed runs with an origin in the document.

    They are in typed order. Greedy: the best run first, then the best within its unexplained words.
    """
    pending_runs = list(typed.pieces)
    segments: list[AlignedSegment] = []
    for _ in range(_MAX_ROUNDS + len(pending_runs)):
        if not pending_runs:
            break
        first, end = pending_runs.pop(0)
        segment = _best_segment(typed, words, rarity, first, end)
        if segment is None:
            continue
        segments.append(segment)
        pending_runs += [
            (low, high)
            for low, high in _unexplained_runs(segment, first, end)
            if typed.own_words(low, high) >= MIN_WORDS
        ]
    segments.sort(key=lambda segment: segment.first)
    return _join_neighbours(typed, words, rarity, segments)


def extend_over_gaps(
    typed: TypedQuote, words: TokenizedText, rarity: Mapping[str, float], segment: AlignedSegment
) -> AlignedSegment:
    """Return the segment extended to all typed words, unmatched ones included."""
    if (segment.first, segment.end) == (0, len(typed.words)):
        return segment
    if segment.elided or len(typed.pieces) > 1:
        before = tuple(EditOp(None, number) for number in range(segment.first))
        after = tuple(EditOp(None, number) for number in range(segment.end, len(typed.words)))
        return replace(segment, first=0, end=len(typed.words), steps=(*before, *segment.steps, *after))
    document_codes, typed_codes = encode_words(words.keys, _typed_keys(typed, 0, len(typed.words)))
    start = max(segment.start - segment.first, 0)
    stop = min(segment.stop + len(typed.words) - segment.end, len(words))
    window = _fit_window(document_codes, typed_codes, start, stop, words)
    return _segment_at(typed, words, rarity, (0, len(typed.words)), window)


def _best_segment(
    typed: TypedQuote, words: TokenizedText, rarity: Mapping[str, float], first: int, end: int
) -> AlignedSegment | None:
    """Return the best segment of the typed words `[first, end)`, or None.

    At least half of its words must match, with a minimum weight.
    """
    keys = _typed_keys(typed, first, end)
    if not keys or not len(words):
        return None
    document_codes, typed_codes = encode_words(words.keys, keys)
    window = _rough_window(document_codes, typed_codes)
    # A cheap test on the rough window: most documents hold nothing of the text.
    if _coherent_run(typed, _segment_at(typed, words, rarity, (first, end), window)) is None:
        return None
    segment = _segment_at(typed, words, rarity, (first, end), _fit_window(document_codes, typed_codes, *window, words))
    run = _coherent_run(typed, segment)
    if run is None:
        return None
    low = run[0] if typed.own_words(first, run[0]) >= MIN_WORDS else first
    high = run[1] if typed.own_words(run[1], end) >= MIN_WORDS else end
    if (low, high) != (first, end):
        segment = _restrict(typed, words, rarity, segment, (low, high))
    return segment if _is_telling(segment) and 2 * segment.same >= len(segment) else None


def _is_telling(segment: AlignedSegment) -> bool:
    """Return True for enough weight, or a long run of common words with one difference at most."""
    differing = sum(not step.same for step in segment.steps)
    return segment.matched_weight >= _MIN_WEIGHT or (segment.same >= _LONG_RUN and differing <= 1)


def _rough_window(document_codes: str, typed_codes: str) -> tuple[int, int]:
    """Return the approximate document window of the typed words.

    It is the best partial alignment of some chunks of the text (rapidfuzz's partial ratio).
    """
    size = min(_CHUNK, len(typed_codes))
    last = len(typed_codes) - size
    offsets = sorted({last * number // max(_CHUNKS - 1, 1) for number in range(_CHUNKS)})
    best, start = -1.0, 0
    for offset in offsets:
        chunk = typed_codes[offset : offset + size]
        if len(chunk) > len(document_codes):
            return 0, len(document_codes)
        match = fuzz.partial_ratio_alignment(chunk, document_codes)
        if match is not None and match.score > best:
            best, start = match.score, match.dest_start - offset
    start = max(start, 0)
    return start, min(start + len(typed_codes), len(document_codes))


def _fit_window(document_codes: str, typed_codes: str, start: int, stop: int, words: TokenizedText) -> tuple[int, int]:
    """Return the window with both ends moved to the smallest Levenshtein distance.

    A last word that may be either changed or added counts as changed if the sentence continues.
    """
    slack = _SLACK + min(len(typed_codes) // 4, 2 * _SLACK)

    def cost(start: int, stop: int, *, at_end: bool) -> tuple[int, bool]:
        """Return the distance, plus one for a different word at this end."""
        differs = document_codes[stop - 1] != typed_codes[-1] if at_end else document_codes[start] != typed_codes[0]
        return Levenshtein.distance(document_codes[start:stop], typed_codes) + differs, differs

    ends = range(max(stop - slack, start + 1), min(stop + slack, len(document_codes)) + 1)
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


def _segment_at(
    typed: TypedQuote, words: TokenizedText, rarity: Mapping[str, float], run: tuple[int, int], window: tuple[int, int]
) -> AlignedSegment:
    (first, end), (start, stop) = run, window
    edit_ops = shortest_edit_path(words.keys[start:stop], _typed_keys(typed, first, end))
    steps = tuple(
        EditOp(
            None if step.original is None else step.original + start,
            None if step.typed is None else step.typed + first,
            step.same,
        )
        for step in edit_ops
    )
    return _with_weight(AlignedSegment(first, end, start, stop, steps), words, rarity)


def _with_weight(segment: AlignedSegment, words: TokenizedText, rarity: Mapping[str, float]) -> AlignedSegment:
    same = (step.original for step in segment.steps if step.same and step.original is not None)
    return replace(segment, matched_weight=sum(weight(words.keys[number], rarity) for number in same))


def _coherent_run(typed: TypedQuote, segment: AlignedSegment) -> tuple[int, int] | None:
    """Return the typed words with most matches and fewest differences, or None.

    Maximum subarray (Kadane) over the steps: 1 for a match, -1 for a difference, 0 for an editor's word in brackets.
    """
    best, total, began, run = 0, 0, 0, None
    for number, step in enumerate(segment.steps):
        if total <= 0:
            total, began = 0, number
        total += 1 if step.same else 0 if step.typed in typed.bracketed else -1
        if total > best:
            best, run = total, (began, number)
    if run is None or best < _MIN_COHERENCE:
        return None
    numbers = [step.typed for step in segment.steps[run[0] : run[1] + 1] if step.typed is not None]
    return (numbers[0], numbers[-1] + 1) if numbers else None


def _restrict(
    typed: TypedQuote, words: TokenizedText, rarity: Mapping[str, float], segment: AlignedSegment, run: tuple[int, int]
) -> AlignedSegment:
    """Return the segment restricted to the typed words of `run`."""
    first, end = run
    inside = [
        step.original
        for step in segment.steps
        if step.typed is not None and first <= step.typed < end and step.original is not None
    ]
    return _segment_at(typed, words, rarity, run, (inside[0], inside[-1] + 1))


def _unexplained_runs(segment: AlignedSegment, first: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of typed words without a match in the segment."""
    yield first, segment.first
    yield segment.end, end
    run: list[int] = []
    for step in (*segment.steps, EditOp(None, None, same=True)):
        if step.same and run:
            yield run[0], run[-1] + 1
            run = []
        elif not step.same and step.typed is not None:
            run.append(step.typed)


def _join_neighbours(
    typed: TypedQuote, words: TokenizedText, rarity: Mapping[str, float], segments: Sequence[AlignedSegment]
) -> list[AlignedSegment]:
    """Return the segments, those consecutive in the document too merged."""
    merged: list[AlignedSegment] = []
    for segment in segments:
        previous = merged[-1] if merged else None
        if previous is None or not (previous.stop <= segment.start and previous.end <= segment.first):
            merged.append(segment)
            continue
        after_ellipsis = typed.after_gap(segment.first) and previous.end == segment.first
        gap = segment.start - previous.stop
        is_near = gap <= _MAX_GAP and segment.first - previous.end < MIN_WORDS
        if after_ellipsis and gap <= _MAX_ELISION:
            merged[-1] = _join_over_ellipsis(previous, segment)
        elif not after_ellipsis and is_near and not previous.elided:
            runs = (previous.first, segment.end), (previous.start, segment.stop)
            merged[-1] = _segment_at(typed, words, rarity, *runs)
        else:
            merged.append(segment)
    return merged


def _join_over_ellipsis(previous: AlignedSegment, segment: AlignedSegment) -> AlignedSegment:
    gap = [(previous.stop, segment.start)] if segment.start > previous.stop else []
    return replace(
        previous,
        end=segment.end,
        stop=segment.stop,
        steps=previous.steps + segment.steps,
        matched_weight=previous.matched_weight + segment.matched_weight,
        elided=(*previous.elided, *gap, *segment.elided),
    )


def _typed_keys(typed: TypedQuote, first: int, end: int) -> list[str]:
    """Return the match keys of typed words; bracketed ones match nothing."""
    return [f"[{number}]" if number in typed.bracketed else typed.words.keys[number] for number in range(first, end)]
