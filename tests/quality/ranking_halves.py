"""Measure the ranking of passages on two halves of three question sets, split by article.

    python -m tests.quality.ranking_halves [--signals opening=.3,proximity=0]... [--half a]

Each cell is MRR@10 / Hits@10, as in the table of docs/search.md. A signal is to be chosen with `--half a` and checked
on both. The sets are the quiz (right is a passage with the answer, in an article of the quiz), the editors' questions
and our own (right is a passage with a sentence of the evidence); all articles are in one index.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from bot.app import open_app
from bot.library.search import SearchService
from bot.search.ranking import ALL, Signals
from bot.settings import load_settings
from tests.conftest import SHARED
from tests.gold import records
from tests.gold.records import Row

NEWS = SHARED / "eval" / "news"
QUIZ = NEWS / "questions_dev.jsonl"
EDITORS = tuple(SHARED / "eval" / "ask" / f"news_{part}.jsonl" for part in "abefgh")
HALVES = ("a", "b")
LIMIT = 10


@dataclass(frozen=True, slots=True)
class RankedQuestion:
    """A question with the articles and the texts of which a right passage holds one, folded."""

    text: str
    documents: tuple[str, ...]
    answers: frozenset[tuple[str, str]]

    def is_right(self, document: str, passage: str) -> bool:
        """Return whether a passage holds an answer."""
        folded = f" {fold_words(passage)} "
        return any(name == document and f" {answer} " in folded for name, answer in self.answers)


@dataclass(frozen=True, slots=True)
class RankingFigures:
    """MRR@10 and Hits@10 of some questions."""

    mrr: float
    hits: float

    def __str__(self) -> str:
        return f"{self.mrr:.3f} / {self.hits:.3f}"


def fold_words(text: str) -> str:
    """Return the words of a text without case, accents and punctuation, separated by spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.casefold()))


def question_sets() -> dict[str, list[RankedQuestion]]:
    """Return the answerable questions of the three sets."""
    editors = [row for path in EDITORS for row in records.read_rows(path)]
    return {
        "quiz": [_quiz_question(row) for row in records.read_rows(QUIZ)],
        "editors": [_evidence_question(row) for row in editors if row["answerable"]],
        "own": [_evidence_question(row) for row in records.read_rows(records.QUESTIONS) if row["answerable"]],
    }


def _quiz_question(row: Row) -> RankedQuestion:
    answer = fold_words(row["answer"])
    answers = frozenset((name, answer) for name in row["documents"])
    return RankedQuestion(row["question"], tuple(row["documents"]), answers)


def _evidence_question(row: Row) -> RankedQuestion:
    answers = frozenset((span["doc"], fold_words(span["text"])) for span in row["evidence"])
    return RankedQuestion(row["question"], tuple(row["docs"]), answers)


def halves(questions: Sequence[RankedQuestion]) -> dict[str, list[RankedQuestion]]:
    """Return the questions of half a and b. Articles that share a question are in the same half."""
    first = _first_articles(question.documents for question in questions)
    split: dict[str, list[RankedQuestion]] = {half: [] for half in HALVES}
    for question in questions:
        digest = hashlib.sha256(first(question.documents[0]).encode()).digest()
        split[HALVES[digest[0] % 2]].append(question)
    return split


def _first_articles(groups: Iterable[Sequence[str]]) -> Callable[[str], str]:
    """Return a function that gives the first of all articles that groups connect with one."""
    parents: dict[str, str] = {}

    def first(name: str) -> str:
        while (parent := parents.setdefault(name, name)) != name:
            name = parent
        return name

    for group in groups:
        for name in group:
            low, high = sorted((first(group[0]), first(name)))
            parents[high] = low
    return first


async def figures(search: SearchService, questions: Sequence[RankedQuestion]) -> RankingFigures:
    """Ask all questions and return their figures."""
    ranks = [await _rank_of_right(search, question) for question in questions]
    found = [rank for rank in ranks if rank]
    return RankingFigures(sum(1 / rank for rank in found) / len(ranks), len(found) / len(ranks))


async def _rank_of_right(search: SearchService, question: RankedQuestion) -> int:
    hits = (await search.search(question.text, LIMIT)).hits
    right = (
        rank
        for rank, (_, excerpt) in enumerate(hits, start=1)
        if question.is_right(excerpt.document.name, excerpt.quote.text)
    )
    return next(right, 0)


async def _rows(tried: Sequence[Signals], half: str | None) -> None:
    columns = [
        (f"{name} {part}", questions)
        for name, asked in question_sets().items()
        for part, questions in halves(asked).items()
        if half in {None, part}
    ]
    print("| |", " | ".join(f"{name} ({len(questions)})" for name, questions in columns), "|")
    print("|---" * (len(columns) + 1) + "|")
    with tempfile.TemporaryDirectory() as cache:
        settings = load_settings(cache=Path(cache), sentence_model="off", _env_file=None)
        async with open_app(settings, corpus=[NEWS, records.ARTICLES]) as app:
            await app.sync()
            for signals in tried:
                search = SearchService(app.index, app.documents, signals)
                cells = [str(await figures(search, questions)) for _, questions in columns]
                name = f"opening {signals.opening:g}, proximity {signals.proximity:g}"
                print(f"| {name} |", " | ".join(cells), "|", flush=True)
                await search.close()


def _read_signals(typed: str) -> Signals:
    weights = {name.strip(): float(weight) for name, _, weight in (pair.partition("=") for pair in typed.split(","))}
    return replace(ALL, **weights)  # type: ignore[arg-type]


@click.command(help=__doc__)
@click.option("--signals", "tried", multiple=True, help="Weights beside those of now, as opening=.3,proximity=0.")
@click.option("--half", type=click.Choice(HALVES), help="Measure one half only.")
def main(tried: tuple[str, ...], half: str | None) -> None:
    asyncio.run(_rows([ALL, *map(_read_signals, tried)], half))


if __name__ == "__main__":
    main()
