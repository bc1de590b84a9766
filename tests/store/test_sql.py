"""SQL is written in bot/store, and only there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

STATEMENT = re.compile(
    r"""
    \s*
    (?: SELECT\s | WITH\s+(?:RECURSIVE\s)? \w+\s*(?:\([^)]*\)\s*)? AS\s*\(   # queries
      | (?:INSERT|REPLACE)\s+(?:OR\s+\w+\s+)?INTO\s | DELETE\s+FROM\s | UPDATE\s+[\w{}]+\s+SET\s   # changes of rows
      | (?:CREATE|ALTER|DROP)\s+(?:\w+\s+){0,2}(?:TABLE|INDEX|TRIGGER|VIEW|SCHEMA)\s   # changes of tables
      | PRAGMA\s+\w | SET\s+(?:LOCAL\s)?\w+\s+= | VACUUM )
    """,
    re.VERBOSE,
)
EXECUTING = frozenset({"execute", "executemany", "executescript"})


def test_no_module_outside_the_store_holds_sql() -> None:
    outside = [
        path
        for folder in ("bot", "commands")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not path.is_relative_to(ROOT / "bot" / "store")
    ]
    assert len(outside) > 200
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in outside
        for line in _lines_of_sql(ast.parse(path.read_text("utf-8")))
    ]
    assert not found


def test_every_statement_of_the_store_is_recognised_as_sql() -> None:
    for path in sorted((ROOT / "bot" / "store").rglob("*.py")):
        for call in _executing_calls(ast.parse(path.read_text("utf-8"))):
            statement = call.args[0]
            if isinstance(statement, ast.Constant | ast.JoinedStr) and not _is_fragment(statement):
                assert STATEMENT.match(_text(statement)) or _text(statement).startswith("BEGIN"), (path, call.lineno)


def test_surfaces_reach_services_and_not_the_database() -> None:
    surfaces = [
        *(ROOT / "commands").rglob("*.py"),
        *(ROOT / "bot" / "cli").rglob("*.py"),
        ROOT / "bot" / "client.py",
    ]
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in surfaces
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "database"
    ]
    assert not found


@pytest.mark.parametrize(
    "source",
    [
        'query = "SELECT 1 FROM claims"',
        'query = f"DELETE FROM {table}"',
        'query = """\n    UPDATE claims SET text = 1\n"""',
        "connection.execute(query)",
        "connection.executemany(QUERY, rows)",
    ],
)
def test_sql_is_found_in_strings_and_in_calls(source: str) -> None:
    assert list(_lines_of_sql(ast.parse(source)))


def test_prose_is_no_sql() -> None:
    assert not list(_lines_of_sql(ast.parse('"""Select a menu, update the card, delete from the list."""')))


def _lines_of_sql(tree: ast.Module) -> Iterator[int]:
    yield from (node.lineno for node in _strings(tree) if STATEMENT.match(_text(node)))
    yield from (call.lineno for call in _executing_calls(tree))


def _strings(tree: ast.Module) -> Iterator[ast.Constant | ast.JoinedStr]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.JoinedStr))


def _executing_calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in EXECUTING:
            yield node


def _is_fragment(statement: ast.Constant | ast.JoinedStr) -> bool:
    """Check for a statement beginning with a filled-in name."""
    return _text(statement).lstrip().startswith("{")


def _text(node: ast.Constant | ast.JoinedStr) -> str:
    """Return a string's text, with `{}` for filled-in values."""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node.value, str) else ""
