"""Attributions written as lines that a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.attribution import pipeline
from bot.corpus import readers
from bot.model.documents import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from spacy.language import Language

    from bot.model.attribution import Attribution
    from bot.model.spans import Span

FLAGS = ("inherited", "inferred", "hypothetical", "negated")


def read(text: str) -> Document:
    """Return `text` as a plain text file gives it."""
    (document,) = readers.read(text.encode(), folder="tests", path="article.txt")
    assert isinstance(document, Document), document
    return document


def slices(document: Document, spans: Iterable[Span]) -> str:
    return " … ".join(span.of(document.text) for span in spans)


def line(document: Document, found: Attribution) -> str:
    """Return `source | cue | content | kind role voice flags | chain`."""
    flags = [flag for flag in FLAGS if getattr(found, flag)]
    parts = [slices(document, found.source), slices(document, found.cue), slices(document, found.content)]
    parts.append(" ".join([found.kind, found.role, found.source_kind, *flags]))
    parts.append(" <- ".join(f"{link.name} ({link.role})" for link in found.chain))
    return " | ".join(parts)


@pytest.fixture(scope="session")
def lines(nlp: Language) -> Callable[[str], list[str]]:
    """Return a function from a text to its attributions, a line each."""

    def lines_of(text: str) -> list[str]:
        document = read(text)
        return [line(document, found) for found in pipeline.attribute(document, nlp)]

    return lines_of
