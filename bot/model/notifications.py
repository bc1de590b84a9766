"""Notifications of the desk: digests, reminders, claim mentions, changed sources, log checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.claims import Claim, Evidence, Person
from bot.model.spans import Span


@dataclass(frozen=True, slots=True)
class ClaimMention:
    """A match of an open or watched claim in a new article.

    `span` and `text` are the quote to post, once.
    """

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
    """A desk's daily digest.

    The lists are cut at a handful of claims; `counts` holds their full lengths by name.
    """

    overdue: tuple[Claim, ...]
    unassigned: tuple[Claim, ...]
    in_review: tuple[Claim, ...]
    new_evidence: tuple[Claim, ...]
    counts: dict[str, int]
    since: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """A due digest, or the reminder of one claim's due date.

    The reminder goes to the assignee. `at` is the moment it became due. It is given out again after a while until the
    desk hears that it was sent.
    """

    id: int
    kind: ReminderKind
    guild: int
    at: datetime
    claim: Claim | None = None
    digest: Digest | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """The first inconsistent row of a guild's log.

    `why` is the reason, in words that follow "row 7".
    """

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class LogCheck:
    """Verification of one guild's log: number of events, first bad row."""

    guild: int
    events: int
    bad: BadRow | None = None


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A pinned quote with a changed or removed article, reported once.

    The evidence's `text` holds the old words, its `found` the most similar new ones, if any.
    """

    claim: Claim
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PendingVerdictNotice:
    """A claim with a verdict still unknown to `people`."""

    claim: Claim
    people: tuple[Person, ...]
