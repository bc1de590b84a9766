"""An archive of any size to measure on: real articles, and more made of their sentences, the same ones every time.

The articles that hold the questions' answers stand in it as they are, and no sentence of theirs anywhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from bot.corpus import readers
from bot.corpus.sentences import sentences
from bot.model.documents import Document
from bot.model.spans import Span

Article = dict[str, str]

SEED = 4
MAKING = 1  # raise it when the same size would hold something else
_NAME = re.compile(r"(?<=[a-z] )[A-Z][a-z]{4,}\b")
_NEW_NAMES = 3  # in each recombined article: an archive goes on meeting people that it has not heard of
_LONGEST_RUN = 3  # sentences taken over together
_TOO_FEW = 12  # words left that no further sentence is taken for


@dataclass(frozen=True, slots=True)
class _Stock:
    """What recombined articles are made of: articles, the sentences of each, and names."""

    articles: Sequence[Article]
    sentences: Sequence[Sequence[str]]
    names: Sequence[str]


def write(path: Path, size: int, originals: Sequence[Article], kept: Collection[str]) -> int:
    """Write an archive of `size` paragraphs or a few more as JSONL, and return how many they are."""
    made = 0
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as file:
        for article in _articles(originals, kept):
            file.write(json.dumps(article, ensure_ascii=False) + "\n")
            made += len(_lines(article))
            if made >= size:
                break
    partial.replace(path)
    return made


def passages(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield id and title of its article, and text, of every passage of an archive.

    A passage is a paragraph, of about 150 words in the real articles; factdesk makes its own of them.
    """
    for article in from_file(path):
        for line in _lines(article):
            yield article["id"], article["title"], line


def from_jsonl(path: Path) -> list[Article]:
    return list(from_file(path))


def from_folder(folder: Path) -> list[Article]:
    """Return the articles of a folder of files, each with its name as its id."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix in readers.SUFFIXES and path.name != "README.md":
            for document in readers.read(path.read_bytes(), folder=str(folder), path=path.name):
                if isinstance(document, Document):
                    title = document.reference.title or document.name
                    found.append({"id": document.name, "title": title, "text": document.text})
    return found


def from_file(path: Path) -> Iterator[Article]:
    """Yield the articles of a .jsonl file, one in memory at a time."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _lines(article: Article) -> list[str]:
    return [line for line in article["text"].splitlines() if line.strip()]


def _articles(originals: Sequence[Article], kept: Collection[str]) -> Iterator[Article]:
    """Yield those to be kept, then the others, then recombined ones without end."""
    chance = Random(SEED)
    spare = [article for article in originals if article["id"] not in kept]
    yield from (article for article in originals if article["id"] in kept)
    yield from chance.sample(spare, len(spare))
    stock = _stock(spare)
    for number in count():
        yield _recombined(stock, number, chance)


def _stock(spare: Sequence[Article]) -> _Stock:
    split = [
        [span.of(line) for line in article["text"].splitlines() for span in sentences(line, Span(0, len(line)))]
        for article in spare
    ]
    names = sorted({name for article in spare for name in _NAME.findall(article["text"])})
    return _Stock(spare, [found for found in split if found], names)


def _recombined(stock: _Stock, number: int, chance: Random) -> Article:
    """Return an article in the shape of one of the stock, with sentences and a headline from others."""
    shape = chance.choice(stock.articles)
    lines = [_paragraph(stock, len(line.split()), chance) for line in shape["text"].splitlines()]
    for _ in range(_NEW_NAMES):
        at, name = chance.randrange(len(lines)), _blend(stock.names, chance)
        lines[at] = _NAME.sub(name, lines[at], count=1)
    about = {name: shape[name] for name in ("outlet", "published") if name in shape}
    title = chance.choice(stock.articles)["title"]
    return {"id": f"made-{number:06}", "title": title, **about, "text": "\n".join(lines)}


def _paragraph(stock: _Stock, words: int, chance: Random) -> str:
    taken: list[str] = []
    while words > _TOO_FEW:
        source = chance.choice(stock.sentences)
        at = chance.randrange(len(source))
        run = source[at : at + chance.randint(1, _LONGEST_RUN)]
        taken += run
        words -= sum(sentence.count(" ") + 1 for sentence in run)
    return " ".join(taken)


def _blend(names: Sequence[str], chance: Random) -> str:
    """Return a name that begins like one of `names` and ends like another."""
    head, tail = chance.choice(names), chance.choice(names)
    return head[: len(head) // 2 + 1] + tail[len(tail) // 2 :]
