""".jsonl -> one Draft a line: `id,title,outlet,authors,published,url,text`, of which only `text` has to be there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.corpus.metadata import merged, of_fields
from bot.corpus.parsed_article import ParsedArticle, UnreadableFileError
from bot.corpus.readers.text import of_plain

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Record:
    """One line's article; `id` is None where the line gives none, `key` tells it from the file's other records.

    `data` is what its sha256 is taken of.
    """

    line: int
    key: str
    id: str | None
    draft: ParsedArticle
    data: bytes


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """One line that gives no article; `reason` ends the sentence "<file> ..."."""

    line: int
    id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Same:
    """One line whose article is known as it stands; it was not read further."""

    line: int
    key: str


def records(
    lines: Iterable[bytes], is_known: Callable[[str, bytes], bool] = lambda _key, _data: False
) -> Iterator[Record | Same | BrokenRecord]:
    """Yield one item for each line that isn't blank, as the lines come in.

    `is_known` tells, of a record's key and data, whether its article is known already and needs no reading.
    """
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        raw = line.removeprefix(_BOM) if number == 1 else line
        if not raw.strip():
            continue
        record = None
        try:
            fields = _fields(raw, number)
            data = _canonical(fields, number)
            record = _id(fields, number)
            key = record or f":{number}"
            if key in seen:
                raise UnreadableFileError(
                    f"gives the id {key!r} a second time in line {number}; the first one was kept."
                )
            known = is_known(key, data)
            yield Same(number, key) if known else Record(number, key, record, _draft(fields, number), data)
            seen.add(key)
        except UnreadableFileError as error:
            yield BrokenRecord(number, record, str(error))


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
        raise UnreadableFileError(f"has an id in line {number} that is neither text nor a whole number.")
    return str(given).strip()


def _draft(fields: dict[str, object], number: int) -> ParsedArticle:
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        raise UnreadableFileError(f"has no text in line {number}.")
    draft = of_plain(text)
    if not draft.pieces:
        raise UnreadableFileError(f"has no text beside marks in line {number}.")
    return ParsedArticle(text, draft.pieces, merged(of_fields(fields), draft.metadata))


def _canonical(fields: dict[str, object], number: int) -> bytes:
    """Return the record as JSON bytes that don't depend on how its line was written."""
    try:
        return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise UnreadableFileError(f"holds half a character (a lone surrogate) in line {number}.") from None
