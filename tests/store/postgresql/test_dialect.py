"""Statements of the archive in PostgreSQL's words."""

from __future__ import annotations

import pytest

from bot.store.postgresql.dialect import table_statement, translated


@pytest.mark.parametrize(
    ("sqlite", "postgresql"),
    [
        ("SELECT 1 FROM t WHERE a = ? AND b = :name", "SELECT 1 FROM t WHERE a = %s AND b = %(name)s"),
        ("SELECT ':no ? %' FROM t", "SELECT ':no ? %%' FROM t"),
        ("SELECT 1 FROM t WHERE a LIKE ? ESCAPE '\\'", "SELECT 1 FROM t WHERE a ILIKE %s ESCAPE '\\'"),
        ("SELECT 1 FROM t INDEXED BY i WHERE a IN ()", "SELECT 1 FROM t WHERE a IN (NULL)"),
        ("SELECT 1 FROM t ORDER BY coalesce(a, b) COLLATE NOCASE", "SELECT 1 FROM t ORDER BY lower(coalesce(a, b))"),
        ("SELECT 1 FROM t WHERE flag AND TRUE", "SELECT 1 FROM t WHERE flag <> 0 AND TRUE"),
        ("SELECT 1 FROM t WHERE TRUE", "SELECT 1 FROM t WHERE TRUE"),
    ],
)
def test_statements_on_rows(sqlite: str, postgresql: str) -> None:
    assert translated(sqlite).decode() == postgresql


def test_a_table_whose_rows_sqlite_numbers_has_their_numbers() -> None:
    assert table_statement("CREATE TABLE t (a TEXT, b BLOB) STRICT") == (
        'CREATE TABLE t (a text COLLATE "C", b bytea, rowid bigint GENERATED ALWAYS AS IDENTITY)'
    )
    assert "rowid" not in table_statement("CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB) STRICT")


def test_a_trigger_becomes_a_function_and_a_trigger() -> None:
    made = table_statement("CREATE TRIGGER go AFTER DELETE ON t BEGIN\n    DELETE FROM u WHERE id = old.id;\nEND")
    assert " ".join(made.split()) == (
        "CREATE FUNCTION go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM u WHERE id = old.id; "
        "RETURN NULL; END $$; CREATE TRIGGER go AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION go()"
    )
