"""Annotated copies: the draft's own text, each note at its words, and nothing of a hostile text at work."""

from __future__ import annotations

import json
import re
from io import BytesIO
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.draftcheck.annotate import annotated
from bot.draftcheck.annotate.notes import notes
from bot.draftcheck.annotate.segments import printable
from bot.draftcheck.model import CheckedItem, DraftCheck, DraftItem, ItemKind, ItemLevel
from bot.errors import UserError
from bot.model.documents import DocumentRef
from bot.model.spans import Span
from tests.corpus.build import document
from tests.draftcheck.checks import checked, finding, sample

HOSTILE = "</p><script>alert(1)</script> <!-- & ]]> [a](javascript:alert(2)) ![x](y) `c` *b* \x00\x07\x1b\ufffe | # - "
FOOTNOTE = re.compile(r"\[\^\d+\]")


@st.composite
def checks(draw: st.DrawFn) -> DraftCheck:
    """Return checks of texts of all kinds of characters, with items that overlap at will."""
    characters = st.characters(exclude_categories=["Cs"]) | st.sampled_from("\n\r\t <>&*_`[]^|#-1. ")
    text = draw(st.text(characters, max_size=80))
    places = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6))
    spans = sorted(Span(min(place), max(place)) for place in places if place[0] != place[1])
    items = []
    for span in spans:
        kind, level = draw(st.sampled_from(ItemKind)), draw(st.sampled_from(ItemLevel))
        item = DraftItem(kind, span, span.of(text), 1, draw(st.sampled_from([None, "Ada <b>"])))
        items.append(CheckedItem(item, level, note=draw(st.none() | st.just(HOSTILE))))
    return DraftCheck("a.txt", text, tuple(items))


def lines_of(text: str) -> list[str]:
    """Return the lines of a text as a copy holds them."""
    return [printable(line.removesuffix("\r")) for line in text.split("\n")]


def words_of(text: str) -> list[str]:
    """Return a place's words as a copy holds them, line by line and without blanks at its ends."""
    return [line for line in lines_of(text.strip("\r\n")) if line]


def comments(data: bytes) -> dict[str, tuple[str, list[str]]]:
    """Return the text of each comment with the words that it marks, by its number."""
    copy = docx.Document(BytesIO(data))
    marked: dict[str, list[str]] = {}
    going_on: set[str] = set()
    for paragraph in copy.paragraphs:
        for number in going_on:
            marked[number].append("")
        for element in paragraph._p:
            if element.tag == qn("w:commentRangeStart"):
                number = element.get(qn("w:id"))
                going_on.add(number)
                marked[number] = [""]
            elif element.tag == qn("w:commentRangeEnd"):
                going_on.remove(element.get(qn("w:id")))
            elif element.tag == qn("w:r"):
                for number in going_on:
                    marked[number][-1] += str(element.text)
    assert not going_on
    return {
        str(comment.comment_id): (comment.text, [line for line in marked[str(comment.comment_id)] if line])
        for comment in copy.comments
    }


def page(check: DraftCheck) -> ET.Element:
    """Return the HTML copy read as XML: each element is closed, each attribute quoted and unique."""
    text = annotated(check, ".html").decode()
    return ET.fromstring(text.removeprefix("<!DOCTYPE html>\n"))


def draft_of(tree: ET.Element) -> ET.Element:
    return next(element for element in tree.iter("div") if element.get("class") == "draft")


def rendered(markdown: str) -> str:
    """Return the words of a Markdown text as a reader of GitHub's dialect shows them."""
    html = MarkdownIt("gfm-like", {"linkify": False}).render(markdown)
    assert "<script" not in html
    assert "<a " not in html.replace('<a href="https://post.example/', "")
    return "".join(ET.fromstring(f"<div>{html.replace('<br>', ' ')}</div>").itertext())


# Word


@given(checks())
@example(DraftCheck("a.txt", "One line.\r\nTwo\rlines.", ()))
@settings(max_examples=40)
def test_a_word_document_holds_the_drafts_lines_and_each_comment_its_words(check: DraftCheck) -> None:
    data = annotated(check, ".docx")
    paragraphs = [paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs]
    assert paragraphs == lines_of(check.text)
    marked = [words for _, words in comments(data).values()]
    assert marked == [words for note in notes(check) if (words := words_of(note.checked.item.text))]


def test_a_comment_says_level_changes_quote_source_and_link() -> None:
    text, words = comments(annotated(sample(), ".docx"))["1"]
    assert words == ["It carried 40,000 people in the last year,"]
    assert text.split("\n") == [
        "Altered quotation",
        "“40,000” instead of “14,000” (number).",
        "“last” is not in the article.",
        "“It carried 14,000 people in the year”",
        "Maren Volkova, quoted by Torvik Post, 4 March 2026, Ferry line to close",
        "https://post.example/ferry",
    ]


def test_a_sentence_that_nothing_is_to_be_said_about_has_no_comment() -> None:
    assert not any("grey" in words[0] for _, words in comments(annotated(sample(), ".docx")).values())


