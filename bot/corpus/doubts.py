"""Doubts about the reading of a document, for a person's check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.model.documents import BlockKind, Document

_FIRST_YEAR = 1995  # hardly an outlet was on the web before
_MOST_BOILERPLATE = 1 / 3  # of the characters


class DoubtKind(StrEnum):
    READ_IN_PART = "read in part"
    READ_BY_OCR = "read by OCR"
    NO_OUTLET = "no outlet"
    NO_DATE = "no date"
    ODD_DATE = "odd date"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt; `detail` is a figure or a value, possibly empty."""

    kind: DoubtKind
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.kind} ({self.detail})" if self.detail else self.kind


def doubts(document: Document, today: date) -> tuple[Doubt, ...]:
    """Return the doubts about a document, in the order of DoubtKind."""
    return (*_reading_doubts(document), *_metadata_doubts(document, today), *_boilerplate_doubts(document))


def _reading_doubts(document: Document) -> Iterator[Doubt]:
    pages = document.details.unread_pages
    if pages:
        yield Doubt(DoubtKind.READ_IN_PART, f"{pages:,} scanned page{'' if pages == 1 else 's'} without text")
    # Readers of web pages may say so of the whole document.
    elif document.reference.read_in_part:
        yield Doubt(DoubtKind.READ_IN_PART)
    if document.reference.read_by_ocr:
        yield Doubt(DoubtKind.READ_BY_OCR)


def _metadata_doubts(document: Document, today: date) -> Iterator[Doubt]:
    reference = document.reference
    if not reference.outlet:
        yield Doubt(DoubtKind.NO_OUTLET)
    if not reference.published:
        yield Doubt(DoubtKind.NO_DATE)
    elif _is_odd(reference.published, today):
        yield Doubt(DoubtKind.ODD_DATE, reference.published[:10])


def _is_odd(published: str, today: date) -> bool:
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return True
    # East of Greenwich it may be tomorrow already.
    return day.year < _FIRST_YEAR or day > today + timedelta(days=1)


def _boilerplate_doubts(document: Document) -> Iterator[Doubt]:
    characters = sum(len(block.span) for block in document.blocks)
    boilerplate = sum(len(block.span) for block in document.blocks if block.kind is BlockKind.BOILERPLATE)
    if boilerplate > _MOST_BOILERPLATE * characters:
        yield Doubt(DoubtKind.BOILERPLATE, f"{boilerplate / characters:.0%}")
