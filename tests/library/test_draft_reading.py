"""Drafts read from every kind of file: one clear sentence for what can't be read, and nothing of a draft kept."""

from __future__ import annotations

import asyncio
import logging
import os
import zipfile
from collections.abc import Sequence
from functools import partial
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bot.desk.similarity.languages.detection import language_of
from bot.draftcheck.model import Draft
from bot.errors import UserError
from bot.library import draft_reading
from bot.library.draft_reading import FOLDER, DraftReader
from bot.library.english_words import is_everyday
from bot.library.ocr import OcrSetting, ocr_setting
from bot.library.reader_worker import ReadLimits
from bot.model.documents import Document, DocumentRef
from tests.corpus.build import Scanned, pdf
from tests.library import scans
from tests.library.reader_programs import before_parsing

NO_OCR = OcrSetting(enabled=False, seconds=1, program=None)
SENTENCE = "The ferry line will close in May, the mayor said."


async def no_article(_: Document) -> None:
    """Find no indexed article."""


def reader(data: Path, ocr: OcrSetting = NO_OCR, *, most_mb: int = 50, seconds: float = 20) -> DraftReader:
    languages = partial(language_of, is_everyday=is_everyday)
    return DraftReader(data, ReadLimits(seconds=seconds), ocr, languages, no_article, most_mb=most_mb)


async def read(data: Path, content: bytes, name: str, ocr: OcrSetting = NO_OCR) -> Draft:
    return await reader(data, ocr).read(content, name)


async def refusal(data: Path, content: bytes, name: str) -> str:
    with pytest.raises(UserError) as raised:
        await read(data, content, name)
    assert raised.value.message.count(". ") <= 1
    return raised.value.message


def word(*paragraphs: str) -> bytes:
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    return saved(made)


def saved(made: docx.document.Document) -> bytes:
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def archive(**entries: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def with_entry(content: bytes, name: str, entry: bytes) -> bytes:
    target = BytesIO(content)
    with zipfile.ZipFile(target, "a") as made:
        made.writestr(name, entry)
    return target.getvalue()


def files_below(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("draft.txt", SENTENCE.encode()),
        ("draft.md", SENTENCE.encode()),
        ("draft.markdown", SENTENCE.encode()),
        ("draft", SENTENCE.encode()),
        ("draft.html", f"<html><body><article><p>{SENTENCE}</p></article></body></html>".encode()),
        ("draft.pdf", pdf([SENTENCE])),
        ("draft.docx", word(SENTENCE)),
        ("mail.eml", f"From: a@desk.example\nSubject: Draft\n\n{SENTENCE}\n".encode()),
        # The name is wrong, the content counts.
        ("draft.txt", word(SENTENCE)),
        ("draft.docx", pdf([SENTENCE])),
        ("draft.docx", SENTENCE.encode()),
        ("draft.docm", word(SENTENCE)),
    ],
)
async def test_a_draft_is_read_from_each_kind_of_file(tmp_path: Path, name: str, content: bytes) -> None:
    read_draft = await read(tmp_path, content, name)
    document = read_draft.document
    assert SENTENCE in document.text
    assert any(SENTENCE in block.span.of(document.text) for block in document.blocks)
    assert read_draft.left_out == ()


async def test_a_pasted_text_is_read_as_it_stands(tmp_path: Path) -> None:
    text = f"One line.\n\n{SENTENCE}\ud83d"
    read_draft = await reader(tmp_path).read_text(text, "pasted text")
    assert read_draft.document.text == f"One line.\n\n{SENTENCE}?"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xlsx", archive(xl__workbook="<x/>"), "a.xlsx is a spreadsheet; save its text as .docx or .txt, and check"),
        ("a.csv", b"year,cost\n2025,4\n", "a.csv is a spreadsheet;"),
        ("a.docx", archive(xl__workbook="<x/>"), "a.docx is a spreadsheet;"),
        ("a.xlsm", archive(xl__vbaProject="x"), "a.xlsm is a spreadsheet;"),
        ("a.pptx", archive(ppt__presentation="<x/>"), "a.pptx is a presentation;"),
        ("a.odt", archive(mimetype="application/vnd.oasis.opendocument.text"), "a.odt is an OpenDocument file;"),
        ("a.zip", archive(draft="text"), "a.zip is an archive;"),
        ("a.docx", b"PK\x03\x04 and no more", "a.docx is damaged;"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.docx is encrypted or an old Office file;"),
        ("a.pdf", pdf(["x"], encrypted=True), "a.pdf is an encrypted PDF;"),
        ("a.rtf", b"{\\rtf1 text}", "a.rtf is an RTF file;"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "a.png is an image, and only text can be checked;"),
        ("a.txt", b"\xff\xd8\xff\xe0 picture", "a.txt is an image,"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "a.webp is an image,"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0", "a.heic is an image,"),
        ("a.mp3", b"ID3 sound", "a.mp3 is of a type that can't be checked; save it as .docx,"),
        ("a.jsonl", b'{"text": "one"}\n', "a.jsonl is of a type that can't be checked;"),
        ("a.txt", b"", "a.txt is empty."),
        ("a.docx", b"  \n ", "a.docx holds no text, only blank space."),
        ("a.txt", b"... !", "a.txt holds no word to check."),
        ("a.txt", b"\x00\x01" * 90, "a.txt looks like a binary file"),
        ("a.docx", word(), "a.docx holds no text"),
        ("a\n<@1>.csv", b"x,y", "a\\n<@1>.csv is a spreadsheet;"),
    ],
)
async def test_what_is_no_draft_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    assert (await refusal(tmp_path, content, name)).startswith(sentence)


