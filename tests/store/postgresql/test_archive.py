"""Two bots on one archive, a server that goes away, and addresses that lead nowhere."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import Callable
from contextlib import aclosing
from functools import partial
from pathlib import Path

import psycopg
import pytest

from bot.errors import ArchiveUnreachableError, SetupError, UserError
from bot.model.documents import Document
from bot.store.archive import Archive
from bot.store.library import documents, word_vectors
from bot.store.library.documents import DocumentLocation
from bot.store.postgresql.archive import open_postgres_archive
from bot.store.sqlite.process_lock import BusyError
from tests.postgresql_server import Server

Writer = Callable[..., Document]


async def put(archive: Archive, *written: Document) -> int:
    def store(db):
        generation = documents.next_generation(db)
        documents.put(
            db, [(DocumentLocation("/a", f"{document.name}.txt"), document) for document in written], generation
        )
        return generation

    return await archive.write(store)


async def test_one_bot_hears_of_another_bots_changes(archive_url: str, written: Writer) -> None:
    async with (
        open_postgres_archive(archive_url, "first") as first,
        open_postgres_archive(archive_url, "second") as second,
        aclosing(first.changes()) as changes,
    ):
        assert await anext(changes) == 0
        assert await put(second, written("ferry")) == 1
        assert await anext(changes) == 1
        assert await first.read(partial(documents.hashes, ids=["id-ferry"])) == {"id-ferry": "sha-The ferry sank."}


async def test_one_bot_indexes_at_a_time(archive_url: str) -> None:
    async with open_postgres_archive(archive_url, "1") as first, open_postgres_archive(archive_url, "2") as second:
        async with first.locked(seconds=0), second.locked(seconds=0, work="deriving"):
            with pytest.raises(BusyError):
                async with second.locked(seconds=0):
                    pass
        async with second.locked(seconds=60):
            pass


async def test_reads_change_nothing(archive_url: str) -> None:
    async with open_postgres_archive(archive_url, "test") as archive:
        with pytest.raises(Exception, match="read-only transaction"):
            await archive.read(lambda connection: connection.execute("UPDATE state SET generation = 9"))
        assert await archive.read(documents.generation) == 0


async def test_a_change_that_fails_leaves_nothing(archive_url: str) -> None:
    def change(db) -> None:
        documents.next_generation(db)
        raise RuntimeError("stopped")

    async with open_postgres_archive(archive_url, "test") as archive:
        with pytest.raises(RuntimeError):
            await archive.write(change)
        assert await archive.read(documents.generation) == 0


async def test_a_change_that_the_server_gave_up_for_another_is_made_again(archive_url: str) -> None:
    given_up = [psycopg.errors.DeadlockDetected("deadlock"), psycopg.errors.SerializationFailure("not serializable")]

    def change(_: object) -> str:
        if given_up:
            raise given_up.pop()
        return "done"

    async with open_postgres_archive(archive_url, "archive") as archive:
        assert await archive.write(change) == "done"


async def test_a_change_in_the_way_of_another_is_repeated(archive_url: str) -> None:
    """Both find no row, and both add it: the second waits for the first, fails, and is run again."""
    async with open_postgres_archive(archive_url, "1") as first, open_postgres_archive(archive_url, "2") as second:
        both_looked = [asyncio.Event(), asyncio.Event()]
        loop = asyncio.get_running_loop()
        tries = []

        def add(db, me: int) -> None:
            tries.append(me)
            known = db.execute("SELECT count(*) FROM word_vectors").fetchone()[0]
            loop.call_soon_threadsafe(both_looked[me].set)
            asyncio.run_coroutine_threadsafe(both_looked[1 - me].wait(), loop).result()
            if not known:
                db.execute("INSERT INTO word_vectors (model, word, body) VALUES (?, ?, ?)", ["m", "ferry", b"1"])

        await asyncio.gather(first.write(partial(add, me=0)), second.write(partial(add, me=1)))
        assert await first.read(partial(word_vectors.count, model="m")) == 1
        assert len(tries) == 3


async def test_a_server_that_dies_within_a_batch_loses_nothing_that_was_saved(
    own_server: Server, written: Writer
) -> None:
    async with open_postgres_archive(own_server.url(), "test") as archive:
        await put(archive, written("ferry"))

        def die(db) -> None:
            documents.put(db, [(DocumentLocation("/a", "tram.txt"), written("tram"))], documents.next_generation(db))
            own_server.stop()

        with pytest.raises(ArchiveUnreachableError, match="can't be reached at the moment"):
            await archive.write(die)
        with pytest.raises(ArchiveUnreachableError):
            await archive.read(documents.count)
        own_server.start()
        assert await archive.read(partial(documents.hashes, ids=["id-ferry", "id-tram"])) == {
            "id-ferry": "sha-The ferry sank."
        }
        assert await put(archive, written("tram")) == 2


async def test_a_restarted_server_is_listened_to_again(
    own_server: Server, written: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.postgresql.archive._RECONNECT_SECONDS", 0.1)
    async with open_postgres_archive(own_server.url(), "test") as archive, aclosing(archive.changes()) as changes:
        assert await anext(changes) == 0
        await put(archive, written("ferry"))
        own_server.stop()
        own_server.start()
        assert await anext(changes) == 1


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "postgresql://desk@127.0.0.1:{port}/nothing",
            r"database \"nothing\" does not exist\). Create the database first",
        ),
        ("postgresql://nobody@127.0.0.1:{port}/postgres", r"role \"nobody\" does not exist"),
        ("postgresql://desk@127.0.0.1:1/postgres", "Connection refused.*Check that the server runs"),
        ("postgresql://desk@127.0.0.1:{port}/postgres?sslmode=require", "SSL.*Check sslmode"),
        ("postgresql://desk@nowhere.invalid/postgres", "nowhere.invalid"),
    ],
)
async def test_an_address_that_leads_nowhere_is_explained(postgresql: Server, url: str, message: str) -> None:
    with pytest.raises(SetupError, match=message):
        async with open_postgres_archive(url.format(port=postgresql.port), "the archive"):
            pass


async def test_a_folder_is_read_by_one_bot(archive_url: str) -> None:
    async with open_postgres_archive(archive_url, "test") as archive:
        await archive.claim(["/corpus", "/data/submitted"], "first")
        await archive.claim(["/corpus"], "first")
        with pytest.raises(UserError, match="Another bot reads a folder /corpus into this archive"):
            await archive.claim(["/other", "/corpus"], "second")
        await archive.write(lambda db: db.execute("UPDATE readers SET read_at = now() - interval '25 hours'"))
        await archive.claim(["/corpus"], "second")  # the first was moved, or given up


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not at hand")
async def test_a_certificate_is_checked_if_the_address_asks_for_it(own_server: Server, tmp_path: Path) -> None:
    own, other = tmp_path / "own", tmp_path / "other"
    for name in (own, other):
        make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
        files = ["-keyout", f"{name}.key", "-out", f"{name}.crt", "-addext", "subjectAltName=IP:127.0.0.1"]
        subprocess.run([*make, *files], check=True, capture_output=True)
    for suffix in ("key", "crt"):
        own_server.take(own.with_suffix(f".{suffix}"))
    with psycopg.connect(own_server.url(), autocommit=True) as connection:
        connection.execute(f"ALTER SYSTEM SET ssl_cert_file = '{own_server.folder}/own.crt'".encode())
        connection.execute(f"ALTER SYSTEM SET ssl_key_file = '{own_server.folder}/own.key'".encode())
        connection.execute("ALTER SYSTEM SET ssl = on")
    own_server.stop()
    own_server.start()
    url = f"{own_server.url()}?sslmode=verify-full&sslrootcert="
    async with open_postgres_archive(f"{url}{own}.crt", "the archive") as archive:
        assert await archive.read(documents.generation) == 0
    with pytest.raises(SetupError, match=r"certificate verify failed.*Check sslmode and sslrootcert"):
        async with open_postgres_archive(f"{url}{other}.crt", "the archive"):
            pass


async def test_a_dump_is_restored_as_the_guide_says(
    postgresql: Server, archive_url: str, written: Writer, tmp_path: Path
) -> None:
    async with open_postgres_archive(archive_url, "test") as archive:
        await put(archive, written("ferry"))
        before = archive.id
    dump = [postgresql.programs / "pg_dump", "--schema=factdesk", "--format=custom", f"--file={tmp_path}/dump"]
    subprocess.run([*dump, archive_url], check=True)
    with psycopg.connect(archive_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA factdesk CASCADE")
        subprocess.run([postgresql.programs / "pg_restore", f"--dbname={archive_url}", tmp_path / "dump"], check=True)
        connection.execute("UPDATE factdesk.archive SET id = gen_random_uuid()::text")
    async with open_postgres_archive(archive_url, "test") as archive:
        assert await archive.read(documents.count) == 1
        assert archive.id != before  # every bot builds its index anew
        assert await put(archive, written("tram")) == 2
