"""Packed texts: they come back whole, and a damaged one is named as damage."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.store import packing
from bot.store.library import documents
from bot.store.library.documents import DocumentLocation
from bot.store.sqlite import backup, copying
from bot.store.sqlite.database import Database, full_damage
from bot.store.sqlite.errors import DatabaseDamagedError
from bot.store.sqlite.integrity import damaged_texts
from tests.store.library.test_documents import Writer


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_comes_back_as_it_was(text: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        packing.install(connection)
        columns = "unpacked('', ?1), unpacked(?2, NULL), unpacked('', ?1) = unpacked('', ?1)"
        assert connection.execute(f"SELECT {columns}", [packing.pack(text), text]).fetchone() == (text, text, 1)


def test_a_text_read_as_it_is_stored_is_unpacked_and_a_damaged_one_told_as_damage() -> None:
    packed = packing.pack("The ferry sank.")
    assert (packing.text_of("", packed), packing.text_of("plain", None)) == ("The ferry sank.", "plain")
    with pytest.raises(sqlite3.Error) as raised:
        packing.text_of("", packed[:-1] + b"?")
    assert packing.is_damage(raised.value)


@pytest.mark.parametrize("length", [10, 100_000])
def test_the_parts_of_a_text_are_read_from_one_unpacked_copy(length: int) -> None:
    packed = packing.pack(bytes(Random(length).choices(range(32, 127), k=length)).decode())
    assert packing.text_of("", packed) is packing.text_of("", bytes(bytearray(packed)))


def test_a_frame_has_a_checksum() -> None:
    checksum_flag = 0b100  # in the frame's descriptor, behind the four bytes of its magic number (RFC 8878)
    assert packing.pack("The ferry sank.")[4] & checksum_flag


def test_repetition_is_saved() -> None:
    assert len(packing.pack("The ferry line will close in May. " * 100)) < 100


@pytest.mark.parametrize("place", [0, 6, 20, -1])
async def test_a_damaged_text_is_told_as_a_damaged_database(database: Database, written: Writer, place: int) -> None:
    ferry = written("ferry", "The ferry sank near the quay, and nobody was hurt. " * 9)
    location = DocumentLocation("/one", "a.txt")
    await database.write(partial(documents.put, documents=[(location, ferry)], generation=1))
    assert await database.read(partial(documents.texts, ids=["id-ferry"])) == {"id-ferry": ferry.text}
    [[packed]] = await database.read(lambda db: db.execute("SELECT packed FROM documents").fetchall())
    damaged = bytearray(packed)
    damaged[place] ^= 0xFF
    await database.write(lambda db: db.execute("UPDATE documents SET packed = ?", [bytes(damaged)]))
    with pytest.raises(DatabaseDamagedError):
        await database.read(partial(documents.texts, ids=["id-ferry"]))


async def test_nothing_of_a_new_document_is_stored_plain(database: Database, written: Writer, tmp_path: Path) -> None:
    ferry = written("ferry", "The ferry sank near the quay. " * 99)
    location = DocumentLocation("/one", "a.txt")
    await database.write(partial(documents.put, documents=[(location, ferry)], generation=1))
    [row] = await database.read(
        lambda db: db.execute("SELECT text, blocks, length(packed) < 99 FROM documents").fetchall()
    )
    assert row == ("", "", 1)


@pytest.mark.parametrize("column", ["packed", "packed_blocks"])
async def test_every_full_check_finds_a_damaged_text(
    database: Database, written: Writer, tmp_path: Path, column: str
) -> None:
    ferry = written("ferry", "The ferry sank near the quay, and nobody was hurt. " * 9)
    location = DocumentLocation("/one", "a.txt")
    await database.write(partial(documents.put, documents=[(location, ferry)], generation=1))
    copying.copy(database.path, tmp_path / "whole.db")
    assert backup.verify(tmp_path / "whole.db").documents == 1
    assert full_damage(database.path, lambda: False) is None
    copying.copy(database.path, tmp_path / "damaged.db")
    for path in (database.path, tmp_path / "damaged.db"):
        with closing(sqlite3.connect(path)) as connection, connection:
            [packed] = connection.execute(f"SELECT {column} FROM documents").fetchone()
            changed = [packed[:9] + bytes([packed[9] ^ 0xFF]) + packed[10:]]
            connection.execute(f"UPDATE documents SET {column} = ?", changed)
    assert full_damage(database.path, lambda: False) == "a packed text in the table documents is damaged"
    with pytest.raises(UserError, match=r"is damaged \(a packed text .*not copied"):
        copying.copy(database.path, tmp_path / "copy.db")
    with pytest.raises(UserError, match="Use another backup"):
        backup.verify(tmp_path / "damaged.db")


async def test_a_damaged_body_of_attributions_is_found(database: Database) -> None:
    def damage(db: sqlite_utils.Database) -> None:
        db.execute("PRAGMA defer_foreign_keys = on")
        db.execute("INSERT INTO attribution_bodies VALUES ('ferry', '1', ?)", [packing.pack("[]")[:-1]])
        assert damaged_texts(db.conn) == "a packed text in the table attribution_bodies is damaged"
        db.execute("DELETE FROM attribution_bodies")
        assert damaged_texts(db.conn) is None

    await database.write(damage)
