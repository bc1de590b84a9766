"""Records of a draft check: items of the draft, what was found about each, and what changed since the last version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.model.answers import Finding, SlotComparison
from bot.model.documents import Document, DocumentRef
from bot.model.spans import Span
from bot.normalize import words
from bot.quotecheck.model import WordChange


class ItemKind(StrEnum):
    """The kind of an item; each sentence or quotation of a draft is one item."""

    QUOTATION = "quotation"  # words between quotation marks
    ATTRIBUTION = "attribution"  # a sentence that says whose statement it is
    FIGURE = "figure"  # a sentence with a number or a date, without a source
    NAME = "name"  # a name that the articles spell otherwise
    STATEMENT = "statement"  # any other sentence


class ItemLevel(StrEnum):
    """What the articles and the desk say about an item."""

    VERBATIM = "verbatim"  # quotation: word for word
    ALTERED = "altered"  # quotation: with changed words
    SPLICED = "spliced"  # quotation: joined from several places
    OTHER_SPEAKER = "other speaker"  # real, but said by another than the draft says
    NOT_FOUND = "not found"
    AGREES = "agrees"
    DIFFERS = "differs"  # another figure, name, date or title
    CONTRARY = "contrary"  # the other way round
    CLOSEST = "closest"  # something near, for a person to compare
    ALREADY_CHECKED = "already checked"  # the same as a claim with a published verdict
    SIMILAR_CLAIM = "similar claim"  # like such a claim, but not the same


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """Words of a transcript with the name of who speaks them, both as spans of the draft.

    `speaker` is None behind a label that names nobody ("Q"). `label` is empty on a line without one of its own.
    """

    speaker: Span | None
    words: Span
    label: Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as read.

    `left_out` are sentences on what was not read. `indexed_as` is the indexed article that the draft is; it is not
    compared with itself. `only_quotations`: a draft in another language, of which nothing else can be read.
    `spoken_lines` are those of a transcript.
    """

    name: str
    document: Document
    left_out: tuple[str, ...] = ()
    indexed_as: DocumentRef | None = None
    only_quotations: bool = False
    spoken_lines: tuple[SpokenLine, ...] = ()


FINE = frozenset({ItemLevel.VERBATIM, ItemLevel.AGREES})


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One checkable part of a draft.

    `span` counts code points of the draft's text as read; `text` is that slice. `paragraph` counts from 1. `speaker` is
    the source as the draft names it.
    """

    kind: ItemKind
    span: Span
    text: str
    paragraph: int
    speaker: str | None = None

    @property
    def key(self) -> str:
        """The kind with the words of the text: equal in two versions of a draft if the item did not change."""
        return f"{self.kind.value}:{' '.join(word.text.lower() for word in words(self.text))}"


@dataclass(frozen=True, slots=True)
class ItemOrigin:
    """The one source behind all articles that have an item.

    Of the `articles` that have it, `read` ones were looked at: these name the source.
    """

    name: str
    read: int
    articles: int

    @property
    def is_certain(self) -> bool:
        """Whether all articles were looked at."""
        return self.read >= self.articles


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """An item with what was found.

    `changes` are words that differ from the first finding, with offsets into the item's text (`typed_span`) and the
    document. `comparison` are the slots that the answer engine compared. `claim` is the number of the desk's claim.
    `origin` is the one source behind all articles. `is_checkworthy`: worth a look even if nothing was found.
    `has_found_words`: an article has the words, and only who says it or a title is open.
    """

    item: DraftItem
    level: ItemLevel
    changes: tuple[WordChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    comparison: tuple[SlotComparison, ...] = ()
    claim: int | None = None
    note: str | None = None
    origin: ItemOrigin | None = None
    is_checkworthy: bool = True
    has_found_words: bool = False

    @property
    def needs_eyes(self) -> bool:
        """Whether a person has to look: neither agreeing, nor a sentence that is not worth checking."""
        return self.level not in FINE and self.is_checkworthy


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """A checked draft, its items in the order of the draft.

    `name` is the file's name, or says where the text came from. `left_out` are sentences on what was not checked.
    """

    name: str
    text: str
    items: tuple[CheckedItem, ...]
    left_out: tuple[str, ...] = ()
    documents_searched: int = 0
    elapsed_ms: float = 0.0

    def counts(self) -> Mapping[ItemLevel, int]:
        """Return the number of items of each level that occurs."""
        return Counter(checked.level for checked in self.items)


@dataclass(frozen=True, slots=True)
class RevisedDraft:
    """What changed between two versions of a draft.

    `settled` are items of the first that need no eyes any more or are gone, `new` and `still_open` are items of the
    second that need eyes.
    """

    settled: tuple[CheckedItem, ...]
    new: tuple[CheckedItem, ...]
    still_open: tuple[CheckedItem, ...]
