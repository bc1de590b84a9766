"""Claims as CSV, for spreadsheets and for another desk's import.

The first columns are those that an import reads.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from bot.desk.interchange.claimreview import Scale, plain_number, publication_date, rating_value
from bot.desk.interchange.import_row import COLUMNS, MORE_COLUMNS
from bot.model.claim_provenance import ClaimProvenance
from bot.model.claims import ClaimFile, ClaimVerdict

FIELDS = (
    *COLUMNS,
    *MORE_COLUMNS,
    "number",
    "status",
    "priority",
    "due",
    "assignee",
    "flags",
    "evidence",
    "created",
    "files",
)
# A cell with one of these at its start is run as a formula by spreadsheets (CSV injection); the last four are the
# full-width forms of = + - @.
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def line(cells: Sequence[str | int | float | None]) -> str:
    """Return a CSV line; no cell is a formula for a spreadsheet."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([guarded(cell) for cell in cells])
    return out.getvalue()


def guarded(cell: str | int | float | None) -> str | int | float | None:
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


def cells(file: ClaimFile, scale: Scale = ()) -> list[str | int | float | None]:
    """Return a claim's cells in the order of `FIELDS`.

    The verdict is the one in force. `scale` are the desk's ratings with a number.
    """
    claim, verdict = file.claim, file.verdict
    return [
        claim.external_id,
        claim.text,
        claim.title,
        claim.rating,
        (verdict.url if verdict else None) or claim.url,
        publication_date(verdict) if verdict else None,
        verdict.author if verdict else None,
        verdict.explanation if verdict else None,
        ", ".join(claim.tags),
        verdict.author_kind.value if verdict and verdict.author_kind else None,
        *_numbers(verdict, scale),
        *_provenance(claim.provenance),
        claim.number,
        claim.status.value,
        claim.priority.value,
        claim.due.isoformat() if claim.due else None,
        claim.assignee.name if claim.assignee else None,
        claim.flags,
        claim.evidence,
        claim.created.isoformat(),
        "; ".join(f"{kept.name} sha256:{kept.sha256}" for kept in file.files if kept.sha256),
    ]


def _numbers(verdict: ClaimVerdict | None, scale: Scale) -> Iterator[int | float | None]:
    value = rating_value(verdict, scale) if verdict else None
    for number in (value.value, value.worst, value.best) if value else (None, None, None):
        yield None if number is None else plain_number(number)


def _provenance(provenance: ClaimProvenance) -> Iterator[str | None]:
    claimant = provenance.claimant
    yield claimant.name if claimant else None
    yield claimant.kind.value if claimant and claimant.kind else None
    yield claimant.url if claimant else None
    yield provenance.claimed
    yield " ".join(appearance.line for appearance in provenance.appearances)
    yield provenance.language
