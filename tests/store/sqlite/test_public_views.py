"""The views for readers: their columns are promised, and nothing of the desk's own is in them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.errors import UserError
from bot.model.attribution import Attribution, AttributionKind, ChainLink, Role, SourceKind
from bot.model.claim_input import ImportedClaim, NewVerdict
from bot.model.spans import Span
from bot.store import packing, row_mapping
from bot.store.library import packed_texts
from bot.store.schema.public_views import PUBLIC_COLUMNS
from bot.store.sqlite import reading_copy
from tests.conftest import ROOT
from tests.desk.conftest import MARIA, DeskNewsroom, database, room  # noqa: F401 - fixtures
from tests.desk.publication.conftest import Site

SERVER, CLAIM, RATING = "server", "claim", ("rating", "rating_value", "worst_rating", "best_rating")
# Other people's queries use these names: add at the end, and take none away.
PROMISED = {
    "public_claims": [
        *(SERVER, CLAIM, "text", "status", *RATING, "title", "claimant", "claimant_kind", "claimant_url"),
        *("claimed_on", "language", "appearances", "tags", "flagged_at", "ruled_at", "corrections", "url"),
    ],
    "public_verdicts": [
        *(SERVER, CLAIM, "verdict", "is_current", *RATING, "explanation", "given_at", "ruled_at", "published_on"),
        *("author", "evidence", "url"),
    ],
    "public_evidence": [
        *(SERVER, CLAIM, "evidence", "kind", "text", "speaker", "title", "url", "source_state", "read_by_ocr"),
        "added_at",
    ],
    "public_quotes": [
        *("speaker", "speaker_kind", "role", "quote", "article", "outlet", "published_on", "url", "rights"),
        *("read_by_ocr", "document", "start", "end"),
    ],
}


@pytest.fixture
def site(room: DeskNewsroom, tmp_path: Path) -> Site:  # noqa: F811
    return Site(room, tmp_path / "site")


@pytest.fixture
def reader(room: DeskNewsroom) -> Iterator[sqlite3.Connection]:  # noqa: F811
    with closing(sqlite3.connect(f"{room.database.path.as_uri()}?mode=ro", uri=True)) as connection:
        packing.install(connection)
        connection.row_factory = sqlite3.Row
        yield connection


def rows(connection: sqlite3.Connection, view: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(f"SELECT * FROM {view}")]


def test_each_view_has_the_promised_columns(reader: sqlite3.Connection) -> None:
    for name, columns in PROMISED.items():
        found = [column[0] for column in reader.execute(f"SELECT * FROM {name}").description]
        assert found[: len(columns)] == columns
        assert tuple(found) == PUBLIC_COLUMNS[name]
    assert PROMISED.keys() == PUBLIC_COLUMNS.keys()


def test_the_metadata_of_datasette_describe_every_column() -> None:
    described = yaml.safe_load((ROOT / "metadata.yaml").read_text("utf-8"))["databases"]["factdesk"]["tables"]
    assert {name: tuple(table["columns"]) for name, table in described.items()} == dict(PUBLIC_COLUMNS)
    for name, table in described.items():
        assert {*table.get("facets", []), table.get("sort_desc")} - {None} <= {*PUBLIC_COLUMNS[name]}


async def test_a_corrected_claim_with_its_verdicts_and_what_they_cite(site: Site, reader: sqlite3.Connection) -> None:
    number = await site.ferry()
    await site.room.by(MARIA).correct(number, NewVerdict("Misleading", "Thirty.", evidence=(1,)))
    [claim] = rows(reader, "public_claims")
    assert (claim["server"], claim["claim"], claim["status"]) == ("500", 1, "corrected")
    assert (claim["rating"], claim["rating_value"], claim["corrections"]) == ("Misleading", 2.0, 1)
    assert (claim["claimant"], json.loads(claim["tags"])) == ("Jo Berg", ["ferry", "lindholm"])
    assert json.loads(claim["appearances"]) == ["https://social.example/jo/1 archived: https://archive.example/1"]
    verdicts = rows(reader, "public_verdicts")
    assert [(verdict["rating"], verdict["is_current"]) for verdict in verdicts] == [("False", 0), ("Misleading", 1)]
    evidence = rows(reader, "public_evidence")
    assert [(piece["kind"], piece["speaker"], piece["read_by_ocr"]) for piece in evidence] == [
        ("quote", "Captain Ida Holm", 0),
        ("quote", "the log book", 1),
        ("link", None, 0),
    ]


async def test_nothing_of_the_desks_own_is_in_the_views(site: Site, reader: sqlite3.Connection) -> None:
    await site.ferry()
    text = json.dumps([rows(reader, name) for name in PUBLIC_COLUMNS]).casefold()
    secrets = ["maria", "a reader", "a poster", "discord", "secret words", "everybody shares it", "private number"]
    assert [word for word in [*secrets, "uncited"] if word in text] == []


async def test_claims_without_a_verdict_in_force_or_withdrawn_are_left_out(
    site: Site, reader: sqlite3.Connection
) -> None:
    await site.room.flagged("It burnt.")
    number = await site.room.ruled()
    assert [claim["claim"] for claim in rows(reader, "public_claims")] == [number]
    await site.room.by(MARIA).reopen(number)
    assert [claim["status"] for claim in rows(reader, "public_claims")] == ["checking"]
    await site.room.by(MARIA).decline(number)
    assert [rows(reader, name) for name in PUBLIC_COLUMNS] == [[], [], [], []]
    await site.room.needs_second_reader()
    await site.room.by(MARIA).rule(await site.room.checking("It leaks."), NewVerdict("True", "So it is."))
    assert rows(reader, "public_verdicts") == []


async def test_the_quotes_of_a_speaker_are_slices_of_the_article(site: Site, reader: sqlite3.Connection) -> None:
    text = "🛳️ Ida Holm said the ferry is old. She denied that it sank."
    start = text.index("the ferry")
    said = Attribution(
        AttributionKind.INDIRECT,
        (Span(3, 11),),
        (Span(12, 16),),
        (Span(start, start + 16),),
        chain=(ChainLink("Ida Holm", Role.SAID, SourceKind.PERSON, Span(3, 11)),),
    )
    denied = Attribution(AttributionKind.INDIRECT, (), (), (Span(start + 34, start + 41),), negated=True)
    assert text[start : start + 16] == "the ferry is old"

    def write(db: Any) -> None:
        blank = dict.fromkeys(("folder", "path", "name", "authors", "blocks"), "[]")
        db["documents"].insert(
            blank | {"id": "d", "sha256": "s", "generation": 1, "text": text, "title": "Old ferries"}
        )
        body = row_mapping.attributions_body([said, denied])
        db["attributions"].insert({"document_id": "d", "version": "1", "sha256": "s", "body": body})
        db["voice_names"].insert({"id": 1, "name": "Ida Holm", "kind": "person", "words": "ida holm", "tail": "holm"})
        voice = {"document_id": "d", "version": "1", "name_id": 1, "role": "said", "own": 1}
        db["voices"].insert_all([voice | {"position": position} for position in (0, 1)])

    await site.room.database.write(write)
    [quote] = rows(reader, "public_quotes")
    while await site.room.database.write(lambda db: packed_texts.pack_some(db, 1)):
        pass
    assert rows(reader, "public_quotes") == [quote]
    assert (quote["speaker"], quote["role"], quote["quote"]) == ("Ida Holm", "said", "the ferry is old")
    assert text[quote["start"] : quote["end"]] == quote["quote"]


async def test_the_copy_holds_the_views_and_nothing_else_and_is_brought_up_to_date(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "reading" / "factdesk.db"
    await site.ferry()
    assert reading_copy.write(site.room.database.path, target) == {
        "public_claims": 1,
        "public_verdicts": 1,
        "public_evidence": 3,
        "public_quotes": 0,
    }
    with closing(sqlite3.connect(target)) as open_reader:
        tables = open_reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        assert {name for (name,) in tables} == set(PUBLIC_COLUMNS)
        given = [ImportedClaim("It sank.", rating="False")]
        await site.room.by(MARIA).import_many(given)
        reading_copy.write(site.room.database.path, target)
        # A program that keeps the file open sees the new rows.
        assert open_reader.execute("SELECT count(*) FROM public_claims").fetchone() == (2,)
    assert b"Maria" not in target.read_bytes()
    assert target.stat().st_mode & 0o777 == 0o644


async def test_a_withdrawn_claim_leaves_no_bytes_in_the_copy(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    number = await site.ferry()
    reading_copy.write(site.room.database.path, target)
    assert b"Nobody counted 300" in target.read_bytes()
    await site.room.by(MARIA).reopen(number)
    await site.room.by(MARIA).decline(number)
    reading_copy.write(site.room.database.path, target)
    assert b"Nobody counted 300" not in target.read_bytes()


def test_a_database_without_the_views_is_refused_before_a_file_is_made(tmp_path: Path) -> None:
    older = tmp_path / "older.db"
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("CREATE TABLE documents (id)")
    with pytest.raises(UserError, match="is of an earlier factdesk"):
        reading_copy.write(older, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


async def test_a_folder_and_another_file_are_named_as_what_they_are(site: Site, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("mine")
    for target, words in ((notes, "notes.txt is another file"), (tmp_path, "is a folder. Name a file in it")):
        with pytest.raises(UserError, match=words):
            reading_copy.write(site.room.database.path, target)
    assert notes.read_text() == "mine"


async def test_another_database_is_never_overwritten(site: Site, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE mine (x)")
    before = other.read_bytes()
    with pytest.raises(UserError, match="is another database"):
        reading_copy.write(site.room.database.path, other)
    with pytest.raises(UserError, match="is another database"):
        reading_copy.write(site.room.database.path, site.room.database.path)
    other.write_text("no database at all, but a letter")
    with pytest.raises(UserError):
        reading_copy.write(site.room.database.path, other)
    assert before != other.read_bytes() == b"no database at all, but a letter"
