"""The watches of the benchmark are the same in every run, and of all three kinds."""

from __future__ import annotations

from bot.desk.question_watches import watch_kind
from bot.model.question_watches import WatchKind
from tests.bench.watches import WatchFigures, watched_texts

ARTICLES = [
    (
        f"Yesterday the harbour master Ada Lind{number} told reporters that the northern ferry would carry many people."
        f" On Monday the spokesman Pavel Doric denied that the council of Orlets had bought seventy lamps {number}."
    )
    for number in range(40)
]


def test_the_same_seed_makes_the_same_texts_of_all_kinds() -> None:
    texts = watched_texts(ARTICLES, 30)
    assert len(texts) == 30
    assert texts == watched_texts(ARTICLES, 30)
    assert texts != watched_texts(ARTICLES, 30, seed=14)
    assert {watch_kind(text) for text in texts} == set(WatchKind)
    assert any(text.startswith("is it true that") for text in texts)


def test_the_figures_are_means_of_an_article() -> None:
    figures = WatchFigures(
        watches=10, articles=2, lookups=[1.0, 3.0], asked=[10.0, 30.0], candidates=5, asks=4, finds=1, index_ms=7.0,
        peer_ms=2.0,
    )  # fmt: skip
    lines = "\n".join(figures.lines())
    assert "looked up: 2.00 ms an article" in lines
    assert "2.50 candidates an article" in lines
    assert "asked: 20.0 ms an article" in lines
    assert "2.0 ms a watch, 10 ms an article" in lines
