"""Notifications of the desk: digests, reminders, claim mentions, changed sources, log checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.claims import Claim, Evidence, Person
from bot.model.spans import Span
from bot.model.witness import LogHead


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
    WITNESS = "witness"


@dataclass(frozen=True, slots=True)
class Departure:
    """A claim freed because its assignee left the server."""

    claim: Claim
    person: Person


@dataclass(frozen=True, slots=True)
class Digest:
    """A desk's daily digest.

    The lists are cut at a handful of claims; `counts` holds their full lengths by name. `problems` are sentences about
    messages that could not be posted since the last digest, `departures` claims freed since then.
    """

    overdue: tuple[Claim, ...]
    unassigned: tuple[Claim, ...]
    in_review: tuple[Claim, ...]
    new_evidence: tuple[Claim, ...]
    counts: dict[str, int]
    since: datetime
    problems: tuple[str, ...] = ()
    log: LogHead | None = None
    departures: tuple[Departure, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """The first inconsistent row of a guild's log, or the first that a table contradicts.

    `why` is the reason, in words that follow "row 7"; without a `number`, a sentence. `table` and `column` say where
    the contradiction stands.
    """

    number: int | None
    why: str
    table: str | None = None
    column: str | None = None

    def __str__(self) -> str:
        return self.why if self.number is None else f"row {self.number} {self.why}"


@dataclass(frozen=True, slots=True)
class LogCheck:
    """Verification of one guild's log: number of events, first bad row, hash of the last row.

    Two checks with the same findings are equal, whatever the hash.
    """

    guild: int
    events: int
    bad: BadRow | None = None
    head: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class WitnessCheck:
    """Comparison of a log with the witness lines of its desk.

    `covered` is the length of the log at the last good line. `guild` is None if no desk has such a log.
    """

    guild: int | None
    lines: int
    covered: int
    bad: BadRow | None = None


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A pinned quote with a changed or removed article, reported once.

    The evidence's `text` holds the old words, its `found` the most similar new ones, if any.
    """

    claim: Claim
    evidence: Evidence


class OutboxKind(StrEnum):
    """Kinds of messages waiting for Discord, and WEBHOOK for the newsroom's own program.

    `subject` of a message is for ARCHIVE the number of the copy, for MENTION the id of the mention, for SOURCE the
    evidence's number, for ASSIGNED the assignee's number, for DUPLICATE the original's number, for NOTICE a count, for
    WITNESS the target, for WEBHOOK the event's number, for REPLY the id of the message that is replied to, for WATCH
    the number of the post, else 0.
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
    WEBHOOK = "webhook"
    WITNESS = "witness"
    REDRAW_THREAD = "redraw thread"
    REDRAW_DIGESTS = "redraw digests"
    REPLY = "reply"
    ARCHIVE = "archive"
    FILES = "files"
    WATCH = "watch"


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message of a desk waiting for Discord.

    `claim` is 0 for the whole desk, and negative for a WATCH, which concerns no claim. `body` is the text of a NOTICE
    or WITNESS, the due date of a REMINDER, the start of a DIGEST, the claims of REDRAW_DIGESTS, the id of a REPLY's
    channel, else "". `attempts` counts earlier tries. `posted`: the thread has got it, and `recipients` are the people
    who have not. `nonce` is Discord's key against sending twice. `by` is the person who caused it.
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


@dataclass(frozen=True, slots=True)
class LogPosition:
    """Length of a guild's log up to an event, and the hash of that event."""

    events: int
    hash: str
