"""AttributionCandidate: what the stages of the pipeline hand on; and the role of a source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.model.attribution import AttributionKind, Role, SourceKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bot.attribution.spans.cues import Cue
    from bot.attribution.syntax.parsed_block import ParsedBlock


_DEEDS = frozenset({"agree", "volunteer"})  # "agreed to sell ships" is done, not said

_PUBLISHED = frozenset({"estimate", "calculate"})  # a figure that is given out, not kept in mind


@dataclass(frozen=True, slots=True)
class AttributionCandidate:
    """What a stage found in one piece; `head` is the head word of the source, `anchor` the place of the cue.

    `addressee` was told it; `document` is the noun that a provenance or an evidential cue is about; `basis` is the
    draft that this one gives the basis of ("Reuters reported ..., citing officials"). `name` is the shortest full
    name of the source, `resolved` where the document gives it, if that is elsewhere. `carried_from` is the piece of the
    source where a quotation stands in another one; `head`, `verb` and `document` are tokens of that piece.
    """

    piece: ParsedBlock
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
    basis: AttributionCandidate | None = None
    name: Span | None = None
    resolved: Span | None = None
    carried_from: ParsedBlock | None = None
    inherited: bool = False
    inferred: bool = False
    hypothetical: bool = False
    negated: bool = False

    def replace(self, **changes: object) -> AttributionCandidate:
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def source_block(self) -> ParsedBlock:
        """The piece in which the source stands."""
        return self.carried_from or self.piece

    @property
    def start(self) -> int:
        return min(span.start for span in (*self.source, *self.cue, *self.content))


def role_of(cue: Cue, kind: SourceKind, *, evidence: bool) -> Role:
    """Return what a source of `kind` did by `cue`; `evidence` where things may do it, too."""
    if (cue.thought and cue.lemma not in _PUBLISHED) or _is_deed(cue):
        return Role.THOUGHT
    if kind is SourceKind.DOCUMENT or (evidence and kind is SourceKind.UNKNOWN):
        return Role.SHOWS
    return lexicon.ROLES.get(cue.lemma, Role.SAID)


def _is_deed(cue: Cue) -> bool:
    """Hold for "agreed to sell ships", "agreed to a meeting": nothing is told of what was said."""
    if cue.lemma not in _DEEDS:
        return False
    told = any(child.dep_ == "ccomp" for child in cue.verb.children)
    return not told and any(child.dep_ == "xcomp" or child.lower_ == "to" for child in cue.verb.children)
