"""The desk's records; docs/architecture.md gives the words their one meaning.

A claim is known to people by its number within one guild (#12). People are known to the log by a number of their own
(`Person.number`), so that somebody can be forgotten and the log still holds. Times are aware, in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.spans import Span

OWN_GUILD = 0  # the newsroom's own desk, where no Discord server is set up
TERMINAL_USER = 0  # whoever works in the terminal

RATINGS = ("True", "Mostly true", "Missing context", "Misleading", "False", "Unproven", "Satire")


class Status(StrEnum):
    OPEN = "open"
    CHECKING = "checking"
    REVIEW = "review"
    VERDICT = "verdict"
    CORRECTED = "corrected"
    DUPLICATE = "duplicate"
    DECLINED = "declined"


IN_WORK = frozenset({Status.OPEN, Status.CHECKING, Status.REVIEW})
RULED = frozenset({Status.VERDICT, Status.CORRECTED})


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at one guild's desk. Once forgotten, `user` is None and `name` a pseudonym."""

    number: int
    user: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the door (Discord, terminal) knows them at this moment."""

    user: int
    name: str
    is_editor: bool = False
    is_reviewer: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a flagged message."""

    user: int
    name: str


@dataclass(frozen=True, slots=True)
class FlagSource:
    """The message that a flag was raised on; `snapshot` is its text, which may be deleted in Discord later.

    Once its author is forgotten, `author` is a pseudonym and `snapshot` None.
    """

    link: str
    author: Author | Person | None = None
    written: datetime | None = None
    snapshot: str | None = None


class EvidenceKind(StrEnum):
    QUOTE = "quote"
    LINK = "link"
    NOTE = "note"


class PinState(StrEnum):
    """What became of a quote's source since it was pinned."""

    HOLDS = "holds"
    CHANGED = "source changed"
    GONE = "source gone"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence of a claim, counted from 1. `found` is what now stands where the quote stood."""

    number: int
    kind: EvidenceKind
    text: str
    by: Person
    created: datetime
    document: str | None = None
    sha256: str | None = None
    span: Span | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    pin: PinState = PinState.HOLDS
    found: str | None = None
    checked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """One person's raising of a claim, counted from 1."""

    number: int
    by: Person
    created: datetime
    why: str = ""
    origin: FlagSource | None = None


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """One ruling on a claim, counted from 1; never edited. It is in force once `approved` is set.

    `evidence` are the numbers of the evidence it rests on; `url` is where it was published. An imported verdict was
    ruled elsewhere, and its `by` is whoever imported it; `author` is the name that the import gives.
    """

    number: int
    rating: str
    explanation: str
    by: Person
    created: datetime
    evidence: tuple[int, ...] = ()
    needs_second_reader: bool = False
    second_reader: Person | None = None
    approved: datetime | None = None
    url: str | None = None
    author: str | None = None
    published: str | None = None
    imported: bool = False


@dataclass(frozen=True, slots=True)
class CardLocation:
    """Where a claim's card stands in Discord."""

    channel: int
    message: int
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A checkable statement that was flagged, as lists and cards show it.

    `id` is unique over all guilds, `number` is what people call it within one. `rating` is that of the verdict in
    force. `version` counts the claim's events. `duplicate_of` is another claim's number.
    """

    id: int
    guild: int
    number: int
    text: str
    status: Status
    priority: Priority
    created: datetime
    changed: datetime
    version: int
    why: str = ""
    due: datetime | None = None
    tags: tuple[str, ...] = ()
    assignee: Person | None = None
    flags: int = 1
    evidence: int = 0
    source_changed: bool = False
    rating: str | None = None
    duplicate_of: int | None = None
    external_id: str | None = None
    title: str | None = None
    url: str | None = None
    card: CardLocation | None = None


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """A claim with all that belongs to it, oldest first.

    `verdict` is the one in force, `pending` one that waits for its second reader.
    """

    claim: Claim
    flags: tuple[Flag, ...]
    evidence: tuple[Evidence, ...]
    verdicts: tuple[ClaimVerdict, ...]
    watchers: tuple[Person, ...]
    duplicates: tuple[int, ...] = ()

    @property
    def origin(self) -> FlagSource | None:
        """The message of the first flag that was raised on one."""
        return next((flag.origin for flag in self.flags if flag.origin), None)

    @property
    def verdict(self) -> ClaimVerdict | None:
        return next((each for each in reversed(self.verdicts) if each.approved), None)

    @property
    def pending(self) -> ClaimVerdict | None:
        last = self.verdicts[-1] if self.verdicts else None
        waits = last and not last.approved and self.claim.status is Status.REVIEW
        return last if waits else None


@dataclass(frozen=True, slots=True)
class Event:
    """A row of a guild's append-only log, counted from 1. `before` and `after` hold what the action changed.

    `by` is None where the desk itself acted (a source changed, a watched claim was met in a new article).
    """

    number: int
    claim: int | None
    action: str
    at: datetime
    by: Person | None
    before: dict[str, object]
    after: dict[str, object]


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims a list shows; what is left out doesn't narrow it.

    `mine` is a user who is its assignee or flagged it; `assignee` a user, or None for the unassigned when
    `unassigned` is set. `overdue` takes the moment to judge by. `text`: all of its words, wherever they stand.
    """

    statuses: frozenset[Status] = frozenset()
    assignee: int | None = None
    unassigned: bool = False
    mine: int | None = None
    tag: str | None = None
    rating: str | None = None
    overdue: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """Some of the claims that a filter lets through, and how many they are in all."""

    claims: tuple[Claim, ...]
    total: int
    offset: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: `known` were there already (by external_id, or else by text and url) and stay as they are."""

    added: int
    known: int
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """What an action did. `repeated`: Discord sent it twice, and nothing was done the second time.

    `notify` are the flaggers and watchers who should hear of it (of a verdict or a correction), the actor left out.
    """

    claim: Claim
    repeated: bool = False
    notify: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """How one guild's desk works.

    `digest_hour` is None where no digest is wanted; `set_up` tells whether an administrator has been through
    `/desk setup`. `forum`: each claim gets a forum post, not a thread.
    """

    channel: int | None = None
    editor_role: int | None = None
    reviewer_role: int | None = None
    second_reader: bool = False
    time_zone: str = "UTC"
    digest_hour: int | None = None
    ratings: tuple[str, ...] = RATINGS
    forum: bool = False
    set_up: bool = False
