"""Claims as CSV, for spreadsheets and for another desk's import.

The first columns are those that an import reads.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from bot.desk.interchange.import_row import COLUMNS, MORE_COLUMNS
from bot.model.claims import ClaimFile

FIELDS = (*COLUMNS, *MORE_COLUMNS, "number", "status", "priority", "due", "assignee", "flags", "evidence", "created")
# A cell with one of these at its start is run as a formula by spreadsheets (CSV injection); the last four are the
# full-width forms of = + - @.
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def line(cells: Sequence[str | int | None]) -> str:
    """Return a CSV line; no cell is a formula for a spreadsheet."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([guarded(cell) for cell in cells])
    return out.getvalue()


def guarded(cell: str | int | None) -> str | int | None:
    """Return a cell with an apostrophe before a formula.

    A cell of apostrophes and a formula gets one more, so that `unguarded` restores it.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("1+1")
    ("'=1+1", "''=1+1", '1+1')
    """
    if isinstance(cell, str) and cell.lstrip("'").startswith(_FORMULA_MARKS):
        return f"'{cell}"
    return cell


def unguarded(cell: str) -> str:
    """Undo `guarded`."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA_MARKS) else cell


def cells(file: ClaimFile) -> list[str | int | None]:
    """Return a claim's cells in the order of `FIELDS`.

    The verdict is the one in force.
    """
    claim, verdict = file.claim, file.verdict
    return [
        claim.external_id,
        claim.text,
        claim.title,
        claim.rating,
        (verdict.url if verdict else None) or claim.url,
        (verdict.published or verdict.created.date().isoformat()) if verdict else None,
        verdict.author if verdict else None,
        verdict.explanation if verdict else None,
        ", ".join(claim.tags),
        claim.number,
        claim.status.value,
        claim.priority.value,
        claim.due.isoformat() if claim.due else None,
        claim.assignee.name if claim.assignee else None,
        claim.flags,
        claim.evidence,
        claim.created.isoformat(),
    ]
