"""Drafts of what a poll found: "in a poll, 79 percent were satisfied", "leads by nine points in the survey"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans import sources
from bot.model.attribution import AttributionKind, Role, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_POLLS = lexicon.words_of("poll polling survey census")
# What is done in a poll tells nothing that it found.
_TAKEN = lexicon.words_of("ask include participate interview question respond vote take conduct use reply answer")


def polls(piece: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Yield a draft for each "in a poll" of `piece` that stands beside a clause."""
    for token in piece.doc:
        if token.dep_ == "prep" and token.lower_ == "in" and (draft := _survey(piece, token)):
            yield draft


def _survey(piece: ParsedBlock, token: Token) -> AttributionCandidate | None:
    head = next((child for child in token.children if child.dep_ == "pobj"), None)
    clause = _clause(token)
    if head is None or clause is None or not _is_survey(head):
        return None
    subject = next((child for child in clause.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.is_ancestor(token) or subject.lower_ in lexicon.RELATIVES:
        return None  # "voters in a poll said": the voters say it
    rest = {t.i for t in clause.subtree} - {t.i for t in token.subtree}
    return AttributionCandidate(
        piece=piece,
        anchor=token.i,
        kind=AttributionKind.EVIDENTIAL,
        source=piece.spans_covering(sources.noun_phrase(head, set())),
        cue=piece.spans_covering([token]),
        content=piece.spans_covering(piece.doc[i] for i in rest),
        role=Role.SHOWS,
        source_kind=SourceKind.DOCUMENT,
        head=head,
        document=head,
    )


def _is_survey(head: Token) -> bool:
    """Holds for one that is told apart from others; "up in the polls" says where somebody stands."""
    if head.lemma_.lower() not in _POLLS:
        return False
    return head.tag_ == "NN" or any(
        child.dep_ in ("amod", "compound", "nmod", "acl", "prep") for child in head.children
    )


def _clause(token: Token) -> Token | None:
    """Return the verb of the clause beside which `token` stands, where a survey may have found what it tells."""
    clause = token.head
    while clause.head != clause and (clause.pos_ not in ("VERB", "AUX") or clause.dep_ == "xcomp"):
        clause = clause.head
    found = clause.pos_ in ("VERB", "AUX") and clause.dep_ in ("ROOT", "ccomp", "conj")
    return clause if found and clause.lemma_.lower() not in _TAKEN else None
