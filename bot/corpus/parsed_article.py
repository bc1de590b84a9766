"""The common result of all readers, and decoding of bytes to text."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.errors import FactdeskError
from bot.model.documents import BlockKind
from bot.model.spans import Span


class UnreadableFileError(FactdeskError):
    """Bytes without a document; the message ends the sentence "<file> ..."."""


class ScanError(UnreadableFileError):
    """A PDF without text, whose pages OCR could read."""


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A structural piece without its context.

    `level` is a marked heading's depth, 0 otherwise.
    """

    kind: BlockKind
    span: Span
    level: int = 0


@dataclass(frozen=True, slots=True)
class Metadata:
    """A document's own statements about its publication; unknown fields are empty."""

    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """One article from a reader: text, blocks in order, metadata.

    `attachments` names the unread files in it. `unread_pages` are the indices of scanned pages without text, and
    `ocr_pages` counts those with text from OCR. `read_in_part`: the file holds more of the article than could be read.
    `comments`, `tracked_changes` and `has_macros` tell what else a Word document holds.
    """

    text: str
    raw_blocks: tuple[RawBlock, ...]
    metadata: Metadata = field(default_factory=Metadata)
    read_in_part: bool = False
    attachments: tuple[str, ...] = ()
    unread_pages: tuple[int, ...] = ()
    ocr_pages: int = 0
    comments: int = 0
    tracked_changes: int = 0
    has_macros: bool = False
