"""A checked draft as one HTML page: the notes worst first, then the draft with its marks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from bot.draftcheck.annotate.notes import Note, notes, worst_notes_first
from bot.draftcheck.annotate.segments import Segment, lines, printable
from bot.draftcheck.model import DraftCheck, ItemKind, ItemLevel

if TYPE_CHECKING:
    from jinja2 import Environment

_TONES: Mapping[ItemLevel, str] = {
    ItemLevel.OTHER_SPEAKER: "low",
    ItemLevel.CONTRARY: "low",
    ItemLevel.DIFFERS: "low",
    ItemLevel.SPLICED: "middle",
    ItemLevel.ALTERED: "middle",
    ItemLevel.CLOSEST: "middle",
    ItemLevel.ALREADY_CHECKED: "middle",
    ItemLevel.SIMILAR_CLAIM: "middle",
    ItemLevel.VERBATIM: "high",
    ItemLevel.AGREES: "high",
}
_WORST = ("low", "middle", "none", "high")


def annotated(check: DraftCheck) -> bytes:
    """Return the page; it needs no other file, and runs no script."""
    given = notes(check)
    ordered = worst_notes_first(given)
    page = _environment().get_template("draft.html")
    return page.render(
        check=check,
        needing_eyes=[note for note in ordered if note.checked.needs_eyes],
        fine=[note for note in ordered if not note.checked.needs_eyes],
        lines=list(lines(check.text, given)),
        tone=_tone,
        worst=_worst,
    ).encode("utf-8", "replace")


def _tone(note: Note) -> str:
    checked = note.checked
    is_invented = checked.level is ItemLevel.NOT_FOUND and checked.item.kind is ItemKind.QUOTATION
    if is_invented or any(change.salience for change in checked.changes):
        return "low"
    return _TONES.get(checked.level, "none") if checked.item.kind is not ItemKind.NAME else "middle"


def _worst(segment: Segment) -> str:
    """Return the tone of a segment in several notes."""
    return min(map(_tone, segment.notes), key=_WORST.index)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only pages need it

    environment = Environment(
        loader=PackageLoader("bot.draftcheck.annotate"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printable"] = printable
    return environment
