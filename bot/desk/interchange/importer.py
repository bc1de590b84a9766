"""Import of earlier fact-checks from CSV, ClaimReview or a saved page, row by row.

A bad row is left out; the others are imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.corpus import decoding
from bot.corpus.decoding import REPLACEMENT
from bot.corpus.parsed_article import UnreadableFileError
from bot.desk.interchange import claimreview_import, csv_import
from bot.desk.interchange.import_row import ImportRow, LeftOut
from bot.errors import UserError

_BEGINS_AS_JSON = re.compile(r"\s*(?:[{\[]|//|/\*)")  # comments are accepted before it
_BEGINS_AS_PAGE = re.compile(r"\s*<[a-z!?]", re.IGNORECASE)
# What begins with these bytes is no text; a person's advice for each.
_SPREADSHEET = "is a spreadsheet or an archive. Save it as CSV and import that"
_SIGNATURES = (
    *((mark, _SPREADSHEET) for mark in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")),
    (b"\x1f\x8b", "is compressed. Unpack it and import what is inside"),
    (b"%PDF-", "is a PDF. Save the fact-checks as CSV or JSON-LD and import that"),
    (b"SQLite format 3\x00", "is a database. Export its claims as CSV and import that"),
)
_MHTML = re.compile(rb"(?:From: <Saved by|MIME-Version:|Snapshot-Content-Location:)", re.IGNORECASE)
_BYTE_ORDER_MARK = "\ufeff"
_UTF_16 = (("utf-16-le", 1), ("utf-16-be", 0))  # with the place of the NUL in an ASCII letter
_NO_COLUMNS: Mapping[str, str] = {}


def read(path: Path, columns: Mapping[str, str] = _NO_COLUMNS) -> Iterator[ImportRow | LeftOut]:
    """Yield the rows of a CSV file, or the ClaimReviews of a JSON file or page.

    `columns` says which name in a CSV file's first line stands for a column: {"claim": "Title"}. Raises UserError if
    the file can't be read or is none of these.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} can't be read: {error.strerror}.") from None
    text = _decoded(path, content).lstrip(_BYTE_ORDER_MARK)  # tools that add one do not look for one
    if _BEGINS_AS_JSON.match(text):
        yield from claimreview_import.rows(path, text)
    elif _BEGINS_AS_PAGE.match(text):
        yield from claimreview_import.page_rows(path, decoding.decode_page(content))
    else:
        # U+FFFD stands for a bad byte, unless the file itself has it.
        bad_letter = None if REPLACEMENT.encode() in content else REPLACEMENT
        yield from csv_import.rows(path, text, columns, bad_letter)


def _decoded(path: Path, content: bytes) -> str:
    """Return a file's text; letters in no known encoding become U+FFFD."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UserError(f"{path} is empty. There is nothing to import.")
    _refuse_other_kinds(path, content)
    if encoding := _unmarked_utf_16(content):
        return content.decode(encoding, "replace")
    try:
        return decoding.decode(content)
    except UnreadableFileError:
        return content.decode("utf-8-sig", "replace")


def _refuse_other_kinds(path: Path, content: bytes) -> None:
    """Raise UserError for a file that is no text, with what to do instead."""
    if advice := next((advice for mark, advice in _SIGNATURES if content.startswith(mark)), None):
        raise UserError(f"{path} {advice}.")
    if _MHTML.match(content):
        raise UserError(f"{path} is a page saved in one file. Save it as “web page, HTML only” and import that.")


def _unmarked_utf_16(content: bytes) -> str | None:
    """Return the kind of UTF-16 in which a file without a byte order mark begins, or None."""
    start = content[:200]
    start = start[: len(start) // 2 * 2]
    for encoding, place in _UTF_16:
        nuls, letters = start[place::2], start[1 - place :: 2]
        if nuls and not nuls.strip(b"\x00") and b"\x00" not in letters:
            return encoding
    return None
