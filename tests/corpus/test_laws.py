"""Laws that hold for any text at all."""

from __future__ import annotations

import re
from email.message import EmailMessage
from io import BytesIO
from itertools import pairwise

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.corpus.readers import Unreadable, read
from bot.corpus.sentences import sentences
from bot.corpus.structure.blocks import blocks
from bot.corpus.structure.passages import passages
from bot.corpus.structure.tables import is_ruler
from bot.model.documents import BlockKind, Document
from bot.model.spans import Span

SNIPPETS = st.sampled_from(
    [
        "\n", "\n\n", "\r\n", "\r", " ", "    ", "\t", "\u2028", "\x0b", "\0", "\u202e", "😀", "﷽", "e\u0301",
        "# ", "## ", "- ", "* ", "1. ", "> ", "|", "---|---", "a | b | c", "---", "```", "===", "**", "[1]: x\n", "<p>",
        "Heading", "Read also:", "Sign up for our newsletter.", "AI-generated summary",
        "This article was written by AI.",
        "The files list:", "He met the U.S. envoy. ", "“It is over.” ", "By Jane Roe", "Source: The Quay", "word " * 90,
        "One sentence stands here and ends. ", "x" * 700,
    ]
)  # fmt: skip
TEXTS = st.one_of(st.lists(SNIPPETS, max_size=25).map("".join), st.text(max_size=300))

# The first page or PDF of a run brings its library in, which takes longer than any deadline.
LAW = settings(max_examples=60, deadline=None)


def read_one(text: str, path: str) -> Document | None:
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return None
    (item,) = read(data, folder="f", path=path)
    assert isinstance(item, Document) or item.reason.endswith(".")
    return None if isinstance(item, Unreadable) else item


@LAW
@given(TEXTS)
def test_blocks_are_in_order_apart_trimmed_and_inside(text: str) -> None:
    end = 0
    for block in blocks(text):
        assert end <= block.span.start < block.span.end <= len(text)
        assert block.span.of(text) == block.span.of(text).strip()
        end = block.span.end


@LAW
@given(TEXTS)
def test_blocks_of_plain_text_leave_out_only_rulers_and_marks(text: str) -> None:
    left = list(text)
    for block in blocks(text):
        left[block.span.start : block.span.end] = " " * len(block.span)
    for line in "".join(left).replace("\r", "\n").split("\n"):
        assert is_ruler(line) or re.fullmatch(r"[\s#>]*", line)


@LAW
@given(TEXTS)
def test_markdown_loses_no_word(text: str) -> None:
    article = read_one(text, "a.md")
    if article is None or article.text.startswith("---"):
        return
    shown = "".join(block.span.of(article.text) for block in article.blocks)
    for word in ("Heading", "sentence", "envoy", "newsletter", "😀"):
        assert shown.count(word) == article.text.count(word)


@LAW
@given(TEXTS)
def test_a_plain_file_is_its_text_and_slices_are_its_slices(text: str) -> None:
    article = read_one(text, "a.txt")
    if article is not None:
        assert article.text == text.removeprefix("\ufeff")


@pytest.mark.parametrize("path", ["a.txt", "a.md"])
@LAW
@given(text=TEXTS)
def test_passages_hold_every_sentence_of_every_block_once(path: str, text: str) -> None:
    article = read_one(text, path)
    if article is None:
        return
    found = passages(article)
    assert found
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    context = {part for passage in found for part in passage.context}
    for block in article.blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.TABLE_HEADER) and block.span in context:
            continue
        for sentence in sentences(article.text, block.span):
            assert sum(passage.span.contains(sentence) for passage in found) == 1


@LAW
@given(TEXTS, st.integers(0, 50), st.integers(0, 50))
def test_sentences_tile_their_span(text: str, left: int, right: int) -> None:
    start = min(left, len(text))
    span = Span(start, max(start, len(text) - right))
    found = sentences(text, span)
    assert "".join("".join(s.of(text) for s in found).split()) == "".join(span.of(text).split())
    assert all(s.of(text) and s.of(text) == s.of(text).strip() and span.contains(s) for s in found)


@LAW
@given(st.binary(max_size=300), st.sampled_from([".txt", ".md", ".html", ".jsonl", ".pdf", ".docx", ".eml"]))
def test_any_bytes_end_in_documents_or_sentences(data: bytes, suffix: str) -> None:
    for item in read(data, folder="f", path=f"a{suffix}"):
        assert isinstance(item, Document) or item.reason.endswith(".")


@LAW
@given(TEXTS)
def test_any_page_ends_in_a_document_or_a_sentence(text: str) -> None:
    read_one(f"<html><body><article><h1>{text}</h1><p>{text}</p></article></body></html>", "a.html")


@LAW
@given(TEXTS, TEXTS)
def test_any_mail_has_its_blocks_in_order_apart_and_trimmed(text: str, subject: str) -> None:
    message = EmailMessage()
    message["Subject"] = " ".join(subject.encode("utf-8", "replace").decode().split())
    message.set_content(text.encode("utf-8", "replace").decode(), cte="base64")
    _check_blocks(message.as_bytes(), "a.eml")


@LAW
@given(st.lists(TEXTS, max_size=4), st.sampled_from(["Normal", "Heading 2", "List Bullet", "Quote"]))
def test_any_word_document_has_its_blocks_in_order_apart_and_trimmed(texts: list[str], style: str) -> None:
    made = docx.Document()
    for text in texts:
        made.add_paragraph("".join(c for c in text if c.isprintable()), style=style)
    target = BytesIO()
    made.save(target)
    _check_blocks(target.getvalue(), "a.docx")


def _check_blocks(data: bytes, path: str) -> None:
    (item,) = read(data, folder="f", path=path)
    if isinstance(item, Unreadable):
        assert item.reason.endswith(".")
        return
    end = 0
    for block in item.blocks:
        assert end <= block.span.start < block.span.end <= len(item.text)
        assert block.span.of(item.text) == block.span.of(item.text).strip()
        end = block.span.end
