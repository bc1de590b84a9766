"""The basis of a report: "..., based on X", "..., citing X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution.candidate import AttributionCandidate
from bot.attribution.rules.provenance import agent_phrase
from bot.attribution.spans.source_kinds import kind_of
from bot.model.attribution import Role, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock


def evidence_basis(block: ParsedBlock, candidates: list[AttributionCandidate]) -> list[AttributionCandidate]:
    """Find the sources of a statement: "citing X", "based on X".

    Examples:
        The Daily Lantern reported that the bolts were missing, citing two harbour officials.
            two harbour officials | citing | that the bolts were missing
        The Daily Lantern revealed, based on leaked memos, that the bolts were sold.
            leaked memos | based on | that the bolts were sold
        Citing the rain, Mara Oll stayed at home.
    """
    found = list(_bases(block, candidates))
    # "..., citing officials" is one attribution: the officials', not the outlet's second.
    anchors = {candidate.anchor for candidate in found}
    return [candidate for candidate in candidates if candidate.anchor not in anchors] + found


def _bases(block: ParsedBlock, candidates: list[AttributionCandidate]) -> Iterator[AttributionCandidate]:
    for token in block.doc:
        cue, head = _cue(token)
        if head is None:
            continue
        outer = _statement(token, candidates)
        if outer is None or kind_of(head) is SourceKind.UNKNOWN:
            continue
        candidate = AttributionCandidate.from_tokens(
            block, head, anchor=token.i, source=agent_phrase(head, cue[-1]), cue=cue, content=outer.content
        )
        role = Role.SHOWS if candidate.document is not None else Role.TOLD
        yield candidate.replace(role=role, basis=outer).found_by(evidence_basis.__name__)


def _cue(token: Token) -> tuple[list[Token], Token | None]:
    """Return "citing" or "based on", and the head of the source."""
    if token.lower_ == "citing" or (token.lower_ == "quoting" and token.dep_ == "advcl"):
        return [token], next((child for child in token.children if child.dep_ == "dobj"), None)
    if token.lower_ == "based" and token.tag_ == "VBN":
        prepositions = (child for child in token.children if child.dep_ == "prep" and child.lower_ in ("on", "upon"))
        if (on := next(prepositions, None)) is not None:
            return [token, on], next((child for child in on.children if child.dep_ == "pobj"), None)
    return [], None


def _statement(token: Token, candidates: list[AttributionCandidate]) -> AttributionCandidate | None:
    """Return the statement of the same sentence with this basis."""
    same = [c for c in candidates if c.verb is not None and c.verb.sent == token.sent and c.verb != token]
    governing = [candidate for candidate in same if token.head == candidate.verb]
    return next(iter(governing or [candidate for candidate in same if candidate.anchor < token.i]), None)
