"""Import of earlier fact-checks from CSV, ClaimReview or a saved page, row by row.

A bad row is left out; the others are imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.corpus import decoding
from bot.corpus.parsed_article import UnreadableFileError
from bot.desk.interchange import claimreview_import, csv_import
from bot.desk.interchange.import_row import ImportRow, LeftOut
from bot.errors import UserError

_BEGINS_AS_JSON = re.compile(r"\s*(?:[{\[]|//|/\*)")  # comments are accepted before it
_BEGINS_AS_PAGE = re.compile(r"\s*<(?:!doctype|html|head|script|\?xml|!--)", re.IGNORECASE)
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
    text = _decoded(path, content)
    if _BEGINS_AS_JSON.match(text):
        yield from claimreview_import.rows(path, text)
    elif _BEGINS_AS_PAGE.match(text):
        yield from claimreview_import.page_rows(path, decoding.decode_page(content))
    else:
        yield from csv_import.rows(path, text, columns)


def _decoded(path: Path, content: bytes) -> str:
    """Return a file's text; letters in no known encoding become U+FFFD."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UserError(f"{path} is empty. There is nothing to import.")
    try:
        return decoding.decode(content)
    except UnreadableFileError:
        return content.decode("utf-8-sig", "replace")
