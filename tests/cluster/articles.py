"""Small articles and passages for the tests of the cluster."""

from __future__ import annotations

from hashlib import sha256
from random import Random

from bot.model.documents import Document, DocumentRef, Passage
from bot.model.spans import Span

_WORDS = """the ferry harbour crossed night storm captain reported council vote budget bridge opened mayor said number
of passengers rescue coast guard arrived late morning engine failed inquiry found documents leaked minister denied Lindt
Brandt Marsh Ostrava Wessex Tallinn route timetable harbourmaster refused comment tide rose market
closed"""


def article(name: str, text: str, **about: object) -> Document:
    reference = DocumentRef(f"id-{name}", name, sha256(text.encode()).hexdigest(), **about)  # type: ignore[arg-type]
    return Document(reference, text, ())


def by_line(document: Document, **flags: bool) -> tuple[Document, list[Passage]]:
    """Return a document with one passage a line."""
    passages, start = [], 0
    for ordinal, line in enumerate(document.text.splitlines(keepends=True)):
        passages.append(Passage(document.id, ordinal, Span(start, start + len(line.rstrip())), **flags))
        start += len(line)
    return document, passages


def many(count: int, seed: int = 1) -> list[tuple[Document, list[Passage]]]:
    """Return articles of some lines of invented text, the same ones every time."""
    chance = Random(seed)
    made = []
    for number in range(count):
        lines = (" ".join(chance.choices(_WORDS.split(), k=chance.randint(6, 40))) for _ in range(chance.randint(2, 9)))
        title = " ".join(chance.choices(_WORDS.split(), k=5))
        made.append(
            by_line(
                article(f"{seed}-{number}", "\n".join(lines), title=title, published="2025-03-0" + str(1 + number % 9))
            )
        )
    return made


def questions(count: int, seed: int = 5) -> list[list[str]]:
    chance = Random(seed)
    return [chance.sample(_WORDS.split(), chance.randint(1, 5)) for _ in range(count)]
