"""Rows of an import: an earlier fact-check, or a reason against it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urljoin

from bot.corpus import dates
from bot.desk import provenance_input, validation
from bot.errors import UserError
from bot.model.claim_input import ImportedClaim
from bot.model.claim_provenance import Appearance, Claimant, ClaimantKind, ClaimProvenance, RatingValue

T = TypeVar("T")

COLUMNS = ("id", "claim", "title", "rating", "url", "published", "author")
# Further columns, of our own export and of others' files.
MORE_COLUMNS = (
    *("explanation", "tags", "author_kind", "rating_value", "worst_rating", "best_rating"),
    *("claimant", "claimant_kind", "claimant_url", "claimed", "appearances", "language"),
)
_LONGEST = {
    "id": 500,
    "title": 500,
    "rating": 100,
    "author": 200,
    "claimant": provenance_input.LONGEST_NAME,
    "explanation": validation.LONGEST_EXPLANATION,
}
# Control characters without tab and line breaks, lone surrogates, line and paragraph separators.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
_LINE_BREAK = re.compile(r"\r\n?|[\n\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,20})?(?:e[+-]?\d{1,2})?\Z", re.IGNORECASE)
_HOST_FIRST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}/\S", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A claim of a file.

    `place` is its line or item number, from 1. `without` names the columns with unreadable values, `ambiguous` those
    with a date that may be two days, `cut` those with a value that was too long.
    """

    place: int
    claim: ImportedClaim
    without: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row left out of the import, with the reason."""

    place: int
    why: str


@dataclass(slots=True)
class _Notes:
    """What a row lost."""

    without: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)


def row(place: int, cells: Mapping[str, str], *, has_markup: bool = True) -> ImportRow | LeftOut:
    """Return the claim of a row's cells, given by column name.

    Cells may be missing. `has_markup`: others' files may hold entities and tags, our own plain text alone.
    """
    texts = {name: cells.get(name) or "" for name in (*COLUMNS, *MORE_COLUMNS)}
    if has_markup:
        texts = {name: validation.without_markup(text) for name, text in texts.items()}
    given = {name: clean(text) for name, text in texts.items()}
    given["explanation"] = _clean_paragraphs(texts["explanation"])
    notes = _Notes()
    full_rating = given["rating"]
    try:
        given["claim"] = validation.claim_text(_cut(given["claim"], validation.LONGEST_CLAIM, "claim", notes))
    except UserError as error:
        return LeftOut(place, _as_reason(error.message))
    for name, most in _LONGEST.items():
        given[name] = _cut(given[name], most, name, notes)
    if "rating" in notes.cut and not given["explanation"]:
        given["explanation"] = full_rating
    url = _read(given, "url", notes, lambda text: _link(text, ""))
    claim = ImportedClaim(
        given["claim"],
        external_id=given["id"] or None,
        title=given["title"] or None,
        rating=given["rating"] or None,
        url=url,
        published=_date(given, "published", notes),
        author=given["author"] or None,
        explanation=given["explanation"],
        tags=_tags(given["tags"], notes),
        author_kind=kind(given["author_kind"]),
        value=_value(given, notes),
        provenance=_provenance(given, url or "", notes),
    )
    return ImportRow(place, claim, tuple(notes.without), tuple(notes.ambiguous), tuple(notes.cut))


def clean(text: str) -> str:
    """Return `text` on one line, without control characters and lone surrogates."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def _clean_paragraphs(text: str) -> str:
    """Return `text` cleaned line by line, with at most one blank line between paragraphs."""
    lines = (clean(line) for line in _LINE_BREAK.split(text))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def kind(text: str) -> ClaimantKind | None:
    """Return the kind that a schema.org type or a column names, or None."""
    known = {"person": ClaimantKind.PERSON, "organization": ClaimantKind.ORGANIZATION}
    return known.get(text.casefold().replace("organisation", "organization"))


def absolute(url: str, base: str) -> str:
    """Return a link made absolute by a page's address: "/a" -> "https://desk.example/a".

    An address without its scheme gets one; the root of a site and a mere fragment name no page.
    """
    if _WEB.match(url) or not url:
        return url
    if url.strip("/#") == "":
        return ""
    if url.startswith("//"):
        return f"https:{url}"
    if _HOST_FIRST.match(url):
        return f"https://{url}"
    try:
        return urljoin(base, url) if _WEB.match(base) else url
    except ValueError:
        return url


