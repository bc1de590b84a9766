"""Reader process: what it sends for healthy and for broken files."""

import json
from pathlib import Path

import pytest

from bot.corpus import readers
from bot.corpus.readers import Unchanged, Unreadable, html
from bot.corpus.structure.passages import passages
from bot.library import reader_process
from bot.library.reader_process import ReadFault, ReadFinished, ReadItem, ReadItems, ReadRequest, parse
from bot.model.documents import Document

_LINE_BYTES = 1_000


def _records(path: Path, *lines: str | dict[str, str]) -> ReadRequest:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return ReadRequest(str(path.parent), path.name, _LINE_BYTES)


def _items(request: ReadRequest) -> list[ReadItem]:
    return [item for message in parse(request) if isinstance(message, ReadItems) for item in message.items]


def _names(request: ReadRequest) -> list[str]:
    return [item.name for item in _items(request) if isinstance(item, Document)]


def test_a_file_gives_its_document_and_an_end(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text("The ferry sank.")
    messages = list(parse(ReadRequest(str(tmp_path), "ferry.txt", _LINE_BYTES)))
    assert isinstance(messages[0], ReadItems)
    assert messages[0].bytes_read == len("The ferry sank.")
    assert messages[1:] == [ReadFinished()]


def test_a_document_comes_with_its_passages_analyzed_for_the_index(tmp_path: Path) -> None:
    (tmp_path / "ferry.md").write_text("---\ntitle: Harbours\n---\nThe ferries sank.\n\n- Two piers held.\n")
    message, _ = parse(ReadRequest(str(tmp_path), "ferry.md", _LINE_BYTES))
    assert isinstance(message, ReadItems)
    [document] = message.items
    assert isinstance(document, Document)
    assert list(message.passages[document.id]) == passages(document)
    found = [passage.words for passage in message.passages[document.id] if passage.words]
    assert [(words.body, words.context, words.title) for words in found] == [
        ("the ferri sank", "harbour the ferri sank", "harbour"),
        ("two pier held", "harbour the ferri sank the ferri sank", "harbour"),  # its lead-in as well
    ]
    assert set(found[0].forms.split()) == {"harbours/Harbours", "the/The", "ferries/ferries", "sank/sank"}


@pytest.mark.parametrize("draft", [b"The ferry sank.", None])
def test_no_draft_and_no_very_long_text_is_analyzed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, draft: bytes | None
) -> None:
    if draft is None:
        monkeypatch.setattr(reader_process, "_LONGEST_ANALYZED", 14)
        (tmp_path / "ferry.txt").write_text("The ferry sank.")
    message, _ = parse(ReadRequest(str(tmp_path), "ferry.txt", _LINE_BYTES, draft=draft))
    assert isinstance(message, ReadItems)
    assert message.passages == {}


def test_a_record_that_is_stored_already_is_not_parsed_again(tmp_path: Path) -> None:
    request = _records(tmp_path / "wire.jsonl", {"id": "a", "text": "One ferry."}, {"id": "b", "text": "Two ferries."})
    known = {item.id: item.reference.sha256 for item in _items(request)[:1] if isinstance(item, Document)}
    again = _items(ReadRequest(request.folder, request.path, _LINE_BYTES, known))
    assert isinstance(again[0], Unchanged)
    assert isinstance(again[1], Document)


def test_parsing_starts_at_the_line_that_is_asked_for(tmp_path: Path) -> None:
    request = _records(tmp_path / "wire.jsonl", {"text": "One ferry."}, {"text": "Two ferries."}, {"text": "Three."})
    later = ReadRequest(request.folder, request.path, _LINE_BYTES, first_line=2)
    assert _names(later) == ["wire:2", "wire:3"] == _names(request)[1:]


def test_a_stepwise_request_gets_a_message_a_record(tmp_path: Path) -> None:
    request = _records(tmp_path / "wire.jsonl", {"text": "One ferry."}, {"text": "Two ferries."})
    stepwise = ReadRequest(request.folder, request.path, _LINE_BYTES, stepwise=True)
    sizes = [(len(message.items), message.next_line) for message in parse(stepwise) if isinstance(message, ReadItems)]
    assert [size for size in sizes if size[0]] == [(1, 2), (1, 3)]


@pytest.mark.parametrize(("length", "is_read"), [(_LINE_BYTES, True), (_LINE_BYTES + 1, False)])
def test_a_line_over_the_limit_is_left_out(tmp_path: Path, length: int, *, is_read: bool) -> None:
    frame = len(json.dumps({"text": ""})) + 1
    long = {"text": "a" * (length - frame)}
    request = _records(tmp_path / "wire.jsonl", {"text": "One ferry."}, long, {"text": "Three."})
    assert ("wire:2" in _names(request)) is is_read
    assert {"wire:1", "wire:3"} <= set(_names(request))
    assert [item.record for item in _items(request) if isinstance(item, Unreadable)] == ([] if is_read else ["2"])


def test_any_exception_of_a_reader_is_a_fault_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: bytes) -> None:
        raise ZeroDivisionError

    (tmp_path / "page.html").write_text("<p>Hello")
    monkeypatch.setitem(readers._READERS, ".html", fail)
    fault, end = parse(ReadRequest(str(tmp_path), "page.html", _LINE_BYTES))
    assert isinstance(fault, ReadFault)
    assert (fault.kind, fault.strerror, end) == ("ZeroDivisionError", None, ReadFinished())
    assert "in fail" in fault.detail


def test_a_faulty_record_takes_no_other_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = readers.jsonl.parse_text

    def fail_on_two(text: str) -> html.ParsedArticle:
        return original(text) if "Two" not in text else 1 / 0

    monkeypatch.setattr(readers.jsonl, "parse_text", fail_on_two)
    request = _records(tmp_path / "wire.jsonl", {"text": "One."}, {"text": "Two."}, {"text": "Three."})
    assert _names(request) == ["wire:1", "wire:3"]
    assert [message.line for message in parse(request) if isinstance(message, ReadFault)] == [2]


def test_a_file_that_the_disk_does_not_give_is_named_so(tmp_path: Path) -> None:
    fault, _ = parse(ReadRequest(str(tmp_path), "gone.txt", _LINE_BYTES))
    assert isinstance(fault, ReadFault)
    assert fault.strerror == "No such file or directory"


def test_memory_errors_are_not_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: bytes) -> None:
        raise MemoryError

    (tmp_path / "page.html").write_text("<p>Hello")
    monkeypatch.setitem(readers._READERS, ".html", fail)
    with pytest.raises(MemoryError):
        list(parse(ReadRequest(str(tmp_path), "page.html", _LINE_BYTES)))


def test_a_slow_file_sends_what_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "_SECONDS", 0.0)
    request = _records(tmp_path / "wire.jsonl", {"text": "One."}, {"text": "Two."})
    assert [len(message.items) for message in parse(request) if isinstance(message, ReadItems)][:2] == [1, 1]
