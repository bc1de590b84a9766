"""Background work of the bot: new files, old answers, and faults survived."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.app import App, open_app
from bot.cli.service import maintenance
from bot.cli.service.heartbeat import heartbeat_file
from bot.cli.service.signals import run_in_background
from bot.model.answers import Answer, AnswerState
from bot.model.saved_answers import SavedAnswer
from bot.settings import load_settings
from bot.store.desk import draft_checks
from bot.store.desk.draft_checks import DraftCheckRow
from bot.store.library import answers


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    folder = tmp_path / "articles"
    folder.mkdir()
    settings = load_settings(corpus=(folder,), watch_seconds=1, spacy_model="nowhere", answer_days=30)
    async with open_app(settings, interactive=True) as app:
        yield app


async def comes_true(question: Callable[[], Awaitable[bool]]) -> None:
    while not await question():
        await asyncio.sleep(0.02)


async def test_a_new_file_comes_in_and_a_deleted_one_goes(app: App) -> None:
    file = app.folders[0] / "ferry.txt"
    async with run_in_background(*maintenance.background_tasks(app)):
        file.write_text("The ferry line will close in May.\n")
        await comes_true(lambda: counts(app, 1))
        file.unlink()
        await comes_true(lambda: counts(app, 0))


async def test_a_folder_that_goes_away_for_a_while_is_waited_for(app: App, caplog: pytest.LogCaptureFixture) -> None:
    folder, away = app.folders[0], app.folders[0].with_name("away")
    (folder / "ferry.txt").write_text("The ferry line will close in May.\n")
    async with run_in_background(*maintenance.background_tasks(app)):
        await comes_true(lambda: counts(app, 1))
        folder.rename(away)
        await comes_true(lambda: is_logged(caplog, "is missing"))
        (away / "trams.txt").write_text("Trams return in June.\n")
        away.rename(folder)
        await comes_true(lambda: counts(app, 2))


async def test_old_answers_go_and_new_ones_stay(app: App) -> None:
    for id_, day in (("old", "2020-01-01T00:00:00+00:00"), ("new", "2999-01-01T00:00:00+00:00")):
        answer = SavedAnswer(id_, None, 1, None, "private", day, Answer("ferry?", AnswerState.NOTHING, "Nothing."))
        await app.database.write(lambda db, answer=answer: answers.put(db, answer))
    async with run_in_background(*maintenance.background_tasks(app)):
        await comes_true(lambda: is_gone(app, "old"))
        assert not await is_gone(app, "new")


async def test_expired_drafts_go(app: App) -> None:
    row = DraftCheckRow("1", None, 14, "2020-01-01T00:00:00+00:00", "{}")
    await app.database.write(lambda db: draft_checks.put(db.conn, row))
    assert await has_rows(app, "draft_checks")
    async with run_in_background(*maintenance.background_tasks(app)):
        await comes_true(lambda: has_no_rows(app, "draft_checks"))


async def test_a_missing_model_is_logged_and_the_other_work_goes_on(app: App, caplog: pytest.LogCaptureFixture) -> None:
    async with run_in_background(*maintenance.background_tasks(app)):
        await comes_true(lambda: is_logged(caplog, "answers will not name their sources"))
        (app.folders[0] / "ferry.txt").write_text("The ferry line will close in May.\n")
        await comes_true(lambda: counts(app, 1))


async def test_a_fault_of_one_kind_of_work_does_not_end_the_others(app: App, caplog: pytest.LogCaptureFixture) -> None:
    (app.folders[0] / "ferry.txt").write_text("The ferry line will close in May.\n")
    await app.sync()
    await app.database.write(lambda db: db.execute("DROP TABLE document_units"))
    async with run_in_background(*maintenance.background_tasks(app)):
        await comes_true(lambda: has_rows(app, "sentence_vectors"))
    assert "work in the background failed" in caplog.text


async def test_units_and_vectors_of_new_articles_are_worked_out_even_without_the_language_model(app: App) -> None:
    (app.folders[0] / "ferry.txt").write_text("The ferry line will close in May.\n")
    await app.sync()
    async with run_in_background(*maintenance.background_tasks(app)):
        await comes_true(lambda: has_rows(app, "document_units"))
        await comes_true(lambda: has_rows(app, "word_vectors"))
        await comes_true(lambda: has_rows(app, "sentence_vectors"))


async def test_without_a_sentence_model_the_rest_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "ferry.txt").write_text("The ferry line will close in May.\n")
    settings = load_settings(corpus=(tmp_path,), data=tmp_path / "data", sentence_model=str(tmp_path / "none"))
    async with open_app(settings, interactive=True) as app:
        await app.sync()
        async with run_in_background(*maintenance.background_tasks(app)):
            await comes_true(lambda: has_rows(app, "attributions"))
        assert not await has_rows(app, "sentence_vectors")
        assert not await has_rows(app, "word_vectors")
    assert caplog.text.count("The sentence model in") == 1


async def test_vectors_may_be_turned_off(tmp_path: Path) -> None:
    async with open_app(load_settings(corpus=(tmp_path,), sentence_model="off")) as app:
        assert app.sentence_vectors is app.word_vectors is None
        await app.complete()


async def test_the_heart_beats_only_in_good_health(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maintenance, "EVERY_SECONDS", 0)
    looks = 0

    def is_healthy() -> bool:
        nonlocal looks
        looks += 1
        return looks > 3

    async with run_in_background(maintenance.keep_heartbeat(tmp_path, is_healthy)):
        while looks < 3:
            await asyncio.sleep(0)
        assert not heartbeat_file(tmp_path).exists()
        await comes_true(lambda: beats(tmp_path))
    assert not heartbeat_file(tmp_path).exists()


async def beats(folder: Path) -> bool:
    return heartbeat_file(folder).exists()


async def counts(app: App, number: int) -> bool:
    return await app.documents.count() == number


async def is_logged(caplog: pytest.LogCaptureFixture, text: str) -> bool:
    return text in caplog.text


async def is_gone(app: App, id_: str) -> bool:
    return await app.database.read(lambda connection: answers.get(connection, id_)) is None


async def has_no_rows(app: App, table: str) -> bool:
    return not await has_rows(app, table)


async def has_rows(app: App, table: str) -> bool:
    return bool(await app.database.read(lambda connection: connection.execute(f"SELECT 1 FROM {table}").fetchone()))
