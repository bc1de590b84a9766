"""Searching over real files and index: limits, phrases, corrections, excerpts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.app import App, open_app
from bot.library.search import SearchResult, SearchService
from bot.model.search import SearchFilter
from bot.search.ranking import Signals
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


async def test_a_passage_without_any_of_the_words_is_not_found(app: App, tmp_path: Path) -> None:
    text = (
        "---\ntitle: Paratroopers land at Varga\noutlet: Town Crier\n---\n\nThe landing began at noon.\n\n"
        "Soldiers and troops watched from the quay.\n\nFacebook\n\nX\n\nInstagram\n\n"
        "## Read more\n\n- [Paratroopers sing](https://example.org/a)\n- [More paratroopers](https://example.org/b)\n"
        "- [The paratroopers of old](https://example.org/c)\n"
    )
    (tmp_path / "articles" / "landing.md").write_text(text, encoding="utf-8")
    await app.sync()
    found = await app.search("paratroopers", 50)
    assert [hit.ordinal for hit, _ in found.hits] == [0]
    assert not any("sing" in excerpt.quote.text or hit.boilerplate for hit, excerpt in found.hits)
    assert _names(await app.search("Crier", 50)) == ["landing"]


async def test_a_number_is_found_in_words(app: App, tmp_path: Path) -> None:
    (tmp_path / "articles" / "crowd.md").write_text("Three thousand people came to the quay.\n", encoding="utf-8")
    await app.sync()
    assert set(_names(await app.search("3,000", 5))) == {"crowd", "ferry"}


async def test_many_passages_without_the_word_do_not_hide_the_one_with_it(app: App, tmp_path: Path) -> None:
    body = "".join(f"The council met for the {number}th time.\n\n" for number in range(300))
    text = f"---\ntitle: Regatta\n---\n\n{body}A regatta of {'very ' * 60}old boats is planned.\n"
    (tmp_path / "articles" / "regatta.md").write_text(text, encoding="utf-8")
    await app.sync()
    assert any("old boats" in excerpt.quote.text for _, excerpt in (await app.search("regatta", 5)).hits)


async def test_words_that_stand_together_go_before_the_same_words_far_apart(app: App, tmp_path: Path) -> None:
    days = "".join(f"On day {number} the council met. " for number in range(15))
    weeks = "".join(f"In week {number} a choir sang. " for number in range(18))
    for name, text in (
        ("apart", f"{days}The strike is over. {days}The depot is old."),
        ("close", f"{weeks}The strike at the depot is over. {weeks}"),
    ):
        (tmp_path / "articles" / f"{name}.txt").write_text(f"News of {name}\n\n{text}\n", encoding="utf-8")
    await app.sync()
    by_words_alone = SearchService(app.index, app.documents, Signals(proximity=0.0))
    assert _names(await by_words_alone.search("strike depot", 2)) == ["apart", "close"]
    assert _names(await app.search("strike depot", 2)) == ["close", "apart"]
    assert _names(await app.search("strike depot", 1)) == ["close"]


@pytest.mark.parametrize("typed", ["", '"', "-", "outlet:", 'title:""', "::: --- “”", "\x00\ud800", "a" * 5000])
async def test_nothing_that_is_typed_is_an_error(app: App, typed: str) -> None:
    assert (await app.search(typed, 5)).hits == ()


async def test_copies_of_an_article_do_not_hide_the_others(app: App) -> None:
    folder = app.folders[0]
    words = (
        "The Torvik gas works closed for the night, the Torvik gas board said. Homes below the hill went cold at dusk, "
        "and crews with torches went from door to door until it was light.\n"
    )
    for number in range(80):
        (folder / f"notice-{number}.md").write_text(f"---\ntitle: Notice {number}\n---\n{words}", encoding="utf-8")
    others = (
        "Engineers from Torvik checked the pipes below the old market for three days.",
        "A baker rented rooms in Torvik.",
        "Her father sold boats, then nets, and at last a house on the hill above Torvik.",
    )
    for number, text in enumerate(others):
        (folder / f"other-{number}.md").write_text(f"---\ntitle: Other {number}\n---\n{text}\n", encoding="utf-8")
    await app.sync()
    found = await app.search("Torvik gas board", 10)
    assert {"other-0", "other-1", "other-2"} < set(_names(found))
