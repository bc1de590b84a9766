"""Markdown's structure, on the file's own offsets."""

from __future__ import annotations

from bot.model.documents import BlockKind
from tests.corpus.build import block, document, of_kind, shown

ARTICLE = """---
title: The harbour files
outlet: The Quay
---

# The harbour files

First paragraph,
over two lines.

## What the files list

The files list:

- cranes
  - small ones
1. tugs

| Ship | Crew |
|---|---|
| Ada | 4 |

> Quoted words.
>
> More of them.

Setext heading
--------------

**Bold heading**

Last words. [link](https://example.org) ends it.

[1]: https://example.org/reference
"""


def test_each_structure_becomes_the_block_that_it_is() -> None:
    assert shown(document(ARTICLE, "a.md")) == [
        ("heading", "The harbour files"),
        ("paragraph", "First paragraph,\nover two lines."),
        ("heading", "What the files list"),
        ("paragraph", "The files list:"),
        ("list item", "- cranes"),
        ("list item", "- small ones"),
        ("list item", "1. tugs"),
        ("table header", "| Ship | Crew |"),
        ("table row", "| Ada | 4 |"),
        ("quotation", "Quoted words."),
        ("quotation", "More of them."),
        ("heading", "Setext heading"),
        ("heading", "Bold heading"),
        ("paragraph", "Last words. [link](https://example.org) ends it."),
    ]


def test_the_text_is_the_file_itself_with_its_front_matter_in_no_block() -> None:
    article = document(ARTICLE, "a.md")

    assert article.text == ARTICLE
    assert article.blocks[0].span.start > ARTICLE.index("---", 4)


def test_headings_nest_by_their_level() -> None:
    article = document("# A\n\n## B\n\n### C\n\nDeep.\n\n## D\n\nFlat.", "a.md")

    assert [h.of(article.text) for h in block(article, "Deep").headings] == ["A", "B", "C"]
    assert [h.of(article.text) for h in block(article, "Flat").headings] == ["A", "D"]


def test_list_and_table_share_the_sentence_above_them() -> None:
    article = document(ARTICLE, "a.md")

    row = block(article, "Ada")
    assert row.lead_in.of(article.text) == "The files list:"  # type: ignore[union-attr]
    assert row.header == block(article, "Ship").span


def test_markdown_without_any_mark_is_read_like_plain_text() -> None:
    article = document("The harbour files\n\nThey were found on Monday, the owner said.\n", "a.md")

    assert of_kind(article, BlockKind.HEADING) == ["The harbour files"]
    assert article.reference.title == "The harbour files"


def test_windows_line_ends_keep_the_spans_true() -> None:
    article = document(ARTICLE.replace("\n", "\r\n"), "a.md")

    assert [text.replace("\r", "") for _, text in shown(article)] == [
        text for _, text in shown(document(ARTICLE, "a.md"))
    ]


def test_lists_nested_past_the_parsers_patience_lose_no_words() -> None:
    deep = "".join(f"{'  ' * depth}- item {depth}\n" for depth in range(120))
    article = document(deep, "a.md")

    kept = "".join(text for _, text in shown(article))
    assert all(f"item {depth}" in kept for depth in range(120))
