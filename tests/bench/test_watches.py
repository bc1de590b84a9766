"""The watches of the benchmark are the same in every run, and of all three kinds."""

from __future__ import annotations

import re

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


def test_evenly_each_name_has_its_turn_before_another_has_two() -> None:
    about = "On Monday the spokesman {} denied that the council of the port had bought {} lamps and ladders."
    names = ("Ada Lind", "Mara Orlow", "Ines Varga")
    articles = [about.format("Pavel Doric", number) for number in range(60, 80)]
    articles += [about.format(name, 60) for name in names]
    texts = watched_texts(articles, 4, evenly=True)
    assert all(sum(name in text for text in texts) == 1 for name in (*names, "Pavel Doric"))


def test_the_figures_are_means_of_an_article() -> None:
    figures = WatchFigures(
        watches=10, articles=2, lookups=[1.0, 3.0], asked=[10.0, 30.0], candidates=5, asks=4, finds=1, index_ms=7.0,
        peer_ms=2.0, prepared=[100.0, 300.0],
    )  # fmt: skip
    lines = "\n".join(figures.lines())
    assert re.search(r"^looked up: p50 2\.0, p95 [\d.]+, mean 2\.0 ms an article$", lines, re.MULTILINE)
    assert "2.50 candidates an article" in lines
    assert "attributed and encoded: p50 200.0" in lines
    assert "looked up and asked: p50 20.0" in lines
    assert "2.0 ms a watch, 10 ms an article" in lines
