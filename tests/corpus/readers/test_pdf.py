"""PDFs: lines made into paragraphs again, and a plain sentence for those that hold no text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from bot.corpus.readers import read
from bot.model.documents import Document
from tests.corpus.build import document, pdf, shown, unreadable

LINES = [
    "The harbour files",
    "By Jane Roe",
    "",
    "The papers were found by the owner and shown to one of the editors, who had been",
    "working on the story for more than a year before anybody outside of the news-",
    "room ever saw the first page of it.",
    "A second paragraph opens here and goes on until the very end of this first page,",
    "- where a bullet stands",
    "1",
]


def test_lines_become_paragraphs_bullets_stay_apart_and_page_numbers_go() -> None:
    article = document(pdf(LINES, ["Another page tells the rest of it."]), "a.pdf")

    kinds = [kind for kind, _ in shown(article)]
    assert kinds == ["heading", "paragraph", "paragraph", "paragraph", "list item", "paragraph"]
    assert shown(article)[2][1].startswith("The papers were found")
    assert shown(article)[2][1].endswith("the first page of it.")
    assert "\n" not in shown(article)[2][1]


def test_a_sentence_that_a_page_breaks_is_joined_again() -> None:
    article = document(pdf(["The ministry said that the"], ["figures were final."]), "a.pdf")

    assert article.text == "The ministry said that the figures were final."


def test_a_hyphen_that_only_the_layout_put_there_is_taken_out() -> None:
    assert "newsroom" in document(pdf(LINES), "a.pdf").text


def test_the_files_own_title_counts_only_where_the_first_page_shows_it() -> None:
    assert document(pdf(["the ministry said so."], title="Microsoft Word - x.docx"), "a.pdf").reference.title is None
    assert (
        document(pdf(["we found the Harbour files."], title="Harbour Files"), "a.pdf").reference.title
        == "Harbour Files"
    )


def test_what_cannot_be_read_is_said_in_one_sentence() -> None:
    assert "encrypted" in unreadable(pdf(LINES, encrypted=True), "a.pdf")
    assert "no pages" in unreadable(pdf(), "a.pdf")
    assert unreadable(pdf([], []), "a.pdf") == "is a scan: it has no text layer; run OCR first."
    assert "is not a PDF" in unreadable(b"PK\x03\x04 something else", "a.pdf")
    assert unreadable(b"", "a.pdf") == "is empty."


def test_a_pdf_cut_off_anywhere_ends_in_a_document_or_a_sentence() -> None:
    whole = pdf(LINES)
    for end in range(0, len(whole), 97):
        (item,) = read(whole[:end], folder="desk", path="a.pdf")
        assert isinstance(item, Document) or item.reason.endswith(".")


def test_many_threads_may_read_pdfs_at_once() -> None:
    data = pdf(LINES, LINES)
    with ThreadPoolExecutor(8) as pool:
        texts = set(pool.map(lambda _: document(data, "a.pdf").text, range(40)))
    assert len(texts) == 1
