"""The benchmark itself, small enough to run each time: it measures what it says, so that it can't rot unseen."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench import archive, journal, paths, questions, regressions, worker
from tests.bench.journal import BenchJournal
from tests.bench.peers import PEERS
from tests.bench.plot import svg
from tests.bench.questions import Question
from tests.bench.report import ReportRow, _growth_table, line
from tests.conftest import ROOT

SIZE = 300
SEEDS = bench._source(Path("nowhere"))


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bench._archive(tmp_path_factory.mktemp("archive"), SIZE, SEEDS)


def test_an_archive_is_the_same_every_time_and_holds_the_questions_articles_as_they_are(
    articles: Path, tmp_path: Path
) -> None:
    again = bench._archive(tmp_path, SIZE, SEEDS)
    assert again.read_bytes() == articles.read_bytes()
    assert SIZE <= sum(1 for _ in archive.passages(articles)) < SIZE + 100
    made = {article["id"]: article["text"] for article in archive.from_jsonl(articles)}
    originals = {article["id"]: article["text"] for article in SEEDS.articles}
    assert {name: made[name] for name in SEEDS.kept()} == {name: originals[name] for name in SEEDS.kept()}


def test_the_answers_articles_lend_no_sentence_to_recombined_ones(articles: Path) -> None:
    made = " ".join(article["text"] for article in archive.from_jsonl(articles) if article["id"].startswith("made"))
    assert made
    assert not any(question.answer == "Black Moon" and question.answer in made for question in SEEDS.questions)


@pytest.mark.parametrize("name", PEERS)
async def test_each_peer_answers_most_questions_over_the_sample_articles(
    name: str, articles: Path, tmp_path: Path
) -> None:
    if name == "bm25s":
        pytest.importorskip("bm25s", reason="bm25s is not installed: make bench brings it")
    built = await asyncio.to_thread(worker.build, PEERS[name], articles, tmp_path)
    told = await worker.ask(PEERS[name], articles, tmp_path, [question.text for question in SEEDS.questions])
    assert built["passages"] >= SIZE
    assert len(told["first"]) == len(SEEDS.questions)
    assert len(told["milliseconds"]) == 2 * len(SEEDS.questions)
    assert bench._score(SEEDS.questions, told).hits_10 >= 0.6


async def test_the_event_loop_is_watched_while_many_search(articles: Path, tmp_path: Path) -> None:
    worker.build(PEERS["FTS5"], articles, tmp_path)
    told = await worker.loop(articles, tmp_path, [question.text for question in SEEDS.questions])
    assert told["longest"] > 0


def test_a_rank_is_the_first_passage_of_a_gold_article_that_holds_the_answer() -> None:
    question = Question("1", "Where?", "São Tomé", ("a", "b"))
    found = [("c", "Sao Tome"), ("a", "Tome"), ("b", "In SAO-TOME, it was said."), ("a", "Sao Tome")]
    assert questions.rank(question, found) == 3
    assert questions.rank(question, found[:2]) == 0
    assert questions.score([1, 4, 0, 10]) == questions.Score(0.25, 0.5, 0.75, (1 + 1 / 4 + 1 / 10) / 4)


def test_the_rarest_known_word_is_misspelt_and_always_in_the_same_way() -> None:
    known = Counter({"ferry": 9, "harbour": 2, "reached": 5})
    question = Question("1", "Which ferry reached the harbour of Nowhere?", "", ())
    once = questions.misspelt(question, known, in_words=1, edits=1)
    assert once == questions.misspelt(question, known, in_words=1, edits=1)
    assert once.text != question.text
    assert once.text.startswith("Which ferry reached the ")
    assert once.text.endswith(" of Nowhere?")


def test_the_command_writes_the_table_and_the_picture_and_keeps_what_is_written_around_them(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "benchmarks.md"
    arguments = ["--sizes", "200,300", "--peers", "FTS5", "--news", "nowhere", "--cache", str(tmp_path / "cache")]
    bench.main([*arguments, "--page", str(page)])
    page.write_text(page.read_text().replace("# Benchmarks", "# Benchmarks\n\nBefore.") + "\nAfter.\n")
    bench.main([*arguments, "--page", str(page), "--reuse"])
    written = page.read_text()
    assert "\nBefore.\n" in written
    assert written.endswith("\nAfter.\n")
    assert written.count("| FTS5 |") == 3  # two sizes, and the exponent over them
    assert "<polyline" in (page.parent / "pictures/benchmark-cost.svg").read_text()
    texts = [json.loads(line)["text"] for path in tmp_path.rglob("*.jsonl") for line in path.read_text().splitlines()]
    assert texts
    assert not any(line in written for text in texts for line in text.splitlines() if len(line) > 40)


def test_an_interrupted_run_goes_on_from_what_it_has_measured_unless_the_code_is_other(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []

    def measure(what: str, *_: object) -> dict[str, int]:
        started.append(what)
        return {"passages": len(started)}

    monkeypatch.setattr(journal, "_worker", measure)
    path = tmp_path / "unfinished.json"
    first = BenchJournal(path, "code").run("ask", "FTS5", articles, SEEDS.questions)
    assert BenchJournal(path, "code").run("ask", "FTS5", articles, SEEDS.questions) == first
    assert started == ["ask"]
    BenchJournal(path, "code").run("ask", "FTS5", articles, SEEDS.questions[1:])
    BenchJournal(path, "other code").run("ask", "FTS5", articles, SEEDS.questions)
    assert started == ["ask"] * 3
    again = BenchJournal(path, "other code")
    again.finish()
    assert not path.exists()


def test_only_a_ratio_that_grew_by_more_than_a_quarter_is_a_regression() -> None:
    released = {"10000": {"search p50": 2.0, "search p95": 2.0}}
    now = {"10000": {"search p50": 2.5, "search p95": 2.51}, "20000": {"search p50": 9.0}}
    [sentence] = regressions.regressions(released, now)
    assert sentence.startswith("10,000 passages, search p95: 2.51 times")


def test_a_pair_takes_the_first_pass_apart_and_the_quickest_of_the_later_ones() -> None:
    pair = regressions.paired(10, {"factdesk": [[9, 9], [4, 8], [6, 2]], "tantivy": [[5, 5], [2, 1], [1, 2]]})
    assert (pair.first, pair.spent) == ((9, 9), (4, 2))
    assert pair.ratios() == {"search p50": 4.0, "search p95": 4.0}


async def test_all_paths_are_measured_on_a_copy(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "_ANSWERS", 4)
    monkeypatch.setattr(paths, "_ANSWERS_BEFORE", 2)
    for number in ("_QUESTIONS", "_QUOTES", "_LOOK_UPS", "_AT_ONCE", "_NEW_ARTICLES", "_STARTS"):
        monkeypatch.setattr(paths, number, 2)
    data = tmp_path / "factdesk"
    await asyncio.to_thread(worker.build, PEERS["factdesk"], articles, data)
    before = sorted(path.name for path in tmp_path.iterdir())
    told = await paths.paths(articles, data, [question.text for question in SEEDS.questions])
    assert all(spent and min(spent) > 0 for spent in told["spent"].values())
    assert {"ask, first", "ask, again", "quote, altered", "similar claims"} <= told["spent"].keys()
    assert told["disk"]["database"] > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_row_and_its_exponents_are_told_by_size() -> None:
    def row(passages: int, cost: float) -> ReportRow:
        return ReportRow("FTS5", passages, 2.0, 0, 10**6, (3 * cost,), (cost,), questions.Score(1, 1, 1, 1))

    rows = [row(100, 1.0), row(10_000, 10.0)]
    assert line(rows[0]) == "| 100 | FTS5 | – | – | 1 | 3.00 | 3.00 | 1.00 | 1.00 | 1.00 | 1.00 | 1.00 | 1.00 | 1.000 |"
    assert _growth_table(rows).splitlines()[-1] == "| FTS5 | 100 to 10,000 | 0.50 | 0.50 | 0.50 |"
    assert "FTS5" not in _growth_table(rows[:1])


def test_names_of_lines_that_end_close_together_do_not_overlap_in_the_picture() -> None:
    peers = ("one", "two", "three", "four", "five")
    drawn = svg({name: [(100, 1, 2), (1_000, 10 + number / 10, 20)] for number, name in enumerate(peers)})
    heights = sorted(float(re.search(rf'y="([\d.]+)" fill="#\w+">{name}<', drawn)[1]) for name in peers)
    assert min(below - above for above, below in pairwise(heights)) >= 13


def test_the_seed_questions_are_about_articles_that_are_there() -> None:
    names = {path.stem for path in (ROOT / "seeds").iterdir()}
    assert SEEDS.kept() <= names
