"""Sentences of one block, as spans of the document's text."""

from __future__ import annotations

import re

import sentencex

from bot.model.spans import Span

# Nothing that a person would call a sentence is longer; what is, gets cut at blank space so that it can be shown.
_LONGEST = 1_500
_WORDLESS = re.compile(r"[\W_]*\Z")


def sentences(document_text: str, span: Span) -> list[Span]:
    """Return the sentences inside `span`, in order and trimmed; together they hold all that isn't blank.

    Give it one block at a time: over a list, the sentence splitter runs on from item to item.
    """
    text = span.of(document_text)
    found: list[Span] = []
    for start, end in _boundaries(text):
        sentence = trimmed(text, start, end)
        if not sentence:
            continue
        if found and _WORDLESS.match(text, sentence.start, sentence.end):
            # A closing quotation mark or a dash left over belongs to the sentence that it closes.
            found[-1] = Span(found[-1].start, sentence.end)
        else:
            found.append(sentence)
    return [
        Span(span.start + part.start, span.start + part.end)
        for sentence in found
        for part in (_shortened(text, sentence) if len(sentence) > _LONGEST else (sentence,))
    ]


def _boundaries(text: str) -> list[tuple[int, int]]:
    """Return the splitter's ranges; where they don't tile the text, the text as it is."""
    ranges = [(b["start_index"], b["end_index"]) for b in sentencex.get_sentence_boundaries("en", text)]
    ends = [0, *(end for _, end in ranges)]
    tiles = all(start == end for (start, _), end in zip(ranges, ends, strict=False)) and ends[-1] == len(text)
    return ranges if tiles else [(0, len(text))]


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return `[start, end)` without the blank space around it, or None where nothing else is there."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return Span(start, start + len(piece)) if piece else None


def _shortened(text: str, sentence: Span) -> list[Span]:
    parts: list[Span] = []
    start = sentence.start
    while sentence.end - start > _LONGEST:
        room = text[start : start + _LONGEST]
        cut = max(room.rfind(" "), room.rfind("\n"))
        stop = start + (cut if cut > _LONGEST // 2 else _LONGEST)
        parts += [part for part in (trimmed(text, start, stop),) if part]
        start = stop
    return parts + [part for part in (trimmed(text, start, sentence.end),) if part]
