"""Articles as indexed: their metadata, blocks and passages."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.spans import Quote, Span


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TABLE_HEADER = "table header"
    TABLE_ROW = "table row"
    QUOTATION = "quotation"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Block:
    """One structural piece of a document.

    `headings` is the path of headings above it, outermost first. `lead_in` is the sentence before a list or a table,
    whose source its items inherit; `header` is a table's header row. `ai_generated`: the document itself discloses the
    block as AI-generated or AI-assisted.
    """

    kind: BlockKind
    span: Span
    headings: tuple[Span, ...] = ()
    lead_in: Span | None = None
    header: Span | None = None
    ai_generated: bool = False


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """Bibliographic data of a document, as cards show it.

    `id` is stable for one path in one folder; `name` is the file's stem, or a JSONL record's id. `published` is an ISO
    date or date and time, as precise as the document gives it. `heading` is the first heading or sentence, shortened,
    of a document without a title. `read_in_part`: the file holds more of the article than could be read, so nothing
    follows from what the text lacks. `read_by_ocr`: text recognition made the text, so quotes may hold misread letters.
    """

    id: str
    name: str
    sha256: str
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    heading: str | None = None
    read_in_part: bool = False
    read_by_ocr: bool = False

    @property
    def display_title(self) -> str:
        """Return the title, the heading, or else the file's name."""
        return self.title or self.heading or self.name


@dataclass(frozen=True, slots=True)
class ReadingDetails:
    """What else is known of a document's file; nothing of it is searched.

    `attachments` are the unread files in an e-mail. `unread_pages` counts the scanned pages of a PDF without a text
    layer. `metadata_files` are the files beside the article that gave metadata, as paths in its folder. `comments` and
    `tracked_changes` count those of a Word document; the text is the one with all changes accepted.
    """

    language: str | None = None
    rights: str | None = None
    attachments: tuple[str, ...] = ()
    unread_pages: int = 0
    metadata_files: tuple[str, ...] = ()
    comments: int = 0
    tracked_changes: int = 0
    has_macros: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One article as indexed.

    For .txt and .md, `text` is the decoded file itself, without a byte order mark.
    """

    reference: DocumentRef
    text: str
    blocks: tuple[Block, ...]
    details: ReadingDetails = field(default_factory=ReadingDetails)

    @property
    def id(self) -> str:
        return self.reference.id

    @property
    def name(self) -> str:
        return self.reference.name


@dataclass(frozen=True, slots=True)
class PassageWords:
    """What the index holds of a passage's words, separated by blanks.

    `body`, `context` and `title` are stems, `forms` the words as written.
    """

    body: str
    context: str
    forms: str
    title: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieval unit: a run of whole sentences, one row or bullet.

    `context` is searched but never quoted. `ordinal` counts a document's passages from 0. `boilerplate` passages (link
    lists, donation appeals) may be shown as closest text, never as an answer. `words` saves the index from analyzing
    the text again.
    """

    document: str
    ordinal: int
    span: Span
    context: tuple[Span, ...] = ()
    boilerplate: bool = False
    ai_generated: bool = False
    words: PassageWords | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote with its document."""

    document: DocumentRef
    quote: Quote
