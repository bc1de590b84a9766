"""Searching over real files and index: limits, phrases, corrections, excerpts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.app import App, open_app
from bot.library.search import SearchResult
from bot.model.search import SearchFilter
from bot.settings import load_settings

ARTICLES = {
    "harbour.md": (
        "---\ntitle: The Velm bridge is closed\noutlet: Evening Post\npublished: 2025-06-03\n---\n"
        "The Velm bridge closed to lorries on Sunday, Mayor Mara Lindt said.\n"
    ),
    "ferry.md": (
        "---\ntitle: Ferry traffic doubles\noutlet: The Ledger\npublished: 2024-11-20\n---\n"
        "Nordlink carried 3,000 lorries over the Velm last week, its director Jonas Brandt said.\n"
    ),
    "plan.md": "---\ntitle: A plan\n---\nA bridge for lorries is planned, and on Sunday it was shown.\n",
}


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = load_settings(data=tmp_path / "data", corpus=(folder,), _env_file=None)
    async with open_app(settings) as app:
        await app.sync()
        yield app


def _names(found: SearchResult) -> list[str]:
    return [excerpt.document.name for _, excerpt in found.hits]


async def test_passages_come_best_first_with_their_text(app: App) -> None:
    found = await app.search("Nordlink lorries", limit=5)
    assert _names(found)[0] == "ferry"
    scores = [hit.score for hit, _ in found.hits]
    assert scores == sorted(scores, reverse=True)
    documents = await app.documents.get({hit.document for hit, _ in found.hits})
    for hit, excerpt in found.hits:
        assert excerpt.quote.text == hit.span.of(documents[hit.document].text) != ""


async def test_an_outlet_a_time_and_a_title_limit_what_is_found(app: App) -> None:
    assert _names(await app.search("lorries", 5, SearchFilter(outlet="The Ledger"))) == ["ferry"]
    assert _names(await app.search("lorries outlet:post", 5)) != []
    assert _names(await app.search('lorries outlet:"Evening Post"', 5)) == ["harbour"]
    assert _names(await app.search("lorries", 5, SearchFilter(since=date(2025, 6, 3)))) == ["harbour"]
    assert _names(await app.search("lorries", 5, SearchFilter(until=date(2025, 6, 2)))) == ["ferry"]
    assert _names(await app.search("lorries title:traffic", 5)) == ["ferry"]


async def test_an_outlet_alone_shows_what_it_published(app: App) -> None:
    assert _names(await app.search('outlet:"The Ledger"', 5)) == ["ferry"]


async def test_a_phrase_has_to_stand_word_for_word_and_an_excluded_word_nowhere(app: App) -> None:
    assert _names(await app.search('"lorries on Sunday"', 5)) == ["harbour"]
    assert set(_names(await app.search("lorries -Velm", 5))) == {"plan"}
    assert _names(await app.search("-Velm", 5)) == []


async def test_a_misspelling_is_corrected_and_reported_unless_the_search_is_exact(app: App) -> None:
    corrected = await app.search("Nordlnik", 5)
    assert [(correction.typed, correction.used) for correction in corrected.corrections] == [("Nordlnik", "Nordlink")]
    assert _names(corrected) == ["ferry"]
    assert _names(await app.search('"lorries on Sundai"', 5)) == ["harbour"]
    exact = await app.search("Nordlnik", 5, exact=True)
    assert (exact.corrections, exact.hits) == ((), ())


async def test_a_time_of_publication_limits_what_is_found_unless_that_leaves_nothing(app: App) -> None:
    assert _names(await app.search("reports published in 2024 on lorries", 5)) == ["ferry"]
    assert len(_names(await app.search("reports published in 1999 on lorries", 5))) == 3


@pytest.mark.parametrize("typed", ["", '"', "-", "outlet:", 'title:""', "::: --- “”", "\x00\ud800", "a" * 5000])
async def test_nothing_that_is_typed_is_an_error(app: App, typed: str) -> None:
    assert (await app.search(typed, 5)).hits == ()
