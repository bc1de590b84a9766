"""AttributionCandidate: the record passed between the stages of the pipeline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.spans.source_kinds import kind_of
from bot.model.attribution import AttributionKind, Role, SourceKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from bot.attribution.spans.cues import Cue
    from bot.attribution.syntax.parsed_block import ParsedBlock

# "agreed to sell ships" reports an action.
_ACTIONS = frozenset({"agree", "volunteer"})
# An estimate is published, although it is a thought.
_PUBLISHED = frozenset({"estimate", "calculate"})


@dataclass(frozen=True, slots=True)
class AttributionCandidate:
    """An attribution in progress, found in one block.

    - `anchor`: the number of the cue's main token.
    - `head`, `verb`, `addressee`: the head of the source, the verb of the cue, the head of the addressee.
    - `document`: the noun of a document that is the source, or that somebody obtained.
    - `basis`: the candidate of "reported", for "Reuters reported ..., citing officials".
    - `name`: the shortest full name of the source. `resolved`: the full name elsewhere in the document.
    - `carried_from`: the block of the source, if the content is in another block. `head`, `verb` and `document` are
      tokens of that block.
    - `rules`: the names of the rules that found it or changed it, in order.
    """

    block: ParsedBlock
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
    rules: tuple[str, ...] = ()

    @classmethod
    def from_cue(
        cls,
        block: ParsedBlock,
        cue: Cue,
        head: Token | None,
        *,
        source: Iterable[Token],
        joined: Iterable[Token] = (),
        evidence: bool = False,
    ) -> AttributionCandidate:
        """Return the candidate of a verb, without content.

        `joined` are words that belong to the cue: "called for". With `evidence`, an unknown source shows its content.
        """
        kind = kind_of(head) if head is not None else SourceKind.UNKNOWN
        return cls(
            block=block,
            anchor=cue.verb.i,
            kind=AttributionKind.INDIRECT,
            source=block.spans_covering(source),
            cue=block.spans_covering([*cue.tokens, *joined]),
            role=_role(cue, kind, evidence=evidence),
            source_kind=kind,
            head=head,
            verb=cue.verb,
            hypothetical=cue.hypothetical,
            negated=cue.negated,
        )

    @classmethod
    def from_tokens(
        cls,
        block: ParsedBlock,
        head: Token,
        *,
        anchor: int,
        source: Iterable[Token],
        cue: Iterable[Token],
        content: tuple[Span, ...] = (),
    ) -> AttributionCandidate:
        """Return the candidate of a cue without a verb.

        A document shows its content, other sources say it.
        """
        kind = kind_of(head)
        documentary = kind is SourceKind.DOCUMENT
        return cls(
            block=block,
            anchor=anchor,
            kind=AttributionKind.EVIDENTIAL if documentary else AttributionKind.INDIRECT,
            source=block.spans_covering(source),
            cue=block.spans_covering(cue),
            content=content,
            role=Role.SHOWS if documentary else Role.SAID,
            source_kind=kind,
            head=head,
            document=head if documentary else None,
        )

    @classmethod
    def of_provenance(
        cls,
        block: ParsedBlock,
        head: Token,
        role: Role,
        *,
        anchor: int,
        source: Iterable[Token],
        cue: Iterable[Token],
        content: Iterable[Token],
        source_kind: SourceKind | None = None,
        verb: Token | None = None,
        document: Token | None = None,
    ) -> AttributionCandidate:
        """Return the candidate of an agent of provenance.

        It obtained, reviewed or published the content.
        """
        return cls(
            block=block,
            anchor=anchor,
            kind=AttributionKind.PROVENANCE,
            source=block.spans_covering(source),
            cue=block.spans_covering(cue),
            content=block.spans_covering(content),
            role=role,
            source_kind=kind_of(head) if source_kind is None else source_kind,
            head=head,
            verb=verb,
            document=document,
        )

    def replace(self, **changes: object) -> AttributionCandidate:
        return replace(self, **changes)  # type: ignore[arg-type]

    def found_by(self, rule: str) -> AttributionCandidate:
        """Return the candidate with the name of one more rule."""
        return replace(self, rules=(*self.rules, rule))

    @property
    def source_block(self) -> ParsedBlock:
        """The block of the source."""
        return self.carried_from or self.block

    @property
    def start(self) -> int:
        return min(span.start for span in (*self.source, *self.cue, *self.content))


def _role(cue: Cue, kind: SourceKind, *, evidence: bool) -> Role:
    if (cue.thought and cue.lemma not in _PUBLISHED) or _is_action(cue):
        return Role.THOUGHT
    if kind is SourceKind.DOCUMENT or (evidence and kind is SourceKind.UNKNOWN):
        return Role.SHOWS
    return lexicon.ROLES.get(cue.lemma, Role.SAID)


def _is_action(cue: Cue) -> bool:
    """Recognise a verb of action: "agreed to sell ships"."""
    if cue.lemma not in _ACTIONS or any(child.dep_ == "ccomp" for child in cue.verb.children):
        return False
    return any(child.dep_ == "xcomp" or child.lower_ == "to" for child in cue.verb.children)
