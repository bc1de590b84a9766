"""Search terms, search filters and hits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.model.spans import Span


@dataclass(frozen=True, slots=True)
class Term:
    """A search word in the question's spelling (after correction), with its weight."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Limits of a search; `since` and `until` are inclusive days.

    `required` and `excluded` are words of the passage itself, `title` words of the article's title. An article without
    a date is outside every period.
    """

    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    title: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def finds(self) -> bool:
        """Return True for a condition other than an exclusion."""
        return bool(self.outlet or self.since or self.until or self.title or self.required)


NO_FILTER = SearchFilter()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage from the index with its score.

    `score` is comparable within one result list only. `day` is the day of publication as YYYYMMDD, 0 if unknown.
    `sketch` is the passage's MinHash, empty for short ones; `copies` are the documents with the same or a
    near-duplicate passage. `sha256` is that of the indexed document, "" from an index that changes with the store.
    """

    document: str
    ordinal: int
    span: Span
    score: float
    boilerplate: bool = False
    ai_generated: bool = False
    day: int = 0
    sketch: bytes = b""
    copies: tuple[str, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class GroupHits:
    """Passages that hold all words of one group or several.

    The score of a hit is a bit mask of its groups. `passages` is the number of passages with all groups, of which
    `hits` may be a part: those published first.
    """

    hits: tuple[Hit, ...] = ()
    passages: int = 0
