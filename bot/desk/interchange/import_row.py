"""Rows of an import: an earlier fact-check, or a reason against it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.corpus.dates import iso
from bot.desk import validation
from bot.errors import UserError
from bot.model.claim_input import ImportedClaim

COLUMNS = ("id", "claim", "title", "rating", "url", "published", "author")
MORE_COLUMNS = ("explanation", "tags")  # further columns of our own export
_LONGEST = {"id": 500, "title": 500, "rating": 100, "author": 200, "explanation": validation.LONGEST_EXPLANATION}
# Control characters without tab and line breaks, lone surrogates, line and paragraph separators.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A claim of a file.

    `place` is its line or item number, from 1. `without` names the columns with unreadable values.
    """

    place: int
    claim: ImportedClaim
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row left out of the import, with the reason."""

    place: int
    why: str


def row(place: int, cells: Mapping[str, str]) -> ImportRow | LeftOut:
    """Return the claim of a row's cells, given by column name.

    Cells may be missing.
    """
    given = {name: clean(cells.get(name) or "") for name in (*COLUMNS, *MORE_COLUMNS)}
    try:
        text = validation.claim_text(given["claim"])
    except UserError as error:
        return LeftOut(place, _as_reason(error.message))
    for name, most in _LONGEST.items():
        if len(given[name]) > most:
            return LeftOut(place, f"its {name} has {len(given[name]):,} characters, and the limit is {most:,}")
    published, url, tags = _date(given["published"]), _link(given["url"]), _tags(given["tags"])
    parsed = {"published": published, "url": url, "tags": tags}
    without = tuple(name for name, value in parsed.items() if given[name] and not value)
    claim = ImportedClaim(
        text,
        external_id=given["id"] or None,
        title=given["title"] or None,
        rating=given["rating"] or None,
        url=url,
        published=published,
        author=given["author"] or None,
        explanation=given["explanation"],
        tags=tags,
    )
    return ImportRow(place, claim, without)


def clean(text: str) -> str:
    """Return `text` on one line, without control characters and lone surrogates."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def _as_reason(sentence: str) -> str:
    """Return a message's first sentence as a clause.

    >>> _as_reason("The claim is empty. Write the statement to check in one sentence.")
    'the claim is empty'
    """
    reason = sentence.partition(". ")[0].rstrip(".")
    return reason[:1].lower() + reason[1:]


@lru_cache(maxsize=20_000)
def _date(text: str) -> str | None:
    return iso(text) if text else None


def _link(text: str) -> str | None:
    try:
        return validation.link(text) if text else None
    except UserError:
        return None


def _tags(text: str) -> tuple[str, ...]:
    try:
        return validation.tags(text.split(","))
    except UserError:
        return ()
