"""The benchmark itself, small enough to run each time: it measures what it says, so that it can't rot unseen."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench import archive, questions, worker
from tests.bench.peers import PEERS
from tests.bench.questions import Question
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
def test_each_peer_answers_most_questions_over_the_sample_articles(name: str, articles: Path, tmp_path: Path) -> None:
    if name == "bm25s":
        pytest.importorskip("bm25s", reason="bm25s is not installed: make bench brings it")
    built = worker.build(PEERS[name], articles, tmp_path)
    told = worker.ask(PEERS[name], articles, tmp_path, [question.text for question in SEEDS.questions])
    assert built["passages"] >= SIZE
    assert len(told["milliseconds"]) == 3 * len(SEEDS.questions)
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
    arguments = ["--sizes", "200", "--peers", "FTS5", "--news", "nowhere", "--cache", str(tmp_path / "cache")]
    bench.main([*arguments, "--page", str(page)])
    page.write_text(page.read_text().replace("# Benchmarks", "# Benchmarks\n\nBefore.") + "\nAfter.\n")
    bench.main([*arguments, "--page", str(page), "--reuse"])
    written = page.read_text()
    assert "\nBefore.\n" in written
    assert written.endswith("\nAfter.\n")
    assert written.count("| FTS5 |") == 1
    assert "<polyline" in (page.parent / "pictures/benchmark-cost.svg").read_text()
    texts = [json.loads(line)["text"] for path in tmp_path.rglob("*.jsonl") for line in path.read_text().splitlines()]
    assert texts
    assert not any(line in written for text in texts for line in text.splitlines() if len(line) > 40)


def test_the_seed_questions_are_about_articles_that_are_there() -> None:
    names = {path.stem for path in (ROOT / "seeds").iterdir()}
    assert SEEDS.kept() <= names
