"""How a document without a title is called."""

from __future__ import annotations

import pytest

from bot.corpus.readers import read
from bot.model.documents import Document
from bot.normalize import opening

SUMMARY = "The ferry line will stop. Nobody was asked about it, and the harbour council says nothing."
LONG = "word " * 40


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        (f"## The end of a line\n\n{SUMMARY}", "The end of a line"),
        (f"{SUMMARY}\n\n## The end of a line\n\nMore of it.", "The end of a line"),
        (f"{SUMMARY}\n\n## Background\n\nMore of it.", "The ferry line will stop."),
        (f"{SUMMARY}\n\nA.\n\nB.\n\nC.\n\n## The end of a line\n\nMore of it.", "The ferry line will stop."),
        (f"> **{SUMMARY}**", "The ferry line will stop."),
        (LONG, "word " * 17 + "…"),
    ],
)
def test_an_untitled_document_is_called_by_its_first_heading_or_sentence(text: str, heading: str) -> None:
    [document] = read(text.encode(), folder="f", path="0a1b.md")
    assert isinstance(document, Document)
    assert opening(document.text, document.blocks) == heading
    assert document.reference.display_title in (heading, document.reference.title)


def test_a_title_goes_before_how_a_document_begins() -> None:
    [document] = read(b"---\ntitle: Ferries\n---\n\nThe ferry line will stop.\n", folder="f", path="0a1b.md")
    assert isinstance(document, Document)
    assert (document.reference.heading, document.reference.display_title) == (None, "Ferries")
