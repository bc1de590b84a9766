"""The common result of all readers, and decoding of bytes to text."""

from __future__ import annotations

import codecs
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
    `ocr_pages` counts those with text from OCR.
    """

    text: str
    raw_blocks: tuple[RawBlock, ...]
    metadata: Metadata = field(default_factory=Metadata)
    attachments: tuple[str, ...] = ()
    unread_pages: tuple[int, ...] = ()
    ocr_pages: int = 0


# Longest first: the UTF-32 mark begins with the UTF-16 one.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NUL_SHARE = 0.3  # in UTF-16 text decoded as UTF-8, every second character is NUL


def decode(data: bytes, declared: str | None = None) -> str:
    r"""Return `data` as text without its byte order mark.

    The encoding is that of the mark, UTF-8, or the one the file itself declares. None is guessed: a wrong guess would
    be quoted verbatim. Raises UnreadableFileError.

    >>> decode(b"\xef\xbb\xbfcaf\xc3\xa9")
    'café'
    """
    if not data.strip():
        raise UnreadableFileError("is empty." if not data else "holds no text, only blank space.")
    encoding, mark = next(((name, mark) for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), ("utf-8", b""))
    text = _decoded(data[len(mark) :], encoding)
    if text is None and declared and not mark:
        text = _decoded(data, declared)
    if text is None:
        raise UnreadableFileError("isn't UTF-8 text; save it as UTF-8 and add it again.")
    if text.count("\0") > _NUL_SHARE * len(text):
        raise UnreadableFileError(
            "looks like a binary file, or like UTF-16 without a byte order mark; save it as UTF-8 text."
        )
    if not text.strip():
        raise UnreadableFileError("holds no text, only blank space.")
    return text


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None
