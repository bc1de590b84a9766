"""The draft's text in segments: each lies in the same notes from end to end, so that items may overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.draftcheck.annotate.notes import Note
from bot.model.spans import Span

# What XML can't hold: control characters, lone surrogates, two non-characters.
_NOT_IN_XML = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\N{REPLACEMENT CHARACTER}"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of one line; `notes` cover it, and of those `starts` begin and `ends` end here."""

    text: str
    notes: tuple[Note, ...] = ()
    starts: tuple[Note, ...] = ()
    ends: tuple[Note, ...] = ()


def lines(text: str, notes: Sequence[Note]) -> Iterator[list[Segment]]:
    """Yield the segments of each line.

    Joined by line feeds they are the text, save for carriage returns and what XML can't hold.
    """
    placed = [(note, _without_breaks(note.checked.item.span, text)) for note in notes]
    start = 0
    for line in text.split("\n"):
        span = Span(start, start + len(line.removesuffix("\r")))
        yield list(_segments(text, span, [(note, place) for note, place in placed if place.overlaps(span)]))
        start += len(line) + 1


def printable(text: str) -> str:
    """Return a text with the replacement character for each one that XML can't hold, and a blank for a return."""
    return text.translate(_NOT_IN_XML).replace("\r", " ")


def _segments(text: str, line: Span, placed: Sequence[tuple[Note, Span]]) -> Iterator[Segment]:
    ends = {end for _, place in placed for end in (place.start, place.end) if line.start < end < line.end}
    for start, end in pairwise(sorted({line.start, line.end} | ends)):
        here = [(note, place) for note, place in placed if place.start <= start and end <= place.end]
        yield Segment(
            printable(text[start:end]),
            tuple(note for note, _ in here),
            tuple(note for note, place in here if place.start == start),
            tuple(note for note, place in here if place.end == end),
        )


def _without_breaks(span: Span, text: str) -> Span:
    """Return a span without line breaks at its ends: it begins and ends inside a line."""
    item = span.of(text)
    start = span.start + len(item) - len(item.lstrip("\r\n"))
    return Span(start, start + len(item.strip("\r\n")))
