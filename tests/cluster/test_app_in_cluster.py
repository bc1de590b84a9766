"""The app over an index in a cluster: the same answers, a desk that works without it, and catching up."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from pathlib import Path

import pytest

from bot.answer.presentation.serialize import answer_json
from bot.app import App, open_app
from bot.cli.service.checks import State, run_checks
from bot.cli.service.upkeep import keep_cluster_current
from bot.errors import IndexUnavailableError
from bot.library import sync
from bot.model.claim_input import NewClaim
from bot.model.claims import Actor
from bot.model.search import Term
from bot.quotecheck.headline import headline, notes
from bot.settings import Settings, load_settings
from bot.store.passages import opensearch_requests as requests
from bot.store.passages.index import TantivyIndex
from bot.store.passages.target import ClusterTarget
from tests.cluster.nodes import Cluster, free_ports
from tests.conftest import SHARED

_QUESTIONS = SHARED / "eval" / "ask" / "questions_dev.jsonl"
_TIMES = ("elapsed_ms",)


def settings_of(folder: Path, address: str | None, **more: object) -> Settings:
    data, cache = folder / "data", folder / "cache"
    return load_settings(data=data, cache=cache, index=address, _env_file=None, sentence_model="off", **more)


def address(target: ClusterTarget) -> str:
    return "opensearch+" + target.address


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text("The ferry to Ostrava sank at noon, the harbourmaster Mara Lindt said.")
    (folder / "bridge.txt").write_text("The old bridge held in the storm. Nobody was hurt.")
    return folder


async def test_both_indexes_give_the_same_answers_about_the_real_articles(
    cluster: Cluster, target: ClusterTarget, real_corpus: Path, tmp_path: Path
) -> None:
    lines = _QUESTIONS.read_text("utf-8").splitlines() if _QUESTIONS.is_file() else []
    asked = [json.loads(line)["question"] for line in lines]
    given = []
    for name, where in (("folder", None), ("cluster", address(target))):
        async with open_app(settings_of(tmp_path / name, where, corpus=(real_corpus,))) as app:
            await app.sync()
            quotes = [text for document in await app.documents.page(0, 9) for text in await _lines(app, document.id)]
            answers = {question: _without_times(answer_json(await app.ask(question))) for question in asked}
            given.append((answers, [await _checked(app, text) for text in quotes]))
    (answers, checks), (other_answers, other_checks) = given
    assert [question for question in asked if answers[question] != other_answers[question]] == []
    assert checks == other_checks


async def _lines(app: App, id_: str) -> list[str]:
    """Return some lines of a document as they are, and with a word left out."""
    text = (await app.documents.get([id_]))[id_].text
    lines = [line for line in text.splitlines() if len(line.split()) > 12][:4]
    return [*lines, *(" ".join(line.split()[:6] + line.split()[7:]) for line in lines)]


async def _checked(app: App, text: str) -> tuple[str, list[str], list[tuple[str, object]]]:
    check = await app.quote(text)
    return (
        headline(check),
        list(notes(check)),
        [(match.location.document, match.location.span) for match in check.matches],
    )


def _without_times(answer: object) -> str:
    found = json.loads(json.dumps(answer))
    return json.dumps({name: value for name, value in found.items() if name not in _TIMES}, sort_keys=True)


async def test_the_desk_works_while_the_cluster_is_down_and_the_index_catches_up_after(
    cluster: Cluster, target: ClusterTarget, articles: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (port,) = free_ports(1)
    nowhere = f"opensearch+http://127.0.0.1:{port}/{target.name}"
    settings = settings_of(tmp_path, nowhere, corpus=(articles,), index_seconds=5)
    with caplog.at_level(logging.WARNING):
        async with open_app(settings, interactive=True) as app:
            assert caplog.text == ""
            upkeep = asyncio.create_task(keep_cluster_current(app))
            while "The archive can't be reached at" not in caplog.text:
                await asyncio.sleep(0.05)
            assert not upkeep.done()
            upkeep.cancel()
            request = app.desk.request(5, Actor(11, "Maria", is_editor=True))
            await app.desk.flag(request, NewClaim("The ferry sank."))
            assert (await app.desk.file(5, 1)).claim.text == "The ferry sank."
            for attempt in (app.ask("Who said that the ferry sank?"), app.quote("The ferry sank at noon"), app.sync()):
                with pytest.raises(IndexUnavailableError, match="The archive can't be reached"):
                    await attempt
    settings = settings_of(tmp_path, address(target), corpus=(articles,))
    async with open_app(settings) as app:
        await app.sync()
        answer = await app.ask("Who said that the ferry sank?")
        assert answer.findings
        assert answer.findings[0].document.name == "ferry"
        generation = app.index.generation()
    # What is stored while the cluster is away comes into the index afterwards.
    (articles / "tunnel.txt").write_text("The new tunnel to Wessex opened.")
    async with open_app(settings_of(tmp_path, None, corpus=(articles,))) as app:
        assert (await app.sync()).added == 1
    async with open_app(settings, interactive=True) as app:
        assert app.index.generation() < generation
        upkeep = asyncio.create_task(keep_cluster_current(app))
        while await asyncio.to_thread(_generation, app) <= generation:
            await asyncio.sleep(0.05)
        upkeep.cancel()
        assert (await app.search("tunnel")).hits


def _generation(app: App) -> int:
    with suppress(IndexUnavailableError):  # its shards are just being created
        return app.index.generation()
    return -1


async def test_an_answer_says_what_was_missing(
    cluster: Cluster, target: ClusterTarget, articles: Path, tmp_path: Path
) -> None:
    settings = settings_of(tmp_path, address(target), corpus=(articles,), index_replicas=0, index_seconds=3)
    async with open_app(settings) as app:
        await app.sync()
        await app.ask("Who said that the ferry sank?")
        cluster.spread(target.name)
        held = {int(shard["shard"]): shard["node"] for shard in _shards(cluster, target)}
        node = cluster.node_without(target.name, requests.MARKER)
        cluster.kill(node)
        cluster.wait_for("red")
        missing = sum(name == node.name for name in held.values())
        said = f"{missing} of 3 shards of the index didn't answer: articles may be missing here. Ask again later."
        answer = await app.ask("Who said that the balloon landed?")
        assert answer.notes[0] == said
        assert not answer.headline.startswith("No article mentions")
        check = await app.quote("The balloon landed in the river at dawn")
        assert said in list(notes(check))
        assert headline(check) == "Not in what could be searched of the articles"
        listed = await app.passage_search.list_passages("balloon", 5)
        assert listed.notes[0] == said
        assert listed.headline == "No passage found in what could be searched"


def _shards(cluster: Cluster, target: ClusterTarget) -> list[dict[str, str]]:
    found: list[dict[str, str]] = cluster.request("GET", f"/_cat/shards/{target.name}?format=json")
    return found


async def test_hits_of_an_earlier_version_of_an_article_are_left_out(
    cluster: Cluster, target: ClusterTarget, articles: Path, tmp_path: Path
) -> None:
    async with open_app(settings_of(tmp_path, address(target), corpus=(articles,))) as app:
        await app.sync()
        assert len((await app.search("ferry")).hits) == 1
        text = "Today, the harbourmaster Mara Lindt told reporters, the ferry to Ostrava sank at noon, long after dawn."
        (articles / "ferry.txt").write_text(text)
        elsewhere = TantivyIndex(tmp_path / "elsewhere")
        await sync.sync_folders(app.archive, elsewhere, [articles], max_file_mb=1)
        # The cluster holds the earlier version still.
        assert len(app.index.candidates([Term("ferry")], 5)) == 1
        assert (await app.search("ferry")).hits == ()
        await app.catch_up()
        (found,) = (await app.search("ferry")).hits
        assert found[1].quote.text == text


async def test_the_doctor_tells_the_state_of_the_cluster(
    cluster: Cluster, target: ClusterTarget, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of(tmp_path, address(target), corpus=(articles,))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FACTDESK_DATA", str(settings.data))
    monkeypatch.setenv("FACTDESK_INDEX", address(target))
    async with open_app(settings) as app:
        await app.sync()
    await asyncio.to_thread(cluster.wait_for_green)
    version = cluster.request("GET", "/")["version"]["number"]
    found = {check.name: check for check in await run_checks()}["index"]
    assert found.state is State.OK
    assert found.finding == f"in sync, 2 passages (OpenSearch {version}, 3 nodes, green)"
    monkeypatch.setenv("FACTDESK_INDEX", f"opensearch+http://127.0.0.1:{free_ports(1)[0]}/factdesk")
    found = {check.name: check for check in await run_checks()}["index"]
    assert found.state is State.FAIL
    assert found.finding.startswith("The archive can't be reached at")


async def test_one_index_is_in_use_at_a_time_and_a_change_loses_no_removal(
    cluster: Cluster, target: ClusterTarget, articles: Path, tmp_path: Path
) -> None:
    here = settings_of(tmp_path, None, corpus=(articles,))
    there = settings_of(tmp_path, address(target), corpus=(articles,))
    for settings in (here, there):
        async with open_app(settings) as app:
            await app.sync()
            assert (await app.search("bridge")).hits
    (articles / "bridge.txt").unlink()
    async with open_app(there) as app:
        await app.sync()
        (articles / "tunnel.txt").write_text("The new tunnel to Wessex opened.")
        await app.sync()
    for settings in (here, there):
        async with open_app(settings) as app:
            assert app.index.passages() == 2
            assert app.index.candidates([Term("bridge")], 5) == []
            await app.sync()
