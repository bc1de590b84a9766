"""A row of a file to import: what it tells of one earlier fact-check, made clean, or why it can't be kept."""

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
MORE_COLUMNS = ("explanation", "tags")  # what our own export has beside them
_LONGEST = {"id": 500, "title": 500, "rating": 100, "author": 200, "explanation": validation.LONGEST_EXPLANATION}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One claim of a file. `place` is its line, or its place among the items; `without` names what couldn't be read."""

    place: int
    claim: ImportedClaim
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that can't be imported, and why."""

    place: int
    why: str


def row(place: int, cells: Mapping[str, str]) -> ImportRow | LeftOut:
    """Return the claim that a row's cells tell, by the names of the columns; what isn't there may be missing."""
    given = {name: clean(cells.get(name) or "") for name in (*COLUMNS, *MORE_COLUMNS)}
    try:
        text = validation.claim_text(given["claim"])
    except UserError as error:
        return LeftOut(place, _as_reason(error.message))
    for name, most in _LONGEST.items():
        if len(given[name]) > most:
            return LeftOut(place, f"its {name} has {len(given[name]):,} characters, and {most:,} is the most")
    published, url, tags = _date(given["published"]), _link(given["url"]), _tags(given["tags"])
    kept = {"published": published, "url": url, "tags": tags}
    without = tuple(name for name, value in kept.items() if given[name] and not value)
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
    """Return `text` on one line, without characters that no one sees and no file should hold."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def _as_reason(sentence: str) -> str:
    """Return "the claim is empty" of "The claim is empty: put ..."."""
    reason = sentence.partition(":")[0].rstrip(".")
    return reason[:1].lower() + reason[1:]


@lru_cache(maxsize=20_000)
def _date(told: str) -> str | None:
    return iso(told) if told else None


def _link(told: str) -> str | None:
    try:
        return validation.link(told) if told else None
    except UserError:
        return None


def _tags(told: str) -> tuple[str, ...]:
    try:
        return validation.tags(told.split(","))
    except UserError:
        return ()
