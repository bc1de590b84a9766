"""Records of texts that a desk saves under a name: filters of lists, and templates of verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model.claims import Person


class SavedTextKind(StrEnum):
    """Kinds of saved texts; the values stand in the database and the log."""

    FILTER = "filter"
    TEMPLATE = "verdict template"


@dataclass(frozen=True, slots=True)
class SavedText:
    """A row of any kind; `owner` is None for the whole desk.

    `version` counts its changes from 1.
    """

    number: int
    kind: SavedTextKind
    owner: Person | None
    name: str
    content: str
    author: Person
    version: int


@dataclass(frozen=True, slots=True)
class NewFilter:
    """Input of a saved filter: the list's other conditions as text, and its people as users.

    `mine`: the user of "assigned to or flagged by". `for_desk`: everybody may open it.
    """

    name: str
    conditions: str
    assignee: int | None = None
    mine: int | None = None
    for_desk: bool = False


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A saved filter; `is_mine` asks for the claims of whoever opens it.

    An `assignee` or `mine` with `user` None has been erased.
    """

    number: int
    name: str
    conditions: str
    assignee: Person | None
    mine: Person | None
    is_mine: bool
    for_desk: bool
    author: Person


@dataclass(frozen=True, slots=True)
class NewTemplate:
    """Input of a verdict template: its text with placeholders such as {claim}."""

    name: str
    text: str
    rating: str | None = None


@dataclass(frozen=True, slots=True)
class VerdictTemplate:
    """A template for the explanations of verdicts, with a rating to begin with."""

    number: int
    name: str
    text: str
    rating: str | None
    author: Person
    version: int
