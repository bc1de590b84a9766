"""The questions to measure with, their misspelt doubles, and whether a list of passages answers them."""

from __future__ import annotations

import json
import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from bot.normalize import fold, words
from tests.bench.archive import SEED, Article

Result = tuple[str, str]  # id of an article, text of a passage
RANKED = 10
_SHORTEST = 5  # letters of a word to misspell


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answer, and the articles that give it."""

    id: str
    text: str
    answer: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How high the first right passage stood, over all questions."""

    hits_1: float
    hits_4: float
    hits_10: float
    mrr: float


def from_jsonl(path: Path) -> list[Question]:
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [Question(row["id"], row["question"], row["answer"], tuple(row["documents"])) for row in rows]


def rank(question: Question, results: Sequence[Result]) -> int:
    """Return the place of the first passage that is right, from 1; 0 where none of the first ten is.

    It is right when it stands in one of the question's articles and holds the answer, case, accents and
    punctuation aside.
    """
    wanted = f" {_plain(question.answer)} "
    for place, (document, text) in enumerate(results[:RANKED], start=1):
        if document in question.documents and wanted in f" {_plain(text)} ":
            return place
    return 0


def score(ranks: Sequence[int]) -> Score:
    within = [sum(1 for place in ranks if 1 <= place <= most) / len(ranks) for most in (1, 4, RANKED)]
    return Score(*within, sum(1 / place for place in ranks if place) / len(ranks))


def rarity(articles: Iterable[Article]) -> Counter[str]:
    """Return in how many articles each word stands, folded."""
    counted: Counter[str] = Counter()
    for article in articles:
        counted.update({word.folded for word in words(f"{article['title']} {article['text']}")})
    return counted


def misspelt(question: Question, known: Counter[str], *, in_words: int, edits: int) -> Question:
    """Return the question with so many `edits` in each of the `in_words` rarest of its words that are known."""
    chance = Random(f"{SEED} {question.id} {in_words} {edits}")
    long = [word.text for word in words(question.text) if len(word.text) >= _SHORTEST and word.text.isalpha()]
    rarest = sorted((word for word in dict.fromkeys(long) if known[fold(word)]), key=lambda word: known[fold(word)])
    text = question.text
    for word in rarest[:in_words]:
        text = re.sub(rf"\b{word}\b", _edited(word, edits, chance), text)
    return replace(question, text=text)


def _edited(word: str, edits: int, chance: Random) -> str:
    """Return `word` after so many slips of the keyboard: a letter dropped, doubled in, hit wrongly, or swapped."""
    edited = word
    while edited == word:
        for _ in range(edits):
            at, letter = chance.randrange(len(edited) - 1), chance.choice(string.ascii_lowercase)
            edited = chance.choice(
                [
                    edited[:at] + edited[at + 1 :],
                    edited[:at] + letter + edited[at:],
                    edited[:at] + letter + edited[at + 1 :],
                    edited[:at] + edited[at + 1] + edited[at] + edited[at + 2 :],
                ]
            )
    return edited


def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare.casefold()))
