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

    The lists are cut at a handful of claims; `counts` holds their full lengths by name. `problems` are sentences about
    messages that could not be posted since the last digest.
    """

    overdue: tuple[Claim, ...]
    unassigned: tuple[Claim, ...]
    in_review: tuple[Claim, ...]
    new_evidence: tuple[Claim, ...]
    counts: dict[str, int]
    since: datetime
    problems: tuple[str, ...] = ()


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


class OutboxKind(StrEnum):
    """Kinds of messages waiting for Discord.

    `subject` of a message is for MENTION the id of the mention, for SOURCE the evidence's number, for ASSIGNED the
    assignee's number, for DUPLICATE the original's number, for NOTICE a count, for REPLY the id of the message that is
    replied to, else 0.
    """

    CARD = "card"
    THREAD = "thread"
    VERDICT = "verdict"
    DUPLICATE = "duplicate"
    ASSIGNED = "assigned"
    REMINDER = "reminder"
    MENTION = "mention"
    SOURCE = "source"
    DIGEST = "digest"
    NOTICE = "notice"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message of a desk waiting for Discord.

    `claim` is 0 for the whole desk. `body` is the text of a NOTICE, the due date of a REMINDER, the start of a DIGEST,
    the id of a REPLY's channel, else "". `attempts` counts earlier tries. `posted`: the thread has got it, and
    `recipients` are the people who have not. `nonce` is Discord's key against sending twice. `by` is the person who
    caused it.
    """

    id: int
    guild: int
    claim: int
    kind: OutboxKind
    subject: int
    body: str
    queued: datetime
    attempts: int
    posted: bool
    revision: int
    nonce: str
    by: Person | None = None
    recipients: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class OutboxBacklog:
    """Number of messages waiting for Discord, and the oldest's time."""

    count: int
    oldest: datetime | None
