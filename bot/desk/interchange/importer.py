"""Import of earlier fact-checks from CSV or ClaimReview files, row by row.

A bad row is left out; the others are imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from bot.desk.interchange import claimreview_import, csv_import
from bot.desk.interchange.import_row import ImportRow, LeftOut
from bot.errors import UserError

_BEGINS_AS_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]")


def read(path: Path) -> Iterator[ImportRow | LeftOut]:
    """Yield the rows of a CSV file, or a JSON file's ClaimReviews.

    Raises UserError if the file can't be read or is neither.
    """
    try:
        with path.open("rb") as file:
            yield from _rows(path, file)
    except OSError as error:
        raise UserError(f"{path} can't be read: {error.strerror}.") from None


def _rows(path: Path, file: BinaryIO) -> Iterator[ImportRow | LeftOut]:
    start = file.read(4_096)
    file.seek(0)
    if not start.strip():
        raise UserError(f"{path} is empty. There is nothing to import.")
    return claimreview_import.rows(path, file) if _BEGINS_AS_JSON.match(start) else csv_import.rows(path, file)