def _provenance(given: Mapping[str, str], page: str, notes: _Notes) -> ClaimProvenance:
    name, about = given["claimant"], given["claimant_url"]
    claimant = None
    if name:
        about_url = _read(given, "claimant_url", notes, lambda text: _link(text, page)) if about else None
        claimant = Claimant(name, kind(given["claimant_kind"]), about_url)
    claimed = _date(given, "claimed", notes)
    return ClaimProvenance(
        claimant,
        _appearances(given["appearances"], page, notes),
        claimed[:10] if claimed else None,
        _read(given, "language", notes, provenance_input.parse_language),
    )


def _appearances(text: str, page: str, notes: _Notes) -> tuple[Appearance, ...]:
    """Return the readable links of a cell; the others are noted."""
    links = [part if part == "archived:" else absolute(part, page) for part in text.split()]
    try:
        return provenance_input.parse_appearances(" ".join(links))
    except UserError:
        readable = [part for part in links if part == "archived:" or _link(part.rstrip(";,"), "")]
        if len(readable) < len(links):
            notes.without.append("appearances")
        found = provenance_input.parse_appearances(" ".join(readable[: provenance_input.MOST_APPEARANCES]))
        if len(readable) > provenance_input.MOST_APPEARANCES:
            notes.cut.append("appearances")
        return found


def _read(given: Mapping[str, str], name: str, notes: _Notes, parse: Callable[[str], T | None]) -> T | None:
    """Return a column's value, or None for an empty cell and for an unreadable one, which is noted."""
    text = given[name]
    if not text:
        return None
    try:
        value = parse(text)
    except UserError:
        value = None
    if value is None:
        notes.without.append(name)
    return value


def _date(given: Mapping[str, str], name: str, notes: _Notes) -> str | None:
    text = given[name]
    if not text:
        return None
    value, ambiguous = _parsed_date(text)
    if value is None:
        (notes.ambiguous if ambiguous else notes.without).append(name)
    return value


@lru_cache(maxsize=20_000)
def _parsed_date(text: str) -> tuple[str | None, bool]:
    """Return a date, and whether the text may mean two."""
    return dates.serial_day(text) or dates.iso_or_part(text), dates.is_ambiguous(text)


def _link(text: str, page: str) -> str | None:
    try:
        return provenance_input.checked_link(absolute(text, page))
    except UserError:
        return None


def _value(given: Mapping[str, str], notes: _Notes) -> RatingValue | None:
    value, worst, best = (_number(given[name]) for name in ("rating_value", "worst_rating", "best_rating"))
    if value is None:
        if given["rating_value"]:
            notes.without.append("rating_value")
        return None
    return RatingValue(value, worst, best)


def _number(text: str) -> float | None:
    if not _NUMBER.match(text):
        return None
    number = float(text.replace(",", "."))
    return number if math.isfinite(number) else None


def _tags(text: str, notes: _Notes) -> tuple[str, ...]:
    """Return the first tags, as many and as long as a claim may have."""
    short = [_cut(tag, validation.LONGEST_TAG, "tags", notes) for tag in text.split(",")]
    unique = list(dict.fromkeys(tag for part in short for tag in validation.tags([part])))
    if len(unique) > validation.MOST_TAGS and "tags" not in notes.cut:
        notes.cut.append("tags")
    return validation.tags(unique[: validation.MOST_TAGS])


def _cut(text: str, most: int, name: str, notes: _Notes) -> str:
    """Return a text of at most `most` characters, cut between words."""
    text = text.strip()
    if len(text) <= most:
        return text
    if name not in notes.cut:
        notes.cut.append(name)
    start = text[: most - 1]
    return (start.rsplit(" ", 1)[0] if " " in start[most // 2 :] else start) + "…"


def _as_reason(sentence: str) -> str:
    """Return a message's first sentence as a clause.

    >>> _as_reason("The claim is empty. Write the statement to check in one sentence.")
    'the claim is empty'
    """
    reason = sentence.partition(". ")[0].rstrip(".")
    return reason[:1].lower() + reason[1:]
