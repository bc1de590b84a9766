"""What every format's reader makes of a file, and the one door from bytes to text."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.errors import FactdeskError
from bot.model.documents import BlockKind
from bot.model.spans import Span


class UnreadableFileError(FactdeskError):
    """Bytes that give no document; the message ends the sentence "<file> ..."."""


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A structural piece before its neighbours are looked at; `level` is a marked heading's depth, 0 otherwise."""

    kind: BlockKind
    span: Span
    level: int = 0


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document itself tells about where it was published; what it doesn't tell stays empty."""

    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """One article as its format gives it: text, pieces in order, metadata.

    `read_in_part` says that the file holds more of the article than could be read.
    """

    text: str
    pieces: tuple[RawBlock, ...]
    metadata: Metadata = field(default_factory=Metadata)
    read_in_part: bool = False
