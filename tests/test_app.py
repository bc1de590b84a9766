"""The app: place of its index, and recovery at the next opening."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import open_app
from bot.errors import UserError
from bot.model.claim_input import NewClaim, NewEvidence
from bot.model.claims import Actor, EvidenceKind, PinState
from bot.model.notifications import OutboxKind
from bot.model.search import Term
from bot.model.spans import Span
from bot.settings import Settings, load_settings


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)  # away from a developer's .env
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "ferry.txt").write_text("The ferry sank at noon.")
    database = request.getfixturevalue("archive_url") if request.param == "postgresql" else None
    return load_settings(data=tmp_path / "data", cache=tmp_path / "cache", corpus=(articles,), database=database)


async def test_a_second_run_finds_all_in_place(settings: Settings) -> None:
    async with open_app(settings) as app:
        report = await app.sync()
        assert (report.added, report.seconds > 0) == (1, True)
    async with open_app(settings) as app:
        assert [hit.ordinal for hit in app.index.candidates([Term("ferry")], 5)] == [0]
        assert (await app.sync()).unchanged == 1


async def test_folders_given_by_hand_get_an_index_of_their_own(settings: Settings, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "bridge.txt").write_text("The bridge held.")
    async with open_app(settings) as app:
        await app.sync()
    async with open_app(settings, corpus=[other]) as app:
        assert (await app.sync()).documents == 1
        assert app.data.is_relative_to(settings.cache)
        assert app.index.candidates([Term("ferry")], 5) == []
        kept_in = app.data
    async with open_app(settings, corpus=[tmp_path / "articles" / ".." / "other"]) as app:
        assert app.data == kept_in
        assert (await app.sync()).unchanged == 1


async def test_an_index_that_was_lost_is_made_again_on_opening(settings: Settings) -> None:
    async with open_app(settings) as app:
        await app.sync()
        app.index.clear()
    async with open_app(settings) as app:
        assert len(app.index.candidates([Term("ferry")], 5)) == 1


async def test_without_a_folder_the_run_says_what_to_set(settings: Settings) -> None:
    async with open_app(settings.model_copy(update={"corpus": ()})) as app:
        with pytest.raises(UserError, match="FACTDESK_CORPUS"):
            await app.sync()


async def test_a_removed_folder_is_gone_from_the_answers(settings: Settings) -> None:
    async with open_app(settings) as app:
        await app.sync()
        assert await app.remove(str(settings.corpus[0])) == 1
        assert app.index.candidates([Term("ferry")], 5) == []
        assert await app.documents.count() == 0


async def test_the_desk_looks_at_what_changed_in_every_run(settings: Settings) -> None:
    actor = Actor(1, "Maria", is_editor=True)
    async with open_app(settings) as app:
        await app.sync()
        await app.desk.flag(app.desk.request(5, actor), NewClaim("The ferry sank at noon."))
        [reference] = await app.documents.page(0, 1)
        pin = NewEvidence(EvidenceKind.QUOTE, "sank at noon", reference.id, reference.sha256, Span(10, 22))
        await app.desk.add_evidence(app.desk.request(5, actor), 1, [pin])
        (settings.corpus[0] / "news.txt").write_text("The old ferry sank at noon, its owner said.")
        (settings.corpus[0] / "ferry.txt").write_text("The ferry sank at one.")
        await app.sync()
        change = await app.desk.outbox.first(5, 1)
        assert change is not None
        assert (change.kind, change.subject) == (OutboxKind.SOURCE, 1)
        evidence = (await app.desk.file(5, 1)).evidence[0]
        assert (evidence.pin, evidence.found) == (PinState.CHANGED, "The ferry sank at one.")
        await app.desk.outbox.finish(change)
        mention = await app.desk.outbox.first(5, 1)
        assert mention is not None
        assert (await app.desk.outbox.mention(mention)).text == "The old ferry sank at noon, its owner said."
        await app.remove(str(settings.corpus[0].resolve()))
        assert (await app.desk.file(5, 1)).evidence[0].pin is PinState.GONE
