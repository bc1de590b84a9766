"""The author of an opinion piece, who is who says "I" in it."""

from __future__ import annotations

import pytest

from bot.attribution.resolution.opinion_author import author_of
from bot.model.documents import Document, DocumentRef

TEXT = "Why the bridge must stay\n\nBy Mara Oll\n\nI have crossed it for forty years.\n"


def article(*authors: str, title: str | None = None, url: str | None = None, text: str = TEXT) -> Document:
    return Document(DocumentRef("id", "bridge", "0", title, authors=authors, url=url), text, ())


@pytest.mark.parametrize(
    "document",
    [
        article("Mara Oll", title="Opinion: the bridge must stay"),
        article(" Mara Oll ", title="The Monday column"),
        article("Mara Oll", url="https://example.org/op-ed/bridge"),
    ],
)
def test_the_only_author_of_an_opinion_piece_is_found_where_the_text_names_them(document: Document) -> None:
    span = author_of(document)
    assert span is not None
    assert span.of(TEXT) == "Mara Oll"


@pytest.mark.parametrize(
    "document",
    [
        article("Mara Oll", title="Bridge closes"),
        article("Mara Oll"),
        article("Mara Oll", "Peter Brandt", title="Opinion: the bridge must stay"),
        article(title="Opinion: the bridge must stay"),
        article(" ", title="Opinion: the bridge must stay"),
        article("Peter Brandt", title="Opinion: the bridge must stay"),
    ],
    ids=["news", "untitled", "two authors", "no author", "blank author", "author not in the text"],
)
def test_news_and_pieces_of_several_authors_have_none(document: Document) -> None:
    assert author_of(document) is None


def test_an_author_at_the_very_start_of_the_text_is_found() -> None:
    span = author_of(article("Mara Oll", title="Opinion", text="Mara Oll on the bridge"))
    assert span is not None
    assert span.start == 0
