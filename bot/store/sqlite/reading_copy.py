"""A copy of the public views as tables of another SQLite file, for readers with tools of their own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from bot.errors import UserError
from bot.store.schema.public_views import PUBLIC_COLUMNS
from bot.store.sqlite import errors
from bot.store.sqlite.copying import open_read_only, write_errors_explained

APPLICATION_ID = 0x0FAC7DE5  # marks the file as ours, so that no other database is overwritten
_FILE_MODE = 0o644
_SQLITE = b"SQLite format 3\0"
_INDEXES = (
    "CREATE UNIQUE INDEX public_claims_claim ON public_claims (server, claim)",
    "CREATE UNIQUE INDEX public_verdicts_verdict ON public_verdicts (server, claim, verdict)",
    "CREATE UNIQUE INDEX public_evidence_evidence ON public_evidence (server, claim, evidence)",
    "CREATE INDEX public_quotes_speaker ON public_quotes (speaker)",
)


QUOTES = "public_quotes"


def write(database: Path, target: Path, quotes: Iterable[tuple[object, ...]] | None = None) -> dict[str, int]:
    """Write the rows of the public views to `target`; return the number of rows by view.

    `quotes` are those of an archive that is not in the database.
    Programs that have the file open see the old rows, then the new ones. Raises UserError if there is no database, or
    if `target` is another file or can't be written.
    """
    if not database.is_file():
        raise UserError(f"There is nothing to copy yet: {database} doesn't exist.")
    with write_errors_explained(target), closing(open_read_only(database)) as source:
        _refuse_older(database, source)
        _refuse_foreign(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(target, timeout=10, isolation_level=None)) as copy:
            counts = _copy(source, copy, database, quotes)
        target.chmod(_FILE_MODE)
    return counts


def _refuse_older(database: Path, source: sqlite3.Connection) -> None:
    with errors.explained(database):
        found = {name for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    if not found.issuperset(PUBLIC_COLUMNS):
        raise UserError(f"{database} is of an earlier factdesk. Run `factdesk doctor` once: it updates the tables.")


def _refuse_foreign(target: Path) -> None:
    if target.is_dir():
        raise UserError(f"{target} is a folder. Name a file in it that doesn't exist yet.")
    if not target.exists() or not target.stat().st_size:
        return
    with target.open("rb") as file:
        if file.read(len(_SQLITE)) != _SQLITE:
            raise UserError(f"{target} is another file. Name one that doesn't exist yet.")
    with closing(open_read_only(target)) as found:
        if found.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
            raise UserError(f"{target} is another database. Name a file that doesn't exist yet.")


def _copy(
    source: sqlite3.Connection, copy: sqlite3.Connection, database: Path, quotes: Iterable[tuple[object, ...]] | None
) -> dict[str, int]:
    """Replace all tables in one transaction, and return the number of rows by table."""
    copy.execute("PRAGMA secure_delete = on")  # erased texts don't stay in free pages
    copy.execute("BEGIN IMMEDIATE")
    counts = {}
    try:
        copy.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        source.execute("BEGIN")  # all views at one moment
        for name, columns in PUBLIC_COLUMNS.items():
            listed, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
            copy.execute(f"DROP TABLE IF EXISTS {name}")
            copy.execute(f"CREATE TABLE {name} ({listed})")
            query = f"SELECT {listed} FROM {name}"  # noqa: S608 - constants
            rows = quotes if name == QUOTES and quotes is not None else _rows(source, query, database)
            insert = f"INSERT INTO {name} VALUES ({marks})"  # noqa: S608 - constants
            counts[name] = copy.executemany(insert, rows).rowcount
        for statement in _INDEXES:
            copy.execute(statement)
        copy.commit()
    except BaseException:
        copy.rollback()
        raise
    return {name: max(0, count) for name, count in counts.items()}


def _rows(source: sqlite3.Connection, query: str, database: Path) -> Iterator[tuple[object, ...]]:
    with errors.explained(database):
        yield from source.execute(query)
