"""Transcripts: lines that begin with a speaker's name and a colon."""

from __future__ import annotations

import re
from collections import Counter

from bot.draftcheck.model import SpokenLine
from bot.model.spans import Span

_LABEL = re.compile(
    r"""
    [ \t>*_]{0,6}
    (?P<speaker>
        [^\W\d_][\w.'’-]{0,30}                      # "SMITH", "Dr."
        (?:[ ][\w.,'’&-]{1,30}){0,5}                # "MARIA SMITH, BBC"
    )
    (?:[ ]\([^()\n]{1,60}\))?                      # "SMITH (via translator)"
    [*_]{0,3}:[*_]{0,3}[ \t]{1,4}(?=\S)
    """,
    re.VERBOSE,
)
_SHORT = frozenset({"q", "a"})  # question and answer
_SMALL_WORDS = frozenset({"of", "de", "la", "van", "von", "der", "den", "bin", "al", "and", "&", "the"})
_FEWEST_LABELS = 3
_LEAST_SHARE = 0.3  # of the lines


def spoken_lines(text: str) -> tuple[SpokenLine, ...]:
    """Return the lines of a transcript with their speakers; nothing if the text isn't one.

    "Q" and "A" are labels that name nobody. A line without a name goes on with the speaker before it.

    >>> text = "SMITH: We are late." + chr(10) + "JONES: Why?" + chr(10) + "SMITH: It rains."
    >>> spoken_lines(text)[0].words.of(text)
    'We are late.'
    """
    found: list[SpokenLine] = []
    labels = Counter[str]()
    lines = position = 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        content = line.rstrip()
        if not content:
            continue
        lines += 1
        label = _LABEL.match(content)
        if label and _is_name(label["speaker"]):
            labels[label["speaker"].casefold()] += 1
            is_name = label["speaker"].casefold() not in _SHORT
            speaker = Span(start + label.start("speaker"), start + label.end("speaker")) if is_name else None
            spoken = Span(start + label.end(), start + len(content))
            found.append(SpokenLine(speaker, spoken, Span(start, spoken.start)))
        elif found:
            found.append(SpokenLine(found[-1].speaker, Span(start, start + len(content)), Span(start, start)))
    is_transcript = labels.total() >= _FEWEST_LABELS and labels.total() >= _LEAST_SHARE * lines
    return tuple(found) if is_transcript and max(labels.values()) > 1 else ()


def _is_name(label: str) -> bool:
    parts = label.split()
    return all(part[0].isupper() or part.lower() in _SMALL_WORDS for part in parts)
