"""Acquisitions of documents: "The Ledger obtained the files", "TIB verified them"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.rules.provenance import agent_phrase, document_phrase
from bot.attribution.spans.cues import is_irrealis, is_negated
from bot.attribution.spans.noun_phrases import any_token_in
from bot.attribution.spans.source_kinds import kind_of
from bot.attribution.spans.sources import subject
from bot.model.attribution import Role, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_ROLES = {
    verb: lexicon.PROVENANCE[verb]
    for verb in lexicon.words_of(
        """obtain acquire uncover unearth hack leak review examine analyse analyze inspect verify authenticate
        corroborate"""
    )
}
_FINITE = ("VBD", "VBZ", "VBP", "VBN")
_COPIES = lexicon.words_of("copy page set trove cache hundred thousand dozen batch collection")


def document_acquisition(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each "X obtained the documents" and "X reviewed them".

    Examples:
        The Ledger obtained the files in March.
            The Ledger | obtained | the files
        Grey Heron has reviewed a copy of the contract.
            Grey Heron | has reviewed | a copy of the contract
        The Ledger has not obtained the files.
    """
    for verb in block.doc:
        role = _ROLES.get(verb.lemma_.lower())
        if role is None or not _happened(verb):
            continue
        noun, head = _document(verb, role), _holder(verb)
        if noun is not None and head is not None:
            auxiliaries = [child for child in verb.lefts if child.dep_ == "aux" and child.i == verb.i - 1]
            yield AttributionCandidate.of_provenance(
                block,
                head,
                role,
                anchor=verb.i,
                source=agent_phrase(head, None, verb),
                cue=[*auxiliaries, verb],
                content=document_phrase(noun),
                verb=verb,
                document=noun,
            )


def _happened(verb: Token) -> bool:
    """Recognise an active verb, neither negated nor hypothetical."""
    if verb.pos_ != "VERB" or verb.tag_ not in _FINITE or is_negated(verb) or is_irrealis(verb):
        return False
    if any(child.dep_ in ("auxpass", "nsubjpass", "agent") for child in verb.children):
        return False
    return verb.tag_ != "VBN" or verb.dep_ == "conj" or any(child.lemma_ == "have" for child in verb.lefts)


def _document(verb: Token, role: Role) -> Token | None:
    """Return the document of the verb; for "them", the last before."""
    noun = next((child for child in verb.children if child.dep_ == "dobj"), None)
    if noun is not None and noun.i > verb.i and noun.lower_ in ("them", "it", "these"):
        before = reversed(list(verb.doc[: verb.i]))
        return next((token for token in before if token.dep_ != "poss" and _is_document(token, role)), None)
    if verb.dep_ == "relcl" and (noun is None or noun.i < verb.i):
        noun = verb.head  # "documents that the Ledger obtained"
    while noun is not None and not _is_document(noun, role):
        noun = _copied(noun)
    return noun


def _copied(noun: Token) -> Token | None:
    """Return "contract" of "a copy of the contract"."""
    if not any_token_in(noun, _COPIES):
        return None
    of = next((child for child in noun.children if child.lower_ == "of"), None)
    return next((child for child in of.children if child.dep_ == "pobj"), None) if of is not None else None


def _is_document(noun: Token, role: Role) -> bool:
    nouns = lexicon.DOCUMENT_NOUNS if role is Role.OBTAINED else lexicon.PAPERS
    return noun.pos_ == "NOUN" and any_token_in(noun, nouns)


def _holder(verb: Token) -> Token | None:
    """Return the subject: a name, people or an organisation, or None."""
    head = subject(verb)
    if head is None and verb.dep_ in ("relcl", "conj"):
        head = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if head is not None and head.lower_ in lexicon.RELATIVES:
        clause = next((token for token in head.ancestors if token.dep_ == "relcl"), None)
        head = clause.head if clause is not None else None
    if head is None or head.pos_ not in ("PROPN", "NOUN"):
        return None
    kind = kind_of(head)
    if kind is SourceKind.DOCUMENT or (kind is SourceKind.UNKNOWN and head.pos_ != "PROPN"):
        return None
    return head
