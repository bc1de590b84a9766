"""Records of the trials: statements of articles, sentences of drafts with what is right about them, drafts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.draftcheck.model import ItemKind, ItemLevel
from bot.model.attribution import SourceKind
from bot.model.spans import Span


class Change(StrEnum):
    """What was done to a sentence; NONE leaves its statement as the article has it."""

    NONE = "none"
    NUMBER = "number"
    NEGATION = "negation"
    SPEAKER = "speaker"
    ROLES = "roles"
    SPLICED = "spliced"
    INVENTED = "invented"
    NAME = "name"
    SOURCE = "source"
    TITLE = "title"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class SourcedStatement:
    """What an article has somebody say: the article's sentences, with the parts that can be exchanged.

    `content`, `quote` (the words between the quotation marks, None if indirect) and `source` are spans of `text`.
    `name` is the full name of the source, or its words in lower case if it has none ("the police"). `pronoun` is how
    the article refers to it if that is "he" or "she".
    """

    document: str
    place: Span
    text: str
    content: Span
    source: Span
    name: str
    source_kind: SourceKind
    quote: Span | None = None
    pronoun: str | None = None

    @property
    def is_quotation(self) -> bool:
        return self.quote is not None

    @property
    def is_unnamed(self) -> bool:
        return not any(letter.isupper() for letter in self.name)

    @property
    def words(self) -> str:
        """Return what is said, without quotation marks and without the comma or stop before the closing one."""
        return (self.quote or self.content).of(self.text).strip().rstrip(",.")


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence of a draft, and which levels are right for it.

    Spans count code points: of `text` while the sentence stands alone, of the draft once `moved` there. `name` is the
    speaker's name, `new_words` are the words that an alteration put in.
    """

    text: str
    span: Span
    kind: ItemKind
    change: Change
    is_reworded: bool
    document: str | None
    levels: frozenset[ItemLevel]
    quote: Span | None = None
    name: Span | None = None
    new_words: str = ""

    @property
    def is_unnamed(self) -> bool:
        """Check whether the source has no name."""
        start = self.span.start
        return self.name is not None and not any(
            letter.isupper() for letter in self.text[self.name.start - start + 1 : self.name.end - start]
        )

    def moved(self, offset: int) -> GoldSentence:
        """Return the sentence with its spans `offset` further on."""
        return replace(
            self,
            span=_moved(self.span, offset),
            quote=_moved(self.quote, offset) if self.quote else None,
            name=_moved(self.name, offset) if self.name else None,
        )


@dataclass(frozen=True, slots=True)
class TrialDraft:
    """A draft with the gold of each of its sentences."""

    name: str
    text: str
    sentences: tuple[GoldSentence, ...]


def _moved(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)
