"""Comparison of a database's tables, indexes and triggers with the expected ones."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from bot.errors import SetupError

# Of the tables of SCHEMA_VERSION: a start compares this one value, since building the tables takes half a second.
# After a new migration, tests/store/sqlite/test_schema_check.py says the new value.
FINGERPRINT = "8fdad842dfc65c80288a39bd7fabcb4c51b5b4f3d4e94a5461601c53551cab1c"

# SQLite and sqlite-utils make these themselves, and their SQL depends on the version of those.
_MADE_BY_LIBRARIES = re.compile(r"_sqlite_migrations|claim_(?:words|text)_(?:data|idx|content|docsize|config)")
_SPACE = re.compile(r"\s+")
_BESIDE_PUNCTUATION = re.compile(r" ?([(),;=<>]) ?")
_MOST_NAMED = 5

Schema = Mapping[str, str]  # "trigger claims_stay" -> normalized SQL


def refuse_foreign_schema(path: Path, connection: sqlite3.Connection, version: int) -> None:
    """Raise SetupError for unknown, missing or changed objects of the database.

    A foreign trigger could delete or change rows during any write.
    """
    found = differences(connection, version)
    if found:
        raise SetupError(
            f"{path} is not as factdesk made it: {', '.join(found)}. Nothing was changed. "
            "Restore a backup with `factdesk restore FILE`, or undo the change in the database."
        )


def differences(connection: sqlite3.Connection, version: int) -> list[str]:
    """Return what differs from the objects of a version, in words; of many, the first five."""
    found = read_schema(connection)
    if fingerprint(found) == FINGERPRINT:
        return []
    differing = list(_differences(found, expected_schema(version)))
    more = len(differing) - _MOST_NAMED
    return differing if more <= 0 else [*differing[:_MOST_NAMED], f"and {more} more"]


def read_schema(connection: sqlite3.Connection) -> Schema:
    """Return all objects of a database with their normalized SQL."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    return {
        f"{kind} {name}": "" if _MADE_BY_LIBRARIES.fullmatch(name) else _normalized(sql or "")
        for kind, name, sql in rows
    }


def fingerprint(schema: Schema) -> str:
    """Return a hash of all objects and their SQL."""
    content = "\0".join(f"{name}\0{sql}" for name, sql in sorted(schema.items()))
    return hashlib.sha256(content.encode("utf-8", "backslashreplace")).hexdigest()


def expected_schema(version: int) -> Schema:
    """Return the objects of a database of a version, made in memory."""
    import sqlite_utils  # noqa: PLC0415 - half a second, and a start with the expected tables needs none

    from bot.store.sqlite.migrations import steps  # noqa: PLC0415 - likewise

    with closing(sqlite3.connect(":memory:")) as connection:
        database = sqlite_utils.Database(connection, strict=True, execute_plugins=False)
        names = [step.name for step in steps.pending(database)]
        if version < len(names):
            steps.apply(database, stop_before=names[version])
        else:
            steps.apply(database)
        # A new and still empty file has not even the table of steps.
        return read_schema(connection) if version else {}


def _differences(found: Schema, expected: Schema) -> Iterator[str]:
    for name in sorted(found.keys() - expected.keys()):
        yield f"{name} is unknown"
    for name in sorted(expected.keys() - found.keys()):
        yield f"{name} is missing"
    for name in sorted(found.keys() & expected.keys()):
        if found[name] != expected[name]:
            yield f"{name} was changed"


def _normalized(sql: str) -> str:
    return _BESIDE_PUNCTUATION.sub(r"\1", _SPACE.sub(" ", sql)).strip()
