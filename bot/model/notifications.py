"""What the desk tells of itself: digests, reminders, claims met in articles, sources that changed, its log's state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.claims import Claim, Evidence, Person
from bot.model.spans import Span


@dataclass(frozen=True, slots=True)
class ClaimMention:
    """An open or watched claim met in an article that came in: the quote to post, once."""

    id: int
    guild: int
    claim: Claim
    document: str
    title: str
    span: Span
    text: str


class ReminderKind(StrEnum):
    DIGEST = "digest"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Digest:
    """What a desk's daily digest tells. The lists are cut at a handful; `counts` are whole, by the lists' names."""

    overdue: tuple[Claim, ...]
    unassigned: tuple[Claim, ...]
    in_review: tuple[Claim, ...]
    new_evidence: tuple[Claim, ...]
    counts: dict[str, int]
    since: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """A digest, or a reminder of one claim's due date to its assignee, whose time came at `at`.

    Tell the desk once it is sent; until then it is given out again after a while.
    """

    id: int
    kind: ReminderKind
    guild: int
    at: datetime
    claim: Claim | None = None
    digest: Digest | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """The first row of a guild's log that doesn't fit, and why, in words that follow "row 7"."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class LogCheck:
    """What came of checking one guild's log: how many events it holds, and the first bad row, if any."""

    guild: int
    events: int
    bad: BadRow | None = None


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A pinned quote whose article has changed or gone, to be told once.

    The old words are the evidence's `text`, the new ones, where anything like them stands there, its `found`.
    """

    claim: Claim
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PendingVerdictNotice:
    """A claim whose verdict `people` have not been told yet."""

    claim: Claim
    people: tuple[Person, ...]
