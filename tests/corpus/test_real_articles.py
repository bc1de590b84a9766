"""The five real articles, by offsets, counts and kinds; their words stay where they are."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.corpus.ai_disclosure import disclosure_sentences
from bot.corpus.sentences import sentences
from bot.corpus.structure.passages import passages
from bot.model.documents import Block, BlockKind, Document
from bot.model.spans import Span
from tests.corpus.build import document


@pytest.fixture(scope="module")
def articles(real_corpus: Path) -> dict[str, Document]:
    return {path.name[:3]: document(path.read_bytes(), path.name) for path in sorted(real_corpus.glob("*.txt"))}


def at(article: Document, start: int, end: int) -> Block:
    """Return the block that is exactly this span."""
    return next(block for block in article.blocks if block.span == Span(start, end))


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("000", {"heading": 11, "paragraph": 16, "list item": 6}),
        ("001", {"paragraph": 9}),
        ("002", {"heading": 4, "paragraph": 8, "list item": 10, "table header": 3, "table row": 11}),
        ("003", {"heading": 1, "paragraph": 9, "boilerplate": 7}),
        ("004", {"heading": 2, "paragraph": 9, "boilerplate": 11}),
    ],
)
def test_every_block_of_each_article_is_of_the_right_kind(
    articles: dict[str, Document], name: str, counts: dict[str, int]
) -> None:
    assert Counter(block.kind.value for block in articles[name].blocks) == counts


def test_the_text_is_the_file(real_corpus: Path, articles: dict[str, Document]) -> None:
    for path in real_corpus.glob("*.txt"):
        assert articles[path.name[:3]].text == path.read_bytes().decode()


def test_titles_are_told_where_a_line_stands_above_the_prose_and_nowhere_else(articles: dict[str, Document]) -> None:
    told = {name: article.reference.title is not None for name, article in articles.items()}
    assert told == {"000": True, "001": False, "002": False, "003": True, "004": True}
    assert {article.reference.outlet for article in articles.values()} == {None}


def test_the_school_stands_in_a_row_below_the_leaked_records(articles: dict[str, Document]) -> None:
    article = articles["002"]
    row = at(article, 1674, 1738)

    assert row.kind is BlockKind.TABLE_ROW
    assert row.lead_in is not None
    assert row.lead_in.of(article.text).startswith("The leaked records")
    assert row.header is not None
    assert row.header.of(article.text).endswith("| Location |")
    assert [heading.start for heading in row.headings] == [543]


def test_recommendations_inherit_the_line_of_the_specialists(articles: dict[str, Document]) -> None:
    article = articles["002"]
    bullets = [at(article, 4619, 4721), at(article, 4903, 5005)]

    assert {bullet.kind for bullet in bullets} == {BlockKind.LIST_ITEM}
    assert {bullet.lead_in for bullet in bullets} == {Span(4565, 4618)}


def test_the_links_and_the_plea_at_the_end_are_furniture(articles: dict[str, Document]) -> None:
    article = articles["003"]

    assert at(article, 2196, 2260).kind is BlockKind.BOILERPLATE
    assert all(block.kind is BlockKind.BOILERPLATE for block in article.blocks if block.span.start >= 2185)
    assert all(block.kind is BlockKind.BOILERPLATE for block in articles["004"].blocks if block.span.start >= 2302)


def test_the_brief_alone_discloses_what_it_is(articles: dict[str, Document]) -> None:
    assert all(block.ai_generated for block in articles["000"].blocks)
    assert disclosure_sentences(articles["000"]) == [Span(802, 945), Span(2239, 2344)]
    for name in ("001", "002", "003", "004"):
        assert not any(block.ai_generated for block in articles[name].blocks)
        assert disclosure_sentences(articles[name]) == []


def test_a_quoted_paragraph_knows_the_line_that_announces_it(articles: dict[str, Document]) -> None:
    led_in = [block for block in articles["001"].blocks if block.lead_in]
    assert len(led_in) == 1
    assert led_in[0].lead_in is not None
    assert led_in[0].lead_in.of(articles["001"].text).endswith("gleaned:")


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("001", 272, 450),
        ("001", 451, 647),
        ("001", 1269, 1506),
        ("002", 0, 180),
        ("002", 181, 375),
        ("003", 382, 589),
        ("003", 1557, 1739),
        ("003", 1740, 1936),
        ("004", 274, 524),
        ("004", 917, 1062),
    ],
)
def test_sentences_begin_and_end_where_the_reader_would_quote_them(
    articles: dict[str, Document], name: str, start: int, end: int
) -> None:
    article = articles[name]
    found = [sentence for block in article.blocks for sentence in sentences(article.text, block.span)]
    assert Span(start, end) in found


def test_every_block_is_found_through_a_passage(articles: dict[str, Document]) -> None:
    for article in articles.values():
        found = passages(article)
        for block in article.blocks:
            spans = [span for passage in found for span in (passage.span, *passage.context)]
            assert any(span.contains(block.span) for span in spans)