async def test_an_archive_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"\0" * 20_000_001)
    assert "unpacks to more than 20 MB" in await refusal(tmp_path, bomb.getvalue(), "a.docx")


async def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^a.txt has more than 1 MB; check the text alone"):
        await reader(tmp_path, most_mb=1).read(b"x" * 1_000_001, "a.txt")
    with pytest.raises(UserError, match="more than 1,000,000 characters"):
        await reader(tmp_path).read_text("x " * 500_001, "pasted text")


async def test_of_two_hundred_pages_the_first_words_are_checked(tmp_path: Path) -> None:
    page = [f"Line {number} of the page tells of the ferry line and its ten harbours." for number in range(40)]
    read_draft = await read(tmp_path, pdf(*[page] * 200), "book.pdf")
    (sentence,) = read_draft.left_out
    assert sentence.startswith("Only the first ")
    kept = len(read_draft.document.text.split())
    assert 27_000 <= kept <= 30_000
    assert read_draft.document.blocks[-1].span.end == len(read_draft.document.text)


async def test_the_accepted_text_is_checked_and_comments_are_told(tmp_path: Path) -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("The bridge will ")
    for tag, text_tag, text in (("w:del", "w:delText", "not "), ("w:ins", "w:t", "surely ")):
        change, run, content = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        content.text = text
        content.set(qn("xml:space"), "preserve")
        run.append(content)
        change.append(run)
        paragraph._p.append(change)
    made.add_comment(paragraph.add_run("reopen."), text="Is that so?", author="Ada", initials="A")
    read_draft = await read(tmp_path, saved(made), "draft.docx")
    assert read_draft.document.text == "The bridge will surely reopen."
    assert read_draft.left_out == (
        "Its tracked changes were taken as accepted.",
        "1 comment beside the text was not checked.",
    )


async def test_macros_stay_unread(tmp_path: Path) -> None:
    content = with_entry(word(SENTENCE), "word/vbaProject.bin", b"Sub AutoOpen() Danger")
    read_draft = await read(tmp_path, content, "draft.docm")
    assert read_draft.document.text == SENTENCE
    assert read_draft.left_out == ("Its macros were neither run nor checked.",)


async def test_attachments_of_a_mail_are_told(tmp_path: Path) -> None:
    mail = (
        "From: a@desk.example\nSubject: Draft\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        f"--b\nContent-Type: text/plain\n\n{SENTENCE}\n--b\nContent-Type: application/pdf\n"
        "Content-Disposition: attachment; filename=plan.pdf\n\nx\n--b--\n"
    )
    read_draft = await read(tmp_path, mail.encode(), "draft.eml")
    assert SENTENCE in read_draft.document.text
    assert read_draft.left_out == ("Attachments were not checked: plan.pdf.",)


GERMAN = "Der Minister sagte am Montag, dass die Brücke im Mai wieder öffnen werde. Die Kosten betragen vier Millionen."
SWEDISH = "Ministern sade på måndagen att bron kommer att öppnas i maj. Arbetet har kostat fyra miljoner kronor."
CHINESE = "部长周一表示，大桥将于五月重新开放。工程耗资四百万。"


@pytest.mark.parametrize("text", [GERMAN, SWEDISH, CHINESE])
async def test_of_a_draft_in_another_language_only_quotations_are_checked(tmp_path: Path, text: str) -> None:
    read_draft = await read(tmp_path, text.encode(), "entwurf.txt")
    assert read_draft.only_quotations
    assert read_draft.left_out == ("It is not in English: only its quotations were checked.",)


async def test_foreign_names_and_one_foreign_sentence_leave_a_draft_english(tmp_path: Path) -> None:
    foreign = GERMAN.split(". ", maxsplit=1)[0]
    names = "Aleksandar Vučić met Recep Tayyip Erdoğan on Monday. Mr Vučić left Çankaya long before noon."
    text = f"{SENTENCE} {names} {foreign}. He left at once."
    assert not (await read(tmp_path, text.encode(), "draft.txt")).only_quotations


