""".jsonl to one ParsedArticle a line.

Fields: `id,title,outlet,authors,published,url,text`; only `text` is required.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.corpus.metadata import merge, metadata_from_fields
from bot.corpus.parsed_article import ParsedArticle, UnreadableFileError
from bot.corpus.readers.text import parse_text

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Record:
    """One line's article.

    `id` is None for a line without one; `key` is unique in the file. `data` is the input of its sha256.
    """

    line: int
    key: str
    id: str | None
    article: ParsedArticle
    data: bytes


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """One line without an article; `reason` ends the sentence "<file> ..."."""

    line: int
    id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """One line with a known, unchanged article; it was not parsed."""

    line: int
    key: str


def records(
    lines: Iterable[bytes], is_known: Callable[[str, bytes], bool] = lambda _key, _data: False, *, first_line: int = 1
) -> Iterator[Record | KnownRecord | BrokenRecord]:
    """Yield one item for each non-blank line, line by line.

    `is_known` takes a record's key and data and returns True for an article to skip. `first_line` is the number of
    the first of `lines`.
    """
    seen: set[str] = set()
    for number, line in enumerate(lines, start=first_line):
        raw = line.removeprefix(_BOM) if number == 1 else line
        if not raw.strip():
            continue
        record_id = None
        try:
            fields = _fields(raw, number)
            data = _canonical(fields, number)
            record_id = _id(fields, number)
            key = record_id or f":{number}"
            if key in seen:
                raise UnreadableFileError(f"repeats the id {key!r} in line {number}; the first record with it is used.")
            if is_known(key, data):
                yield KnownRecord(number, key)
            else:
                yield Record(number, key, record_id, _parse_article(fields, number), data)
            seen.add(key)
        except UnreadableFileError as error:
            yield BrokenRecord(number, record_id, str(error))


def _fields(raw: bytes, number: int) -> dict[str, object]:
    try:
        fields = json.loads(raw.decode())
    except UnicodeDecodeError:
        raise UnreadableFileError(f"isn't UTF-8 in line {number}.") from None
    except (ValueError, RecursionError):
        raise UnreadableFileError(f"has broken JSON in line {number}.") from None
    if not isinstance(fields, dict):
        raise UnreadableFileError(f"holds no JSON object in line {number}.")
    return fields


def _id(fields: dict[str, object], number: int) -> str | None:
    given = fields.get("id")
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, str | int) or not str(given).strip():
        raise UnreadableFileError(f"has an id in line {number} that is neither text nor an integer.")
    return str(given).strip()


def _parse_article(fields: dict[str, object], number: int) -> ParsedArticle:
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        raise UnreadableFileError(f"has no text in line {number}.")
    article = parse_text(text)
    if not article.raw_blocks:
        raise UnreadableFileError(f"has no text apart from markup in line {number}.")
    return ParsedArticle(text, article.raw_blocks, merge(metadata_from_fields(fields), article.metadata))


def _canonical(fields: dict[str, object], number: int) -> bytes:
    """Return the record as canonical JSON bytes.

    Field order and spacing of the line make no difference.
    """
    try:
        return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise UnreadableFileError(f"holds half a character (a lone surrogate) in line {number}.") from None
