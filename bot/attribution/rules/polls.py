"""Polls: "in a poll, 79 percent were satisfied"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans.noun_phrases import noun_phrase
from bot.model.attribution import AttributionKind, Role, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_POLLS = lexicon.words_of("poll polling survey census")
# "Voters were asked in a poll" is no finding.
_TAKEN = lexicon.words_of("ask include participate interview question respond vote take conduct use reply answer")
_MODIFIERS = ("amod", "compound", "nmod", "acl", "prep")


def poll(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each "in a poll" beside a clause.

    Examples:
        In a poll by the Torvik Institute, most residents were against the closure.
            a poll by the Torvik Institute | In | most residents were against the closure
        Ivo Brandt leads by nine points in a new survey.
            a new survey | in | Ivo Brandt leads by nine points
        Ivo Brandt is up in the polls.
    """
    for token in block.doc:
        if token.dep_ != "prep" or token.lower_ != "in":
            continue
        head = next((child for child in token.children if child.dep_ == "pobj"), None)
        clause = _clause(token)
        if head is None or clause is None or not _is_single_poll(head) or not _is_finding(clause, token):
            continue
        phrase = {descendant.i for descendant in token.subtree}
        yield AttributionCandidate(
            block=block,
            anchor=token.i,
            kind=AttributionKind.EVIDENTIAL,
            source=block.spans_covering(noun_phrase(head, ())),
            cue=block.spans_covering([token]),
            content=block.spans_at({descendant.i for descendant in clause.subtree} - phrase),
            role=Role.SHOWS,
            source_kind=SourceKind.DOCUMENT,
            head=head,
            document=head,
        )


def _is_finding(clause: Token, token: Token) -> bool:
    """Recognise a subject other than the polled people.

    "Voters in a poll said": the voters say it.
    """
    subject = next((child for child in clause.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    return subject is not None and not subject.is_ancestor(token) and subject.lower_ not in lexicon.RELATIVES


def _is_single_poll(head: Token) -> bool:
    """Recognise a single poll; "up in the polls" has none."""
    if head.lemma_.lower() not in _POLLS:
        return False
    return head.tag_ == "NN" or any(child.dep_ in _MODIFIERS for child in head.children)


def _clause(token: Token) -> Token | None:
    """Return the verb of the clause; None for taking a poll."""
    clause = token.head
    while clause.head != clause and (clause.pos_ not in ("VERB", "AUX") or clause.dep_ == "xcomp"):
        clause = clause.head
    is_clause = clause.pos_ in ("VERB", "AUX") and clause.dep_ in ("ROOT", "ccomp", "conj")
    return clause if is_clause and clause.lemma_.lower() not in _TAKEN else None