async def test_a_transcript_has_its_speakers(tmp_path: Path) -> None:
    text = "PRESS BRIEFING\n\nSMITH: We are late.\n\nIt rains.\n\nJONES (on phone): Why?\n\nSMITH: The ferry sank."
    read_draft = await read(tmp_path, text.encode(), "briefing.txt")
    assert [(line.speaker.of(text), line.words.of(text)) for line in read_draft.spoken_lines] == [
        ("SMITH", "We are late."),
        ("SMITH", "It rains."),
        ("JONES", "Why?"),
        ("SMITH", "The ferry sank."),
    ]


async def test_a_scan_without_ocr_says_what_to_do(tmp_path: Path) -> None:
    message = await refusal(tmp_path, pdf(Scanned()), "scan.pdf")
    assert message == "scan.pdf is a scan without text. Run OCR over it first, or paste the text."


async def test_a_scan_is_read_by_ocr_and_its_file_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans.install(tmp_path / "bin", monkeypatch, "tesseract")
    data = tmp_path / "data"
    read_draft = await read(data, pdf(Scanned()), "scan.pdf", ocr_setting("on", 60))
    assert scans.READ in read_draft.document.text
    assert read_draft.left_out == ("OCR read its text, so letters may be wrong.",)
    assert list((data / FOLDER).iterdir()) == []


async def test_a_scan_leaves_no_file_behind_when_ocr_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scans.install(tmp_path / "bin", monkeypatch, "tesseract", "sys.exit('no ink')")
    data = tmp_path / "data"
    with pytest.raises(UserError, match=r"^scan.pdf is a scan without text. OCR failed: "):
        await read(data, pdf(Scanned()), "scan.pdf", ocr_setting("on", 60))
    assert list((data / FOLDER).iterdir()) == []


async def test_scans_of_an_ended_process_go_at_the_next_start_and_those_in_work_stay(tmp_path: Path) -> None:
    left, in_work = tmp_path / FOLDER / "left", tmp_path / FOLDER / "in-work"
    for folder in (left, in_work):
        folder.mkdir(parents=True)
        (folder / "draft.pdf").write_bytes(b"%PDF-")
    with draft_reading._held(in_work):
        reader(tmp_path).remove_leftovers()
        assert files_below(tmp_path) == [f"{FOLDER}/in-work/draft.pdf"]
    reader(tmp_path).remove_leftovers()
    assert files_below(tmp_path) == []


async def test_no_file_and_no_log_line_holds_a_word_of_a_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    await read(tmp_path, SENTENCE.encode(), "draft.txt")
    before_parsing(
        monkeypatch,
        """
        def fail(data, name):
            raise ValueError(data.decode())
        reader_process.read_draft = fail
        """,
    )
    with pytest.raises(UserError, match=r"^draft.txt could not be read \(ValueError\); paste its text instead.$"):
        await read(tmp_path, SENTENCE.encode(), "draft.txt")
    assert "ValueError" in caplog.text
    assert not any(spoken in caplog.text for spoken in ("ferry", "mayor"))
    assert files_below(tmp_path) == []


async def test_a_draft_that_ends_or_stalls_its_reader_ends_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_parsing(monkeypatch, "os._exit(9)")
    assert "ends its reader (exit code 9)" in await refusal(tmp_path, SENTENCE.encode(), "draft.txt")
    before_parsing(monkeypatch, "time.sleep(600)")
    with pytest.raises(UserError, match=r"took longer than the 0\.5 s"):
        await reader(tmp_path, seconds=0.5).read(SENTENCE.encode(), "draft.txt")


async def test_a_cancelled_reading_ends_its_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    began = tmp_path / "began"
    before_parsing(monkeypatch, f"pathlib.Path({str(began)!r}).write_text(str(os.getpid()))\ntime.sleep(600)")
    reading = asyncio.create_task(read(tmp_path, SENTENCE.encode(), "draft.txt"))
    while not (began.exists() and began.read_text()):
        await asyncio.sleep(0.01)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    process = int(began.read_text())
    while _runs(process):
        await asyncio.sleep(0.01)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_draft_that_is_an_indexed_article_says_so(tmp_path: Path) -> None:
    article = DocumentRef("1", "ferry", "0", title="The ferry line")

    async def find(_: Document) -> DocumentRef:
        return article

    drafts = DraftReader(tmp_path, ReadLimits(), NO_OCR, lambda _: "en", find)
    for draft in (await drafts.read(SENTENCE.encode(), "a.txt"), await drafts.read_text(SENTENCE, "message")):
        assert draft.indexed_as == article
        assert draft.left_out == (
            "This draft is an indexed article, “The ferry line”: it was compared with the others, and what stands "
            "only in this article itself is not listed.",
        )


def test_names_are_not_asked_for_their_language(tmp_path: Path) -> None:
    asked: list[Sequence[str]] = []

    def language(spoken: Sequence[str]) -> str:
        asked.append(spoken)
        return "en"

    asyncio.run(DraftReader(tmp_path, ReadLimits(), NO_OCR, language, no_article).read_text(SENTENCE, "pasted text"))
    assert asked == [["ferry", "line", "will", "close", "in", "the", "mayor", "said"]]
