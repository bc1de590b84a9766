"""Word documents, made by python-docx: structure, metadata, and a sentence for what can't be read."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bot.corpus.readers import read
from bot.model.documents import BlockKind, Document
from tests.corpus.build import block, document, of_kind, shown, unreadable


def word() -> WordDocument:
    """Return a new document without the template's metadata."""
    made = docx.Document()
    made.core_properties.author = ""
    made.core_properties.created = made.core_properties.modified = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    return made


def saved(made: WordDocument) -> bytes:
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def read_word(made: WordDocument) -> Document:
    return document(saved(made), "bridge.docx")


def word_with(*paragraphs: str) -> WordDocument:
    made = word()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    return made


def test_headings_lists_tables_and_quotations_become_blocks() -> None:
    made = word()
    made.add_heading("Bridge to reopen", 0)
    made.add_paragraph("The mayor gave three reasons:")
    made.add_paragraph("The piers were mended.", style="List Bullet")
    made.add_paragraph("The deck was laid.", style="List Bullet")
    made.add_heading("Costs", 2)
    made.add_paragraph("“It was cheap,” she wrote.", style="Quote")
    table = made.add_table(2, 2)
    for number, text in enumerate(("Year", "Cost", "2025", "4 million")):
        table.cell(number // 2, number % 2).text = text
    article = read_word(made)
    assert shown(article) == [
        ("heading", "Bridge to reopen"),
        ("paragraph", "The mayor gave three reasons:"),
        ("list item", "- The piers were mended."),
        ("list item", "- The deck was laid."),
        ("heading", "Costs"),
        ("quotation", "“It was cheap,” she wrote."),
        ("table row", "Year | Cost"),
        ("table row", "2025 | 4 million"),
    ]
    assert [span.of(article.text) for span in block(article, "cheap").headings] == ["Bridge to reopen", "Costs"]
    assert "three reasons:\n\n- The piers were mended.\n- The deck was laid.\n\nCosts" in article.text


def test_a_repeated_header_row_is_the_tables_header() -> None:
    made = word()
    table = made.add_table(2, 2)
    for number, text in enumerate(("Year", "Cost", "2025", "4 million")):
        table.cell(number // 2, number % 2).text = text
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    assert of_kind(read_word(made), BlockKind.TABLE_HEADER) == ["Year | Cost"]


def test_a_document_without_styles_has_its_headings_and_bullets_detected() -> None:
    made = word()
    for line in (
        "Bridge to reopen in May",
        "By Jane Roe",
        "The bridge will reopen in May, the mayor said on Monday after a long meeting of the council.",
        "- The piers were mended.",
        "It cost four million, according to a report that was shown to reporters.",
    ):
        made.add_paragraph(line)
    article = read_word(made)
    assert (article.reference.title, article.reference.authors) == ("Bridge to reopen in May", ("Jane Roe",))
    assert of_kind(article, BlockKind.LIST_ITEM) == ["- The piers were mended."]


def test_tracked_insertions_are_text_and_deletions_are_not() -> None:
    made = word()
    paragraph = made.add_paragraph("The bridge will ")
    for tag, text_tag, text in (("w:del", "w:delText", "not "), ("w:ins", "w:t", "surely ")):
        change, run, content = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        content.text = text
        content.set(qn("xml:space"), "preserve")
        run.append(content)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run("reopen.")
    assert read_word(made).text == "The bridge will surely reopen."


def test_comments_changes_and_macros_are_counted_and_no_text() -> None:
    made = word()
    paragraph = made.add_paragraph("The bridge will ")
    change = OxmlElement("w:del")
    paragraph._p.append(change)
    made.add_comment(paragraph.add_run("reopen."), text="Is that so?", author="Ada", initials="A")
    target = BytesIO(saved(made))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    article = document(target.getvalue(), "bridge.docx")
    assert article.text == "The bridge will reopen."
    assert (article.details.comments, article.details.tracked_changes, article.details.has_macros) == (1, 1, True)
    assert (plain := read_word(word_with("Text."))).details.comments == plain.details.tracked_changes == 0


def test_moved_text_stands_where_it_was_moved_to_and_a_deleted_row_is_gone() -> None:
    made = word()
    paragraph = made.add_paragraph("The ")
    for tag, text in (("w:moveFrom", "old "), ("w:moveTo", "old ")):
        change, run, content = OxmlElement(tag), OxmlElement("w:r"), OxmlElement("w:t")
        content.text = text
        content.set(qn("xml:space"), "preserve")
        run.append(content)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run("bridge stands.")
    table = made.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "Cost", "4 million"
    table.rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    assert read_word(made).text == "The old bridge stands.\n\nCost"


def test_a_footnote_stands_at_the_end() -> None:
    made = word_with("The bridge will reopen.")
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    reference, run = OxmlElement("w:footnoteReference"), OxmlElement("w:r")
    reference.set(qn("w:id"), "2")
    run.append(reference)
    made.paragraphs[0]._p.append(run)
    made.add_paragraph("Rain fell.")
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        f'<w:footnotes xmlns:w="{space}"><w:footnote w:id="2"><w:p><w:r><w:t>The mayor said so.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>".encode(),
    )
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert read_word(made).text == "The bridge will reopen.\n\nRain fell.\n\n- The mayor said so."


def test_a_line_break_does_not_glue_words_together() -> None:
    made = word()
    made.add_paragraph("The bridge\nwill reopen.")
    assert read_word(made).text == "The bridge will reopen."


def test_core_properties_give_what_the_text_does_not() -> None:
    made = word()
    made.core_properties.title, made.core_properties.author = "Bridge to reopen soon", "Ivo Brandt"
    made.add_paragraph("the bridge will reopen, the mayor said on Monday.")
    reference = read_word(made).reference
    assert (reference.title, reference.authors) == ("Bridge to reopen soon", ("Ivo Brandt",))
    assert reference.published == "2026-03-04T09:30:00Z"


def test_core_properties_give_way_to_the_text_and_to_good_sense() -> None:
    made = word()
    made.core_properties.title, made.core_properties.author = "Article template of 2019", "Microsoft Office User"
    made.add_heading("Bridge to reopen", 1)
    made.add_paragraph("Velm, 7 March 2019. The bridge will reopen, the mayor said.")
    reference = read_word(made).reference
    assert (reference.title, reference.authors, reference.published) == ("Bridge to reopen", (), None)


@pytest.mark.parametrize(
    ("last_change", "date"), [(datetime(2026, 4, 3, tzinfo=UTC), True), (datetime(2026, 4, 5, tzinfo=UTC), False)]
)
def test_a_file_reused_more_than_a_month_later_has_no_date(last_change: datetime, date: bool) -> None:
    made = word()
    made.core_properties.modified = last_change
    made.add_paragraph("the bridge will reopen, the mayor said.")
    assert bool(read_word(made).reference.published) is date


def test_the_templates_own_metadata_is_not_the_articles() -> None:
    made = docx.Document()
    made.add_paragraph("the bridge will reopen, the mayor said.")
    reference = read_word(made).reference
    assert (reference.title, reference.authors) == (None, ())


def test_what_cannot_be_read_is_said_in_one_sentence() -> None:
    made = word()
    data = saved(made)
    assert "holds no text" in unreadable(data, "a.docx")
    assert unreadable(b"", "a.docx") == "is empty."
    assert "not a Word document" in unreadable(b"plain words", "a.docx")
    assert "encrypted or an old .doc" in unreadable(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.docx")
    other = BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    assert "not a Word document, despite its name" in unreadable(other.getvalue(), "a.docx")


def test_an_archive_that_unpacks_without_end_is_refused_before_it_is_unpacked() -> None:
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 20_000_001)
    assert len(bomb.getvalue()) < 100_000
    assert "unpacks to more than 20 MB" in unreadable(bomb.getvalue(), "a.docx")


def test_a_document_of_countless_empty_paragraphs_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_tags(number: int) -> bytes:
        target = BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            text = "<w:p><w:r><w:t>Ada Lind said so.</w:t></w:r></w:p>"
            body = f"<w:body>{text}{'<w:p/>' * (number - 10)}</w:body>"
            archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}">{body}</w:document>')
        return target.getvalue()

    assert "has more than 250,000 marks of layout" in unreadable(with_tags(250_001), "a.docx")
    monkeypatch.setattr("bot.corpus.readers.docx._MOST_TAGS", 40)
    assert document(with_tags(40), "a.docx").text == "Ada Lind said so."
    assert "marks of layout" in unreadable(with_tags(41), "a.docx")


