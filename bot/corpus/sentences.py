"""Sentence segmentation of one block, as spans of the document's text."""

from __future__ import annotations

import re

import sentencex

from bot.model.spans import Span

# A longer "sentence" is no sentence; it is cut at blank space so that a card can show it.
LONGEST_SENTENCE = 1_500
_WINDOW = 20_000  # characters
_OPENING_MARKS = ("“", "‘", "`", "![", "<!--")
_MAX_OPENING_MARKS = 500  # of a window; prose has a tenth
_WIDE_BLANK = re.compile(r"[^\S\x00-\x7f]")
_WORDLESS = re.compile(r"[\W_]*\Z")
_LONGEST_ABBREVIATION = 12  # characters
# Ends no sentence, or none if a zone, a day or a date goes on with the time.
_BEFORE_AMOUNT = re.compile(r"\b(?:approx|ca|avg|sq|cu)\.\Z")
_CLOCK_TIME = re.compile(r"\d\s?[ap]\.\s?m\.\Z", re.IGNORECASE)
_REST_OF_TIME = re.compile(
    r"""
    (?: [A-Z]{0,4}T | UTC | MSK ) \b                                             # ET, GMT, AEST
  | (?! (?: The | This | That | By | At | For | Each | Every | Next | Last | Some | No | Any | Our )\ )
    (?: [A-Z]\w+\ ){1,3} [Tt]ime \b                                               # Central European Time
  | (?: Eastern | Central | Mountain | Pacific ) \b (?! \ [A-Z] )
  | (?: Jan | Feb | Mar | Apr | May | Jun | Jul | Aug | Sep | Oct | Nov | Dec ) [a-z]* \.? \ \d
  | (?: Mon | Tues | Wednes | Thurs | Fri | Satur | Sun ) day
    (?= [,.;:)] | \s (?: after | and | as | at | before | but | by | for | from | in | near | on | outside | through
      | to | until | when | with ) \b )
    """,
    re.VERBOSE,
)


def sentences(document_text: str, span: Span) -> list[Span]:
    """Return the trimmed sentences inside `span`, in order.

    Together they hold all text of the span. Pass one block at a time: across a list, the splitter runs items together.

    >>> text = "He left. She stayed."
    >>> [span.of(text) for span in sentences(text, Span(0, len(text)))]
    ['He left.', 'She stayed.']
    """
    text = span.of(document_text)
    return [
        Span(span.start + part.start, span.start + part.end)
        for sentence in _uncut_sentences(text)
        for part in (_shortened(text, sentence) if len(sentence) > LONGEST_SENTENCE else (sentence,))
    ]


def has_overlong_sentence(document_text: str, span: Span) -> bool:
    """Return True for a span with a sentence that `sentences` has to cut."""
    return any(len(sentence) > LONGEST_SENTENCE for sentence in _uncut_sentences(span.of(document_text)))


def _uncut_sentences(text: str) -> list[Span]:
    merged: list[Span] = []
    for start, end in _boundaries(text):
        sentence = trimmed(text, start, end)
        if not sentence:
            continue
        # A closing quotation mark or dash by itself belongs to the sentence before it.
        is_rest = _WORDLESS.match(text, sentence.start, sentence.end) or _goes_on(text, sentence)
        if merged and is_rest:
            merged[-1] = Span(merged[-1].start, sentence.end)
        else:
            merged.append(sentence)
    return merged


def _goes_on(text: str, sentence: Span) -> bool:
    """Return True for the rest of a sentence that was cut behind an abbreviation: "8 p.m. | ET on Monday"."""
    before = text[max(sentence.start - _LONGEST_ABBREVIATION, 0) : sentence.start].rstrip()
    if _BEFORE_AMOUNT.search(before):
        return True
    return _CLOCK_TIME.search(before) is not None and _REST_OF_TIME.match(text, sentence.start) is not None


def _boundaries(text: str) -> list[tuple[int, int]]:
    """Return ranges of `text` that tile it, found in one window after another.

    The splitter looks for the end of each quotation as far as the text goes, so its time grows with the square. A
    window begins with the last sentence of the window before, which may have been cut.
    """
    ranges: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = min(start + _WINDOW, len(text))
        found = [(start + first, start + last) for first, last in _boundaries_in_window(text[start:end])]
        if end < len(text) and len(found) > 1:
            end = found.pop()[0]
        ranges += found
        start = end
    return ranges


def _boundaries_in_window(text: str) -> list[tuple[int, int]]:
    """Return the splitter's ranges, or all of the text for ranges with gaps and for mere quotation marks."""
    if sum(map(text.count, _OPENING_MARKS)) > _MAX_OPENING_MARKS:
        return [(0, len(text))]
    # sentencex panics over a full stop after a blank of several bytes: "Quoi\u00a0!".
    plain = _WIDE_BLANK.sub(" ", text)
    ranges = [(b["start_index"], b["end_index"]) for b in sentencex.get_sentence_boundaries("en", plain)]
    ends = [0, *(end for _, end in ranges)]
    tiles = all(start == end for (start, _), end in zip(ranges, ends, strict=False)) and ends[-1] == len(text)
    return ranges if tiles else [(0, len(text))]


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return `[start, end)` without surrounding blanks; None for blanks only."""
    stretch = text[start:end]
    start += len(stretch) - len(stretch.lstrip())
    stretch = stretch.strip()
    return Span(start, start + len(stretch)) if stretch else None


def _shortened(text: str, sentence: Span) -> list[Span]:
    parts: list[Span] = []
    start = sentence.start
    while sentence.end - start > LONGEST_SENTENCE:
        room = text[start : start + LONGEST_SENTENCE]
        cut = max(room.rfind(" "), room.rfind("\n"))
        stop = start + (cut if cut > LONGEST_SENTENCE // 2 else LONGEST_SENTENCE)
        parts += [part for part in (trimmed(text, start, stop),) if part]
        start = stop
    return parts + [part for part in (trimmed(text, start, sentence.end),) if part]
