"""Records of the desk: claims, flags, evidence, verdicts, events and settings.

People know a claim by its number within one guild (#12). The log knows people by a number of their own
(`Person.number`): a person can be erased, and the log still verifies. Times are aware, in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.attachments import Attachment, KeptFile
from bot.model.claim_provenance import UNKNOWN_PROVENANCE, ClaimantKind, ClaimProvenance, RatingValue
from bot.model.claim_relations import ClaimRelation
from bot.model.page_copies import PageCopy
from bot.model.spans import Span

OWN_GUILD = 0  # the newsroom's own desk, without a Discord server
TERMINAL_USER = 0  # the person at the terminal

RATINGS = ("True", "Mostly true", "Missing context", "Misleading", "False", "Unproven", "Satire")
# Numbers of the default scale; its other ratings have no order from false to true.
RATING_VALUES = (("True", 5.0), ("Mostly true", 4.0), ("Missing context", 3.0), ("Misleading", 2.0), ("False", 1.0))


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
WITHDRAWN = frozenset({Status.DUPLICATE, Status.DECLINED})


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Person:
    """A person at one guild's desk.

    After erasure, `user` is None and `name` a pseudonym.
    """

    number: int
    user: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting person with their current roles in Discord or the terminal."""

    user: int
    name: str
    is_editor: bool = False
    is_reviewer: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """The author of a flagged message."""

    user: int
    name: str


@dataclass(frozen=True, slots=True)
class FlagSource:
    """The Discord message behind a flag; `snapshot` keeps its text.

    `attachments` are given for a new flag alone; `ClaimFile.files` says what became of them. The message itself may be
    deleted later. After the author's erasure, `author` is a pseudonym and `snapshot` None.
    """

    link: str
    author: Author | Person | None = None
    written: datetime | None = None
    snapshot: str | None = None
    attachments: tuple[Attachment, ...] = ()


class EvidenceKind(StrEnum):
    QUOTE = "quote"
    LINK = "link"
    NOTE = "note"


class PinState(StrEnum):
    """State of a pinned quote's source after the pinning."""

    HOLDS = "holds"
    CHANGED = "source changed"
    GONE = "source gone"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence of a claim, counted from 1.

    `found` is the article's current text in the place of a changed quote. `read_by_ocr`: text recognition made the
    quoted text, so letters may be misread.
    """

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
    read_by_ocr: bool = False

    @property
    def is_file(self) -> bool:
        """Whether it is a note about a file, known by its name (`title`) and its hash."""
        return self.document is None and self.sha256 is not None


@dataclass(frozen=True, slots=True)
class Flag:
    """One person's flag on a claim, counted from 1."""

    number: int
    by: Person
    created: datetime
    why: str = ""
    origin: FlagSource | None = None


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """One verdict on a claim, never edited, in force once `approved`.

    `number` counts from 1. `evidence` are the numbers of its evidence; `url` is its published page. For an imported
    verdict, `by` is the person who imported it and `author` the name in the import. `value` is the rating's number.
    A verdict is withdrawn if its claim was closed while it waited for approval.
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
    author_kind: ClaimantKind | None = None
    value: RatingValue | None = None
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class CardLocation:
    """The Discord channel, message and thread of a claim's card, and the names of the files that it holds."""

    channel: int
    message: int
    thread: int | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A flagged checkable statement, with the fields of lists and cards.

    `id` is unique over all guilds; `number` is its number within one. `rating` is that of the verdict in force.
    `version` counts the claim's events. `duplicate_of` is another claim's number.
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
    provenance: ClaimProvenance = UNKNOWN_PROVENANCE


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """A claim with its flags, evidence, verdicts, watchers and copies of linked pages, oldest first.

    `relations` are the claims it was merged with or split from, `files` the attachments of the flagged messages.
    `verdict` is the one in force, `pending` one in review by the second reader.
    """

    claim: Claim
    flags: tuple[Flag, ...]
    evidence: tuple[Evidence, ...]
    verdicts: tuple[ClaimVerdict, ...]
    watchers: tuple[Person, ...]
    duplicates: tuple[int, ...] = ()
    relations: tuple[ClaimRelation, ...] = ()
    copies: tuple[PageCopy, ...] = ()
    files: tuple[KeptFile, ...] = ()

    @property
    def origin(self) -> FlagSource | None:
        """The message of the first flag with one."""
        return next((flag.origin for flag in self.flags if flag.origin), None)

    @property
    def verdict(self) -> ClaimVerdict | None:
        return next((verdict for verdict in reversed(self.verdicts) if verdict.approved), None)

    @property
    def pending(self) -> ClaimVerdict | None:
        return self.unapproved if self.claim.status is Status.REVIEW else None

    @property
    def unapproved(self) -> ClaimVerdict | None:
        """The latest verdict if it waits for its approval, also while the claim is checked again."""
        latest = self.verdicts[-1] if self.verdicts else None
        return latest if latest and not latest.approved and not latest.is_withdrawn else None


@dataclass(frozen=True, slots=True)
class Event:
    """A row of a guild's append-only log, counted from 1.

    `before` and `after` hold the changed values. `by` is None for the desk's own events: a changed source, a watched
    claim in a new article.
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
    """Conditions on the claims of a list; an empty one allows all.

    `mine`: a user who is the assignee or flagged it. `assignee`: a user; `unassigned` asks for claims without one.
    `overdue`: the moment to compare due dates with. `text`: words that must all occur. `claimant`: words of the name
    of who made the claim, as prefixes.
    """

    statuses: frozenset[Status] = frozenset()
    assignee: int | None = None
    unassigned: bool = False
    mine: int | None = None
    tag: str | None = None
    rating: str | None = None
    overdue: datetime | None = None
    text: str = ""
    claimant: str = ""


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One page of a filtered list of claims, with the total number."""

    claims: tuple[Claim, ...]
    total: int
    offset: int


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """Result of an action on a claim.

    `repeated`: Discord delivered the interaction twice, and the second one did nothing.
    `notify`: flaggers and watchers to notify of a verdict or a correction, without the actor.
    """

    claim: Claim
    repeated: bool = False
    notify: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Settings of one guild's desk.

    `digest_hour` is None without a digest; `set_up` is true after the first `/desk setup`. `forum`: a claim gets a
    forum post, not a thread. `rating_values`: the ratings with a number, for ClaimReview.
    `reply_channels`: the channels where the bot replies to a message that repeats a false claim; `reply_rating` is the
    best rating that counts as false, None for the worst one alone.
    """

    channel: int | None = None
    editor_role: int | None = None
    reviewer_role: int | None = None
    second_reader: bool = False
    time_zone: str = "UTC"
    digest_hour: int | None = None
    ratings: tuple[str, ...] = RATINGS
    rating_values: tuple[tuple[str, float], ...] = RATING_VALUES
    forum: bool = False
    set_up: bool = False
    reply_channels: tuple[int, ...] = ()
    reply_rating: str | None = None
