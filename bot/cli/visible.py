r"""Visible control characters: the one filter of all terminal output.

A path, a CSV header or an article may hold escape sequences, which a terminal would obey: `\x1b[2J` clears it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

# Our own sequences: the colours and weights of click.style, and the line of progress.
_OWN = r"\x1b\[(?:[0124]|3[1-6])m|\r?\x1b\[K"
_UNSAFE = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters except tab and line feed
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls, which reorder the text around them
    r"\u2028\u2029]"  # line and paragraph separators
)
_OWN_OR_UNSAFE = re.compile(f"{_OWN}|{_UNSAFE}")
_OWN_ALONE = re.compile(_OWN)


def visible(text: str) -> str:
    r"""Return a text with its control characters as JSON escapes.

    >>> visible("a\x1b]0;title\x07 b")
    'a\\u001b]0;title\\u0007 b'
    """
    return _OWN_OR_UNSAFE.sub(_escaped, text.replace("\r\n", "\n"))


def _escaped(found: re.Match[str]) -> str:
    text = found[0]
    return text if _OWN_ALONE.fullmatch(text) else f"\\u{ord(text):04x}"


class VisibleStream:
    """Text stream with control characters as visible escapes."""

    def __init__(self, stream: TextIO) -> None:
        self.raw = stream

    def write(self, text: str) -> int:
        self.raw.write(visible(text))
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stream has
        return getattr(self.raw, name)


@contextmanager
def visible_output() -> Iterator[None]:
    """Filter stdout and stderr during the block."""
    previous = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (
        stream if isinstance(stream, VisibleStream) else VisibleStream(stream) for stream in previous
    )
    try:
        yield
    finally:
        sys.stdout, sys.stderr = previous


def raw_stdout() -> TextIO:
    """Return stdout for an export, unfiltered except on a terminal."""
    stream = sys.stdout
    return stream.raw if isinstance(stream, VisibleStream) and not stream.isatty() else stream
