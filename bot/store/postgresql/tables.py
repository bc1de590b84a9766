"""The archive's tables on a server: made and migrated from the definitions of SQLite's.

They are in a schema of their own, so that other tables of the database are never touched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import SetupError
from bot.store.archive import ArchiveWork
from bot.store.postgresql.dialect import table_statement
from bot.store.schema.library import (
    ANSWER_MESSAGES,
    DERIVED,
    FEEDBACK,
    FILE_CHANGES,
    FIRST_TABLES,
    FORMATS,
    HEADINGS,
    QUARANTINE,
    READING,
    SPEAKER_TABLES,
    WORD_VECTORS,
)
from bot.store.schema.packed_texts import PACKED_TEXTS

if TYPE_CHECKING:
    import psycopg

SCHEMA = "factdesk"
CHANNEL = "factdesk"  # of notifications; each database has its own
OLDEST_SERVER = 14
LOCKS: Mapping[ArchiveWork, int] = {"indexing": 0x0FAC7DE5_0001, "deriving": 0x0FAC7DE5_0003}
_MIGRATION_LOCK = 0x0FAC7DE5_0002

# The packed columns stay empty there: PostgreSQL packs long values by itself, and `unpacked` returns the plain text.
# One entry a version, as of SQLite's migrations that change the archive. A new step goes to the end.
ARCHIVE_STEPS: tuple[tuple[str, ...], ...] = (
    (
        *(*FIRST_TABLES, *SPEAKER_TABLES, *DERIVED, *FEEDBACK, *ANSWER_MESSAGES, *HEADINGS, WORD_VECTORS, QUARANTINE),
        *(*READING, *FORMATS, FILE_CHANGES, *PACKED_TEXTS[:3]),
    ),
)
# Made for autocompletion over SQLite's file; its rows may be longer than an index of PostgreSQL takes.
_NOT_ON_SERVERS = ("INDEX documents_heading",)
_OWN_TABLES = f"""
    CREATE TABLE archive (id text NOT NULL, version bigint NOT NULL, fingerprint text NOT NULL);
    CREATE FUNCTION unpacked(plain text, packed bytea) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT plain';
    CREATE TABLE readers (folder text PRIMARY KEY, reader text NOT NULL, read_at timestamptz NOT NULL);
    CREATE FUNCTION announce_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM pg_notify('{CHANNEL}', new.generation::text);
        RETURN NULL;
    END $$;
"""
_ANNOUNCING = """
    CREATE TRIGGER state_changes AFTER UPDATE ON state FOR EACH ROW EXECUTE FUNCTION announce_change();
    INSERT INTO archive VALUES (gen_random_uuid()::text, 0, '')
"""
_OBJECTS = f"""
    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
    FROM information_schema.columns WHERE table_schema = '{SCHEMA}'
    UNION ALL
    SELECT c.relname || ' trigger ' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = '{SCHEMA}'::regnamespace
    ORDER BY 1
"""  # noqa: S608 - a constant


@dataclass(frozen=True, slots=True)
class _Found:
    """Version and fingerprint of the tables in the schema; 0 without any."""

    version: int
    fingerprint: str


def migrate(connection: psycopg.Connection, place: str) -> str:
    """Bring the archive's tables to this version, and return the archive's id; `place` names the database.

    Raises SetupError for a server that is too old, a database that is not in UTF-8, foreign or changed tables, and
    those of a newer factdesk. Of several bots that start together one migrates.
    """
    refuse_old_server(connection.info.server_version, place)
    _refuse_other_encoding(connection, place)
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_MIGRATION_LOCK])
        found = _found(connection, place)
        if found.version < len(ARCHIVE_STEPS):
            _apply(connection, found.version)
        [id_] = connection.execute(f"SELECT id FROM {SCHEMA}.archive").fetchone() or [""]  # noqa: S608 - a constant
    return str(id_)


def refuse_old_server(version: int, place: str) -> None:
    """Raise SetupError for a server before the oldest that PostgreSQL's makers maintain."""
    if version < OLDEST_SERVER * 10_000:
        raise SetupError(
            f"The server of {place} is PostgreSQL {version // 10_000}, but the archive needs {OLDEST_SERVER} or newer; "
            "update the server."
        )


def _refuse_other_encoding(connection: psycopg.Connection, place: str) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise SetupError(
            f"The database {place} is encoded in {encoding}, which can't hold every text. Create it with "
            "`createdb --encoding UTF8 --template template0`, or name another in FACTDESK_DATABASE."
        )


def _found(connection: psycopg.Connection, place: str) -> _Found:
    [count] = connection.execute(
        f"SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('{SCHEMA}')"  # noqa: S608
    ).fetchone() or [0]
    if not count:
        return _Found(0, "")
    [is_ours] = connection.execute(f"SELECT to_regclass('{SCHEMA}.archive') IS NOT NULL").fetchone() or [False]
    rows = connection.execute(f"SELECT version, fingerprint FROM {SCHEMA}.archive").fetchall() if is_ours else []  # noqa: S608
    if len(rows) != 1:
        raise SetupError(
            f"The schema {SCHEMA} of {place} holds other tables than factdesk's. Nothing was changed; name another "
            "database in FACTDESK_DATABASE."
        )
    found = _Found(*rows[0])
    if found.version > len(ARCHIVE_STEPS):
        raise SetupError(
            f"The archive in {place} was made by a newer factdesk (its tables are at version {found.version}, this one "
            f"knows {len(ARCHIVE_STEPS)}); update factdesk on every bot. Nothing was changed."
        )
    if found.fingerprint != _fingerprint(connection):
        raise SetupError(
            f"The tables of the schema {SCHEMA} in {place} are not as factdesk made them. Nothing was changed; undo "
            "the change, or restore a backup with pg_restore."
        )
    return found


def _apply(connection: psycopg.Connection, version: int) -> None:
    if not version:
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    connection.execute(f"SET LOCAL search_path = {SCHEMA}")
    if not version:
        connection.execute(_OWN_TABLES)
    for step in ARCHIVE_STEPS[version:]:
        for statement in step:
            if not any(name in statement for name in _NOT_ON_SERVERS):
                connection.execute(table_statement(statement).encode())
    if not version:
        connection.execute(_ANNOUNCING)
    connection.execute(
        "UPDATE archive SET version = %s, fingerprint = %s", [len(ARCHIVE_STEPS), _fingerprint(connection)]
    )


def _fingerprint(connection: psycopg.Connection) -> str:
    objects = "\n".join(row[0] for row in connection.execute(_OBJECTS))
    return hashlib.sha256(objects.encode()).hexdigest()
