"""Witness lines: the length and the last hash of a log, kept where the database is not.

`log: 1,204 events, head 7f3a…` is posted with each digest, and written beside each backup. A log that was cut,
rewritten or replaced by an older one contradicts such a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model.claims import OWN_GUILD

# Of 64. Another log with a given head takes 2^(4 n) attempts for n digits. Two logs with one head, prepared in advance,
# take 2^(2 n) (birthday bound): 2^32 for 16 digits, which a laptop manages, and 2^64 for 32.
POSTED_DIGITS = 32
FEWEST_DIGITS = 16

_OWN_DESK = "the newsroom's own desk"
# `log of server 41: 1,204 events, head 7f3a…` among markdown, quotes and line breaks.
_LINE = re.compile(
    r"""
    \blog\b (?P<desk>[^\n]{0,60}?) \W{0,4}
    \b(?P<events> \d{1,3} (?:[,.'’\s]\d{3}){1,4} | \d{1,15} ) \W{1,8}
    events? \W{1,8}
    head \W{1,8} (?P<head>[0-9a-f]{1,64})\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SERVER = re.compile(r"server\W{1,4}(\d{1,20})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LogHead:
    """Length of a guild's log, and the hash of its last event."""

    guild: int
    events: int
    hash: str


@dataclass(frozen=True, slots=True)
class WitnessLine:
    """A head that was noted earlier; `guild` is None if the line names no desk."""

    events: int
    head: str
    guild: int | None = None

    def __str__(self) -> str:
        noun = "event" if self.events == 1 else "events"
        return f"{self.events:,} {noun}, head {self.head}"


def digest_line(head: LogHead) -> str:
    """Return the witness line for a desk's own channel.

    >>> digest_line(LogHead(41, 1204, "7f3a" * 16))
    'log: 1,204 events, head 7f3a7f3a7f3a7f3a7f3a7f3a7f3a7f3a'
    """
    return f"log: {WitnessLine(head.events, head.hash[:POSTED_DIGITS])}"


def file_line(head: LogHead) -> str:
    """Return the witness line that names its desk, with the whole hash."""
    desk = _OWN_DESK if head.guild == OWN_GUILD else f"server {head.guild}"
    return f"log of {desk}: {WitnessLine(head.events, head.hash)}"


def read_lines(text: str) -> Iterator[WitnessLine]:
    """Yield the witness lines of a text, as pasted from Discord or from a file.

    Heads shorter than 16 digits come along: they prove nothing, and the reader has to be told.
    """
    for found in _LINE.finditer(text.replace("_", " ")):
        server, desk = _SERVER.search(found["desk"]), found["desk"].replace("’", "'").casefold()
        guild = int(server[1]) if server else OWN_GUILD if _OWN_DESK in desk else None
        yield WitnessLine(int("".join(filter(str.isdigit, found["events"]))), found["head"].lower(), guild)
