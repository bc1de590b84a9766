"""DocumentUnits as bytes, without the document's text and blocks."""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from itertools import takewhile

from bot.answer.evidence.units import UNITS_VERSION, DocumentUnits, Unit, WordStarts, document_units
from bot.model.documents import Document
from bot.model.spans import Span

# Raise the second number when the layout below changes.
PACKED_VERSION = f"{UNITS_VERSION}.1"

_HEADER = struct.Struct("<6I")  # units, contexts, stems, known stems, starts, bytes of contexts
_END_OF_CONTEXT = "\0"  # a stem may hold a space: some Arabic ligatures are folded to several words
_COLUMNS = 5  # of a unit: start, end, block, section, context


def pack(units: DocumentUnits) -> bytes:
    """Return the units as bytes for `unpack`."""
    words = units._word_starts  # noqa: SLF001 - the one other module that knows the layout
    blocks = {id(block): number for number, block in enumerate(units.document.blocks)}
    contexts = {context: number for number, context in enumerate(dict.fromkeys(unit.context for unit in units.units))}
    columns = array("I")
    for unit in units.units:
        columns.extend((unit.span.start, unit.span.end, blocks[id(unit.block)], unit.section, contexts[unit.context]))
    stems = list(words.numbers)
    # Splitting begins with the quotable blocks, so that the known stems come first.
    known_count = sum(1 for _ in takewhile(units.known.__contains__, stems))
    known_besides = sorted(units.known.difference(stems[:known_count]))
    context_lines = _END_OF_CONTEXT.join("\n".join(sorted(context)) for context in contexts).encode()
    stem_lines = "\n".join([*stems, *known_besides]).encode()
    header = _HEADER.pack(
        len(units.units), len(contexts), len(stems), known_count, len(words.starts), len(context_lines)
    )
    numbers = _little_endian(columns + words.ends + words.starts)
    return zlib.compress(header + numbers + context_lines + stem_lines, 1)


def unpack(document: Document, packed: bytes) -> DocumentUnits:
    """Return the units of `document` from bytes.

    Raises ValueError for damaged bytes.
    """
    try:
        return _unpacked(document, zlib.decompress(packed))
    except (zlib.error, struct.error, IndexError, ValueError) as error:
        raise ValueError(f"not the units of {document.name}: {error}") from None


def _unpacked(document: Document, body: bytes) -> DocumentUnits:
    unit_count, context_count, stem_count, known_count, start_count, context_bytes = _HEADER.unpack_from(body)
    at_contexts = _HEADER.size + 4 * (_COLUMNS * unit_count + stem_count + start_count)
    at_stems = at_contexts + context_bytes
    numbers = _from_little_endian(body[_HEADER.size : at_contexts])
    columns, words = numbers[: _COLUMNS * unit_count], numbers[_COLUMNS * unit_count :]
    context_lines = body[at_contexts:at_stems].decode().split(_END_OF_CONTEXT)[:context_count]
    contexts = [frozenset(_lines(lines)) for lines in context_lines]
    all_stems = _lines(body[at_stems:].decode())
    stems = all_stems[:stem_count]
    known = frozenset(all_stems[:known_count] + all_stems[stem_count:])
    places = iter(columns)
    units = tuple(
        Unit(Span(start, end), document.blocks[block], section, contexts[context])
        for start, end, block, section, context in zip(*[places] * _COLUMNS, strict=True)
    )
    index = WordStarts(dict(zip(stems, range(stem_count), strict=True)), words[:stem_count], words[stem_count:])
    return document_units(document, units, known, index)


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _little_endian(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def _from_little_endian(packed: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(packed)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
