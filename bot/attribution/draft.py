"""An attribution in the making: spans beside the tokens that the later stages look at again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.model import AttributionKind, Role, SourceKind, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bot.attribution.pieces import Piece


@dataclass(frozen=True, slots=True)
class Draft:
    """What a stage found in one piece; `head` is the head word of the source, `anchor` the place of the cue.

    `addressee` was told it; `document` is the noun that a provenance or an evidential cue is about; `basis` is the
    draft that this one gives the basis of ("Reuters reported ..., citing officials"). `name` is the shortest full
    name of the source, `resolved` where the document gives it, if that is elsewhere. `carried_from` is the piece of the
    source where a quotation stands in another one; `head`, `verb` and `document` are tokens of that piece.
    """

    piece: Piece
    anchor: int
    kind: AttributionKind
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    role: Role = Role.SAID
    source_kind: SourceKind = SourceKind.UNKNOWN
    head: Token | None = None
    verb: Token | None = None
    addressee: Token | None = None
    document: Token | None = None
    basis: Draft | None = None
    name: Span | None = None
    resolved: Span | None = None
    carried_from: Piece | None = None
    inherited: bool = False
    inferred: bool = False
    hypothetical: bool = False
    negated: bool = False

    def but(self, **changes: object) -> Draft:
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def home(self) -> Piece:
        """The piece in which the source stands."""
        return self.carried_from or self.piece

    @property
    def start(self) -> int:
        return min(span.start for span in (*self.source, *self.cue, *self.content))
