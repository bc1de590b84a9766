"""Search terms, search filters and hits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.model.spans import Span


@dataclass(frozen=True, slots=True)
class Term:
    """A word to look for, as the question writes it (after correction), with its weight."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """What a search is limited to; `since` and `until` are days, both inclusive.

    `required` and `excluded` are words of the passage itself, `title` words of the article's title.
    An article without a date is outside every time.
    """

    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    title: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def finds(self) -> bool:
        """Tell whether it says what should be found, and not only what should not."""
        return bool(self.outlet or self.since or self.until or self.title or self.required)


NO_FILTER = SearchFilter()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that the index found. `score` is comparable within one result list only.

    `day` is when it was published, as YYYYMMDD; 0 where nobody tells.
    `sketch` is much the same for passages that are much the same, and empty for short ones; `copies` are the documents
    that hold this passage, or one much like it, too.
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
