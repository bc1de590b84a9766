"""PDFs: lines made into paragraphs again, and a plain sentence for those that hold no text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from bot.corpus.declared_metadata import pdf_date
from bot.corpus.readers import Unreadable, read
from bot.model.documents import Document
from tests.corpus.build import Scanned, document, pdf, shown, unreadable

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


def test_the_files_own_title_counts_where_the_first_page_shows_it_or_has_none() -> None:
    body = "the ministry said so."
    assert document(pdf([body], title="Microsoft Word - x.docx"), "a.pdf").reference.title is None
    assert document(pdf([body], title="draft7 final.pdf"), "a.pdf").reference.title is None
    assert document(pdf([body], title="harbour-files"), "a.pdf").reference.title is None
    assert document(pdf([body], title="Ferry line to close"), "a.pdf").reference.title == "Ferry line to close"
    shown_on_page = document(pdf(["we found the Harbour files."], title="Harbour Files"), "a.pdf")
    assert shown_on_page.reference.title == "Harbour Files"


def test_the_first_pages_heading_goes_before_a_title_of_another_document() -> None:
    assert document(pdf(LINES, title="Last week's ferry story"), "a.pdf").reference.title == "The harbour files"


def test_the_day_of_creation_counts_unless_the_first_page_names_another() -> None:
    created = "D:20250503101500+02'00'"

    def published(*lines: str) -> str | None:
        return document(pdf(["The harbour files", "", *lines], created=created), "a.pdf").reference.published

    assert published("The ministry said so.") == "2025-05-03T10:15:00+02:00"
    assert published("Velm, 3 May 2025. The ministry said so.") == "2025-05-03T10:15:00+02:00"
    assert published("Velm, May 2nd, 2025. Printed in the evening.") == "2025-05-03T10:15:00+02:00"
    assert published("Velm, 7 March 2019. The ministry said so.") is None
    assert published("Velm, 07/03/2019. The ministry said so.") is None
    assert published("Velm, 05/03/2025. Either of two days.") == "2025-05-03T10:15:00+02:00"


def test_a_pdfs_date_is_read_as_precisely_as_it_is_written() -> None:
    assert pdf_date("D:20250503") == "2025-05-03"
    assert pdf_date("D:20250503101500") == "2025-05-03T10:15:00"
    assert pdf_date("D:20250503101500Z") == "2025-05-03T10:15:00+00:00"
    assert [pdf_date(value) for value in ("", "D:20251399", "yesterday", "D:2025")] == [None] * 4


def test_a_scan_declares_the_day_of_scanning_and_so_no_date() -> None:
    (item,) = read(
        pdf(Scanned(), created="D:20250503"), folder="f", path="a.pdf", ocr_pages={0: "The line will close."}
    )
    assert isinstance(item, Document)
    assert item.reference.published is None


def test_text_from_ocr_takes_the_place_of_a_scanned_page_alone_and_is_marked() -> None:
    data = pdf(["The harbour files", "", "The first page is text."], Scanned(["Scanned with Quay"]), ["The end."])
    (item,) = read(data, folder="f", path="a.pdf")
    assert isinstance(item, Document)
    assert (item.details.unread_pages, item.reference.read_by_ocr) == (1, False)

    (item,) = read(data, folder="f", path="a.pdf", ocr_pages={1: "The second page was a picture.\n\n2\n"})
    assert isinstance(item, Document)
    assert (item.details.unread_pages, item.reference.read_by_ocr) == (0, True)
    assert item.text == "The harbour files\n\nThe first page is text.\n\nThe second page was a picture.\n\nThe end."


def test_a_page_with_a_small_picture_or_with_text_over_one_is_no_scan() -> None:
    pages = [Scanned(["A caption below the picture that runs over more than a few words."]), ["The end."]]
    assert document(pdf(*pages), "a.pdf").details.unread_pages == 0


def test_a_scan_says_that_it_is_one() -> None:
    (item,) = read(pdf(Scanned()), folder="f", path="a.pdf")
    assert isinstance(item, Unreadable)
    assert item.is_scan
    (item,) = read(pdf(Scanned()), folder="f", path="a.pdf", ocr_pages={0: " \n"})
    assert isinstance(item, Unreadable)
    assert item.reason == "holds no text that OCR could read."


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