def test_a_copy_handed_in_again_is_the_same_draft() -> None:
    read_again = document(annotated(sample(), ".docx"), "copy.docx")
    assert read_again.text == sample().text
    assert read_again.details.comments == 6
    assert read_again.reference.published is None


def test_a_word_document_tells_no_time_and_no_program() -> None:
    copy = docx.Document(BytesIO(annotated(sample(), ".docx")))
    assert {comment.timestamp for comment in copy.comments} == {None}
    assert (copy.core_properties.author, copy.core_properties.title) == ("factdesk", "ferry.docx")


# HTML


@given(checks())
@settings(max_examples=60)
def test_a_page_holds_the_drafts_text_and_each_mark_its_words(check: DraftCheck) -> None:
    draft = draft_of(page(check))
    assert "".join(draft.itertext()) == "\n".join(lines_of(check.text))
    for note in notes(check):
        if words := words_of(note.checked.item.text):
            assert "".join(_marked(draft, note.number)) == "".join(words)


def _marked(draft: ET.Element, number: int) -> list[str]:
    """Return the texts of the draft from a note's anchor to its reference."""
    found: list[str] = []
    is_inside = False
    for element in draft.iter():
        if element.tag == "mark":
            ids = [child.get("id") for child in element]
            is_inside = is_inside or f"item-{number}" in ids
        if is_inside and element.tag == "p":
            found.append(element.text or "")
        if is_inside and element.tag == "mark":
            found.append("".join(element.itertext()))
        if element.tag == "a" and element.get("href") == f"#note-{number}":
            return found
        if is_inside and element.tag in ("a", "mark"):
            found.append(element.tail or "" if element.tail != "\n" else "")
    raise AssertionError(f"note {number} has no end")


def test_each_note_of_a_page_is_linked_with_its_place_and_the_worst_is_first() -> None:
    tree = page(sample())
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    links = {element.get("href") for element in tree.iter("a") if (element.get("href") or "").startswith("#")}
    assert {link[1:] for link in links} <= ids
    assert {f"#note-{number}" for number in range(1, 7)} | {f"#item-{number}" for number in range(1, 7)} <= links
    titles = ["".join(title.itertext()) for title in tree.iter("h3")]
    assert titles == [
        "Altered quotation",
        "Said by another",
        "The articles differ",
        "Quotation not in the articles",
        "Already checked: #12",
        "The articles agree",
    ]
    (loud,) = tree.iter("strong")
    assert loud.text == "40,000"


def test_a_page_loads_and_runs_nothing() -> None:
    tree = page(sample())
    assert not [element for element in tree.iter() if element.tag in ("script", "link", "img", "iframe")]
    policy = next(element for element in tree.iter("meta") if element.get("http-equiv"))
    assert "default-src 'none'" in (policy.get("content") or "")


# Markdown


@given(checks())
@example(DraftCheck("a.txt", "    *code*", ()))
@example(
    DraftCheck("a.txt", "    code\n1. one\n- two\n---\n# three\n[^1]: four\n<b>five</b>\n| a | b |\n|---|---|", ())
)
@settings(max_examples=60)
def test_markdown_holds_the_drafts_words_and_a_footnote_for_each_note(check: DraftCheck) -> None:
    copy = annotated(check, ".md").decode()
    body, _, rest = copy.partition("\n\n---\n\n")
    shown = rendered(FOOTNOTE.sub("", body))
    assert "".join(shown.split()) == "".join("".join(lines_of(check.text)).split())
    given_notes = notes(check)
    assert rest.count("\n\n[^") + rest.startswith("[^") == len(given_notes)
    for note in given_notes:
        if words_of(note.checked.item.text):
            assert f"[^{note.number}]" in body


# All


def test_json_has_offsets_into_its_own_text() -> None:
    check = json.loads(annotated(sample(), ".json"))
    assert all(check["text"][item["start"] : item["end"]] == item["text"] for item in check["items"])


@pytest.mark.parametrize("suffix", [".docx", ".html", ".md", ".json"])
def test_hostile_words_stay_words(suffix: str) -> None:
    article = DocumentRef("1", "x", "0", title=HOSTILE, outlet=HOSTILE, url="javascript:alert(3)")
    text = f"{HOSTILE} and more."
    found = [finding(HOSTILE, HOSTILE, article)]
    item = checked(text, HOSTILE, ItemLevel.ALTERED, findings=found, speaker=HOSTILE, note=HOSTILE)
    check = DraftCheck(HOSTILE, text, (item,), left_out=(HOSTILE,))
    data = annotated(check, suffix)
    if suffix == ".html":
        assert b"<script" not in data
        assert b'href="javascript' not in data
        page(check)
    elif suffix == ".md":
        rendered(data.decode())
    elif suffix == ".docx":
        assert len(comments(data)) == 1


def test_an_unknown_type_is_refused_in_one_sentence() -> None:
    with pytest.raises(
        UserError, match=r"^An annotated copy can't be of the type “.pdf”; name a file that ends in .docx"
    ):
        annotated(sample(), ".pdf")
