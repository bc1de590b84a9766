"""The door from bytes to documents: identity, names, encodings, and bad files."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.corpus.readers import SUFFIXES, Unreadable, document_id, read, read_records
from bot.model.documents import Document
from tests.corpus.build import document, unreadable


def test_the_formats_that_are_read_are_these_eight() -> None:
    assert {".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".eml", ".jsonl"} == SUFFIXES
    assert "unsupported file type" in unreadable(b"text", "a.odt")


def test_a_document_is_known_by_its_place_and_checked_by_its_bytes() -> None:
    article = document("The ministry said so.", "2025/may.report.txt")

    assert article.id == document_id("desk", "2025/may.report.txt", None)
    assert len(article.id) == 16
    assert article.name == "may.report"
    assert article.reference.sha256 == hashlib.sha256(b"The ministry said so.").hexdigest()


def test_the_same_path_in_another_folder_or_another_record_is_another_document() -> None:
    places = [
        ("a", "b.txt", None),
        ("b", "b.txt", None),
        ("a", "c.txt", None),
        ("a", "b.txt", "1"),
        ("a\0b", ".txt", None),
    ]
    assert len({document_id(*place) for place in places}) == len(places)


def test_a_file_name_that_is_no_utf8_is_still_a_name_that_can_be_stored() -> None:
    article = document("The ministry said so.", b"caf\xe9.txt".decode(errors="surrogateescape"))
    assert article.name.encode() == b"caf?"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed_and_dropped(encoding: str) -> None:
    assert document("“Café” said so.".encode(encoding)).text == "“Café” said so."


def test_text_without_a_mark_is_windows_1252_if_that_gives_western_words() -> None:
    assert (
        document("“Café” costs €4.2 million – à peine.".encode("cp1252")).text == "“Café” costs €4.2 million – à peine."
    )


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("日本 said so.", "shift_jis"), ("Совет решил так.", "cp1251"), ("Łódź leży nad wodą.", "cp1250")],
)
def test_an_encoding_is_never_guessed(text: str, encoding: str) -> None:
    assert unreadable(text.encode(encoding)) == "isn't UTF-8 text; save it as UTF-8 and add it again."


def test_utf16_without_a_mark_is_named_and_a_stray_nul_is_borne() -> None:
    assert "UTF-16" in unreadable("The ministry said so.".encode("utf-16-le"))
    assert document("The minis\0try said so.").text == "The minis\0try said so."


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".pdf", ".jsonl"])
def test_an_empty_file_is_called_empty(suffix: str) -> None:
    assert unreadable(b"", f"a{suffix}") == "is empty."


@pytest.mark.parametrize("text", ["\n\n  \t\n", "\ufeff  ", "---\ntitle: Nothing\n---\n"])
def test_a_file_without_words_holds_no_text(text: str) -> None:
    assert "no text" in unreadable(text.encode())


def lines(*records: object) -> list[bytes]:
    return [record if isinstance(record, bytes) else json.dumps(record).encode() + b"\n" for record in records]


def from_lines(*records: object) -> list[Document | Unreadable]:
    return list(read_records(lines(*records), folder="desk", path="wire.jsonl"))


def test_each_line_of_a_jsonl_file_is_one_article_with_what_it_tells() -> None:
    record = {
        "id": "w-1",
        "title": "Harbour files",
        "outlet": "The Quay",
        "authors": ["Jane Roe", "John Doe"],
        "published": "2024-09-10",
        "url": "https://example.org/1",
        "text": "The files were found.\n\nNobody has read them.",
    }
    first, second = from_lines(record, {"text": "Only words.", "authors": "Jane Roe and John Doe"})

    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert first.text == record["text"]
    told = first.reference
    assert (told.name, told.title, told.outlet, told.published) == ("w-1", "Harbour files", "The Quay", "2024-09-10")
    assert told.authors == second.reference.authors == ("Jane Roe", "John Doe")
    assert second.name == "wire:2"
    assert first.id == document_id("desk", "wire.jsonl", "w-1")


def test_a_record_keeps_its_sha256_when_only_its_json_is_written_differently() -> None:
    one, two = from_lines(b'{"id": "a", "text": "Caf\\u00e9."}', '{"text":"Café.","id":"b"}'.encode())
    again, _ = from_lines('{"text":"Café.",   "id":"a"}'.encode(), {"text": "x"})

    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert isinstance(again, Document)
    assert one.reference.sha256 == again.reference.sha256 != two.reference.sha256


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{broken", "broken JSON in line 2"),
        (b"[" * 100_000, "broken JSON in line 2"),
        (b"[1, 2]", "no JSON object in line 2"),
        (b'{"id": "x"}', "no text in line 2"),
        (b'{"text": "  "}', "no text in line 2"),
        (b'{"text": ["a"]}', "no text in line 2"),
        (b'{"id": {}, "text": "a"}', "neither text nor an integer"),
        (b'{"text": "\\ud83d"}', "half a character"),
        (b'{"text": "\xff"}', "isn't UTF-8 in line 2"),
        (b'{"id": "first", "text": "again"}', "repeats the id 'first' in line 2"),
    ],
)
def test_a_bad_line_is_told_by_its_number_and_the_rest_goes_on(line: bytes, reason: str) -> None:
    before, bad, after = from_lines({"id": "first", "text": "One."}, line, {"id": 3, "text": "Three."})

    assert isinstance(before, Document)
    assert isinstance(bad, Unreadable)
    assert reason in bad.reason
    assert isinstance(after, Document)
    assert after.name == "3"


def test_a_record_without_an_id_never_takes_the_place_of_one_whose_id_is_its_line() -> None:
    unnamed, named = from_lines({"text": "One."}, {"id": 1, "text": "Two."})

    assert isinstance(unnamed, Document)
    assert isinstance(named, Document)
    assert unnamed.id != named.id


def test_records_are_read_one_at_a_time() -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b'{"text": "One sentence."}'

    stream = read_records(endless(), folder="desk", path="wire.jsonl")
    next(stream)
    next(stream)
    assert taken == 2


def test_a_jsonl_file_read_whole_gives_what_its_lines_give() -> None:
    data = b"\xef\xbb\xbf" + b"".join(lines({"text": "One."}, b"\n", {"text": "Two."}))
    assert [item.name for item in read(data, folder="desk", path="wire.jsonl") if isinstance(item, Document)] == [
        "wire:1",
        "wire:3",
    ]


def test_reading_text_brings_in_neither_the_html_nor_the_pdf_library() -> None:
    code = (
        "import sys; from bot.corpus.readers import read; read(b'Said so.', folder='f', path='a.md');"
        "print({'trafilatura', 'pypdfium2', 'dateparser', 'lxml'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