def test_a_document_damaged_anywhere_ends_in_a_document_or_a_sentence() -> None:
    made = word()
    made.add_heading("Bridge to reopen", 0)
    made.add_paragraph("The piers were mended.", style="List Bullet")
    whole = saved(made)
    for place in range(0, len(whole), 2_311):
        for damaged in (whole[:place], whole[:place] + b"\xff" * 20 + whole[place + 20 :]):
            (item,) = read(damaged, folder="desk", path="a.docx")
            assert isinstance(item, Document) or item.reason.endswith(".")


@pytest.mark.parametrize(
    "body",
    [
        "not xml",
        "<a/>",
        '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>',
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        + "<w:body>" + "<w:sdt><w:sdtContent>" * 3_000 + "</w:sdtContent></w:sdt>" * 3_000 + "</w:body></w:document>",
    ],
)  # fmt: skip
def test_a_broken_body_is_said_in_one_sentence(body: str) -> None:
    made = word()
    made.add_paragraph("Text.")
    source, target = BytesIO(saved(made)), BytesIO()
    with zipfile.ZipFile(source) as original, zipfile.ZipFile(target, "w") as changed:
        for name in original.namelist():
            changed.writestr(name, body if name == "word/document.xml" else original.read(name))
    assert unreadable(target.getvalue(), "a.docx").endswith(".")
