"""Apps of several bots over one archive on a server, beside the archive in a file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from bot.app import App, open_app
from bot.cli import run as main
from bot.cli.service import maintenance, upkeep
from bot.cli.service.checks import State, run_checks
from bot.errors import ArchiveUnreachableError, SetupError, UserError
from bot.library.data_folder import copy_to_server, write_reading_copy
from bot.model.answers import Answer
from bot.model.claim_input import NewClaim
from bot.model.claims import Actor
from bot.model.saved_answers import SavedAnswer
from bot.model.search import Term
from bot.quotecheck.model import MatchLevel
from bot.settings import Settings, load_settings
from bot.store.postgresql import archive
from bot.store.sqlite.timestamps import stamp
from tests.postgresql_server import Server

MARIA = Actor(1, "Maria", is_editor=True)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)  # away from a developer's .env
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "ferry.txt").write_text("The ferry sank at noon.")
    return load_settings(data=tmp_path / "data", cache=tmp_path / "cache", corpus=(tmp_path / "articles",))


def of_bot(settings: Settings, name: str, url: str | None, **changes: object) -> Settings:
    """Return the settings of another bot, with a data folder of its own."""
    return load_settings(**settings.model_dump() | {"data": settings.data / name, "database": url} | changes)


async def test_a_shared_archive_answers_like_the_one_in_a_file(
    settings: Settings, archive_url: str, real_corpus: Path, tmp_path: Path
) -> None:
    in_file = of_bot(settings, "file", None, corpus=(real_corpus,))
    on_server = of_bot(settings, "server", archive_url, corpus=(real_corpus,))
    async with open_app(in_file) as file, open_app(on_server) as server:
        first, second = await file.sync(), await server.sync()
        assert replace(first, seconds=0) == replace(second, seconds=0)
        await file.complete()
        await server.complete()
        references = await file.documents.page(0, 10)
        assert references == await server.documents.page(0, 10)
        documents = await file.documents.get([reference.id for reference in references])
        assert documents == await server.documents.get([reference.id for reference in references])
        for document in documents.values():
            question = f"What does the article say about {document.reference.display_title}?"
            here, there = await file.ask(question), await server.ask(question)
            assert replace(here, elapsed_ms=0) == replace(there, elapsed_ms=0)
            middle = len(document.text) // 2
            quote = " ".join(document.text[middle : middle + 200].split(" ")[1:-1])
            checked = await file.quote(quote), await server.quote(quote)
            assert replace(checked[0], elapsed_ms=0) == replace(checked[1], elapsed_ms=0)
            assert checked[0].level is MatchLevel.VERBATIM
        assert await file.documents.months() == await server.documents.months()
        assert await file.speakers.names("") == await server.speakers.names("")
        copies = [tmp_path / "file.db", tmp_path / "server.db"]
        for app, copy in zip((file, server), copies, strict=True):
            await write_reading_copy(app.data, copy, app.archive)
        assert _quotes(copies[0]) == _quotes(copies[1]) != []


async def test_a_bot_finds_what_another_has_indexed_and_removed(settings: Settings, archive_url: str) -> None:
    reading = of_bot(settings, "reading", archive_url)
    asking = of_bot(settings, "asking", archive_url, corpus=())
    async with open_app(reading) as reader, open_app(asking) as asker, _following(asker) as followed:
        await reader.sync()
        await followed.until(lambda: asker.index.frequency("ferry") == 1)
        assert (await asker.quote("The ferry sank at noon.")).level is MatchLevel.VERBATIM
        (settings.corpus[0] / "ferry.txt").unlink()
        (settings.corpus[0] / "tram.txt").write_text("The tram stopped.")
        await reader.sync()
        await followed.until(lambda: not asker.index.candidates([Term("ferry")], 5))
        assert await asker.documents.count() == 1
    async with open_app(of_bot(settings, "later", archive_url, corpus=())) as later:
        assert later.index.frequency("tram") == 1


async def test_a_bot_that_was_away_forgets_what_was_removed_meanwhile(settings: Settings, archive_url: str) -> None:
    asking = of_bot(settings, "asking", archive_url, corpus=())
    async with open_app(of_bot(settings, "reading", archive_url)) as reader:
        await reader.sync()
        async with open_app(asking) as asker:
            assert asker.index.candidates([Term("ferry")], 5)
        (settings.corpus[0] / "ferry.txt").unlink()
        await reader.sync()
        (settings.corpus[0] / "tram.txt").write_text("The tram stopped.")
        await reader.sync()
        async with open_app(asking) as asker:
            assert asker.index.candidates([Term("ferry")], 5) == []
            assert asker.index.candidates([Term("tram")], 5)


async def test_a_batch_cut_off_by_the_server_is_read_again_and_the_desk_goes_on(
    settings: Settings, own_server: Server
) -> None:
    async with open_app(of_bot(settings, "bot", own_server.url())) as app:
        await app.sync()
        (settings.corpus[0] / "tram.txt").write_text("The tram stopped.")
        own_server.stop()
        with pytest.raises(ArchiveUnreachableError, match="The articles can't be reached at the moment"):
            await app.sync()
        with pytest.raises(ArchiveUnreachableError):
            await app.ask("when did the ferry sink?")
        flagged = await app.desk.flag(app.desk.request(5, MARIA), NewClaim("The ferry never sank."))
        assert flagged.claim.number == 1
        own_server.start()
        assert (await app.sync()).added == 1
        assert app.index.frequency("tram") == app.index.frequency("ferry") == 1


async def test_a_bot_starts_while_the_server_is_away_and_goes_on_once_it_is_back(
    settings: Settings, own_server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    bot = of_bot(settings, "bot", own_server.url())
    async with open_app(bot) as app:
        await app.sync()
    own_server.stop()
    async with open_app(bot, interactive=True) as app:
        for attempt in (app.ask("when did the ferry sink?"), app.search("zeppelin"), app.quote("It sank at dawn.")):
            with pytest.raises(ArchiveUnreachableError, match="The articles can't be reached at the moment"):
                await attempt
        assert (await app.desk.flag(app.desk.request(5, MARIA), NewClaim("The ferry never sank."))).claim.number == 1
        with pytest.raises(ArchiveUnreachableError):
            await app.sync()
        assert caplog.text.count("can't be used: ") == 1
        (settings.corpus[0] / "tram.txt").write_text("The tram stopped.")
        async with _following(app) as followed:
            own_server.start()
            async with open_app(of_bot(settings, "other", own_server.url(), corpus=())) as other:
                await followed.until(lambda: app.index.frequency("ferry") == 1)
                assert (await app.ask("when did the ferry sink?")).documents_searched == 1
                assert (await app.search("ferry")).hits
                assert (await app.sync()).added == 1
                await other.follow()
                assert other.index.frequency("tram") == 1
        assert caplog.text.count("can be used again") >= 1
        assert [path.name for path in bot.data.glob("index-*")] == [f"index-{app.archive.id[:8]}"]


async def test_the_upkeep_reads_the_folders_once_the_server_is_back_and_raises_one_alarm(
    settings: Settings, own_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "_MINUTE", 0.01)
    monkeypatch.setattr(maintenance, "_AWAY_SECONDS", 0.01)
    bot = of_bot(settings, "bot", own_server.url(), watch_seconds=0)
    async with open_app(bot) as app:
        await app.sync()
    (settings.corpus[0] / "tram.txt").write_text("The tram stopped.")
    own_server.stop()
    async with open_app(bot, interactive=True) as app:
        tasks = [asyncio.create_task(work) for work in (upkeep.watch_archive(app), maintenance.keep_synced(app))]
        while not app.health.pending_notices():
            await asyncio.sleep(0.01)
        await asyncio.to_thread(own_server.start)
        await tasks[1]
        assert await app.documents.count() == 2
        tasks[0].cancel()
        [notice] = app.health.pending_notices()
        assert notice.text.startswith("The archive of articles has not answered for five minutes: The articles can't")


async def test_the_first_start_needs_the_server(settings: Settings) -> None:
    with pytest.raises(SetupError, match=r"The archive ada@127\.0\.0\.1:1/news can't be opened"):
        async with open_app(of_bot(settings, "bot", "postgresql://ada:secret@127.0.0.1:1/news"), interactive=True):
            pass


async def test_the_terminal_ends_with_a_sentence_while_the_server_is_away(
    settings: Settings, own_server: Server
) -> None:
    bot = of_bot(settings, "bot", own_server.url())
    async with open_app(bot) as app:
        await app.sync()
    own_server.stop()
    with pytest.raises(SetupError, match=r"can't be opened .*Check that the server runs"):
        async with open_app(bot):
            pass


async def test_an_archive_that_was_restored_meanwhile_is_not_read_with_the_old_index(
    settings: Settings, own_server: Server
) -> None:
    bot = of_bot(settings, "bot", own_server.url())
    async with open_app(bot) as app:
        await app.sync()
    own_server.stop()
    async with open_app(bot, interactive=True) as app:
        own_server.start()
        with psycopg.connect(own_server.url(), autocommit=True) as connection:
            connection.execute("UPDATE factdesk.archive SET id = gen_random_uuid()::text")
        with pytest.raises(SetupError, match="is another one than before"):
            await app.ask("when did the ferry sink?")
    async with open_app(bot, interactive=True) as app:
        assert (await app.search("ferry")).hits


async def test_while_the_server_is_away_one_caller_tries_and_the_others_are_told_at_once(
    settings: Settings, own_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(of_bot(settings, "bot", own_server.url())) as app:
        await app.sync()
    own_server.stop()
    monkeypatch.setattr(archive, "_RECONNECT_SECONDS", 3600.0)
    tried = []
    connect = psycopg.connect
    monkeypatch.setattr(psycopg, "connect", lambda *given, **options: tried.append(1) or connect(*given, **options))
    async with open_app(of_bot(settings, "bot", own_server.url()), interactive=True) as app:
        await app.index_prepared.wait()
        told = await asyncio.gather(*(app.documents.count() for _ in range(20)), return_exceptions=True)
        assert {type(error) for error in told} == {ArchiveUnreachableError}
    assert len(tried) == 1


async def _save_answer(app: App, id_: str, asker: int) -> None:
    """Save an answer to a person, with their feedback on it."""
    answer = await app.ask("when did the ferry sink?")
    saved = SavedAnswer(id_, 7, 8, asker, "private", "2026-03-01T00:00:00+00:00", answer, None)
    await app.saved_answers.save(saved)
    await app.feedback.record(saved, answer.findings, asker, answers=True)


async def _personal_rows(app: App) -> list[tuple[int, int]]:
    """Return how many answers and how much feedback the archive and the data folder hold."""
    sql = "SELECT (SELECT count(*) FROM answers), (SELECT count(*) FROM answer_feedback)"
    return [await held.read(lambda db: tuple(db.execute(sql).fetchone())) for held in app._archives()]


@pytest.mark.parametrize("moves", [False, True])
async def test_a_person_is_forgotten_on_a_server_as_in_a_file(
    settings: Settings, archive_url: str, moves: bool, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    if moves:
        async with open_app(settings) as app:
            await app.sync()
            await _save_answer(app, "1", asker=99)
            await _save_answer(app, "2", asker=98)
        await copy_to_server(of_bot(settings, ".", archive_url), lambda _: None)
    told = []
    for url in (None, archive_url):
        bot = of_bot(settings, "." if moves and url else f"{url is None}", url)
        async with open_app(bot) as app:
            await app.sync()
            await _save_answer(app, "3", asker=99)
            await _save_answer(app, "4", asker=98)
            await app.desk.flag(
                app.desk.request(5, Actor(99, "Ada", is_editor=True)), NewClaim("The ferry never sank.")
            )
        monkeypatch.setenv("FACTDESK_DATA", str(bot.data))
        monkeypatch.setenv("FACTDESK_CORPUS", str(settings.corpus[0]))
        monkeypatch.setenv("FACTDESK_DATABASE", url) if url else monkeypatch.delenv("FACTDESK_DATABASE", raising=False)
        assert await asyncio.to_thread(main, ["forget", "99", "--yes"]) == 0
        told.append(capsys.readouterr().out.replace("2 answers", "1 answer") if moves else capsys.readouterr().out)
        async with open_app(bot) as app:
            left = await _personal_rows(app)
            assert left == ([(1, 1)] if url is None else [(2, 2), (1, 1)] if moves else [(1, 1), (0, 0)])
            assert await app.feedback_of(99) == 0
    assert told[0] == told[1] != ""
    assert "Feedback on 1 answer deleted" in told[0]


async def test_answers_from_before_the_move_are_purged_as_well(settings: Settings, archive_url: str) -> None:
    def saved(id_: str, answer: Answer) -> SavedAnswer:
        return SavedAnswer(id_, 7, 8, 99, "private", "2026-03-01T00:00:00+00:00", answer, None)

    async with open_app(settings) as app:
        await app.saved_answers.save(saved("1", await app.ask("when did the ferry sink?")))
    async with open_app(of_bot(settings, ".", archive_url)) as app:
        assert app.data == settings.data / "."
        await app.saved_answers.save(saved("2", await app.ask("when did the ferry sink?")))
        await app.purge_answers(datetime(2026, 3, 2, tzinfo=UTC))
        assert await app.saved_answers.get("2") is None
    async with open_app(settings) as app:
        assert await app.saved_answers.get("1") is None


async def test_a_bot_whose_clock_is_a_year_ahead_takes_nothing_from_the_others(
    settings: Settings, archive_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(of_bot(settings, "right", archive_url)) as app:
        await app.sync()
        answer = await app.ask("when did the ferry sink?")
        for id_, days in (("new", 1), ("old", 40)):
            asked_at = stamp(datetime.now(UTC) - timedelta(days=days))
            await app.saved_answers.save(SavedAnswer(id_, 7, 8, 99, "private", asked_at, answer, None))
        async with open_app(of_bot(settings, "wrong", archive_url)) as wrong:
            next_year = datetime.now(UTC) + timedelta(days=365)
            monkeypatch.setattr("bot.app._now", lambda: next_year)
            await wrong.purge_answers(next_year - timedelta(days=30))
            with pytest.raises(UserError, match="Another bot reads a folder"):
                await wrong.sync()
        assert await app.saved_answers.get("new") is not None
        assert await app.saved_answers.get("old") is None
        assert await app.documents.count() == 1


async def test_a_folder_that_another_bot_reads_is_left_alone(settings: Settings, archive_url: str) -> None:
    async with open_app(of_bot(settings, "first", archive_url)) as app:
        await app.sync()
    async with open_app(of_bot(settings, "second", archive_url)) as app:
        with pytest.raises(Exception, match="Another bot reads a folder"):
            await app.sync()


async def test_one_bot_derives_at_a_time(settings: Settings, archive_url: str) -> None:
    first, second = of_bot(settings, "first", archive_url), of_bot(settings, "second", archive_url, corpus=())
    async with open_app(first) as one, open_app(second) as other, open_app(of_bot(settings, "file", None)) as in_file:
        async with one.deriving() as may_derive, other.deriving() as may_other, in_file.deriving() as alone:
            assert (may_derive, may_other, alone) == (True, False, True)
        async with other.deriving() as may_derive:
            assert may_derive


async def test_private_folders_never_reach_the_server(settings: Settings, archive_url: str) -> None:
    bot = of_bot(settings, "bot", archive_url)
    async with open_app(bot, corpus=settings.corpus) as private:
        await private.sync()
    async with open_app(bot) as app:
        assert await app.documents.count() == 0


async def test_a_server_that_is_not_there_ends_the_start_with_a_sentence(settings: Settings) -> None:
    with pytest.raises(SetupError, match=r"The archive ada@127\.0\.0\.1:1/news can't be opened"):
        async with open_app(of_bot(settings, "bot", "postgresql://ada:secret@127.0.0.1:1/news")):
            pass


def _quotes(copy: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(copy)) as connection:
        return sorted(connection.execute("SELECT * FROM public_quotes").fetchall(), key=repr)


class _Followed:
    """What an app has heard of other bots' changes."""

    def __init__(self) -> None:
        self.heard = asyncio.Condition()

    async def until(self, is_met) -> None:
        """Wait for a change after which a condition holds."""
        async with self.heard:
            await self.heard.wait_for(is_met)


@asynccontextmanager
async def _following(app: App) -> AsyncIterator[_Followed]:
    followed = _Followed()

    async def follow() -> None:
        async for _ in app.archive.changes():
            await app.follow()
            async with followed.heard:
                followed.heard.notify_all()

    async with AsyncExitStack() as stack:
        task = asyncio.create_task(follow())
        stack.callback(task.cancel)
        yield followed


async def test_the_doctor_names_the_server_without_the_password(
    settings: Settings, archive_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = archive_url.replace("desk@", "desk:secret@")
    monkeypatch.setenv("FACTDESK_DATA", str(settings.data))
    monkeypatch.setenv("FACTDESK_DATABASE", url)
    async with open_app(of_bot(settings, "", url)) as app:
        await app.sync()
    found = {check.name: check for check in await run_checks()}["database"]
    assert found.state is State.OK
    assert found.finding.startswith("1 document (PostgreSQL ")
    assert found.finding.endswith(f" at {archive_url.removeprefix('postgresql://')})")
