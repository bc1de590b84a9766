"""Who got hold of papers or checked them, told as a deed: "The Ledger obtained the files", "TIB verified them"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.rules.provenance import agent_phrase, documents
from bot.attribution.spans import sources
from bot.attribution.spans.cues import is_irrealis, negated_verb
from bot.model.attribution import AttributionKind, Role, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_DEEDS = {
    verb: lexicon.PROVENANCE[verb]
    for verb in lexicon.words_of(
        """obtain acquire uncover unearth hack leak review examine analyse analyze inspect verify authenticate
        corroborate"""
    )
}
_FINITE = ("VBD", "VBZ", "VBP", "VBN")
_COPIES = lexicon.words_of("copy page set trove cache hundred thousand dozen batch collection")


def acquisitions(piece: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Yield a provenance draft for each verb of `piece` by which somebody named got or checked papers."""
    for verb in piece.doc:
        role = _DEEDS.get(verb.lemma_.lower())
        if role is None or not _happened(verb):
            continue
        noun, head = _papers(verb, role), _holder(verb)
        if noun is None or head is None:
            continue
        helpers = [c for c in verb.lefts if c.dep_ == "aux" and c.i == verb.i - 1]
        yield AttributionCandidate(
            piece=piece,
            anchor=verb.i,
            kind=AttributionKind.PROVENANCE,
            source=piece.spans_covering(agent_phrase(head, None, verb)),
            cue=piece.spans_covering([*helpers, verb]),
            content=piece.spans_covering(documents(noun)),
            role=role,
            source_kind=sources.kind_of(head),
            head=head,
            verb=verb,
            document=noun,
        )


def _happened(verb: Token) -> bool:
    """Holds for an active verb that is neither denied nor only possible."""
    if verb.pos_ != "VERB" or verb.tag_ not in _FINITE or negated_verb(verb) or is_irrealis(verb):
        return False
    if any(c.dep_ in ("auxpass", "nsubjpass", "agent") for c in verb.children):
        return False
    has = any(c.lemma_ == "have" for c in verb.lefts) or verb.dep_ == "conj"
    return verb.tag_ != "VBN" or has


def _papers(verb: Token, role: Role) -> Token | None:
    """Return the noun for the papers that the verb is about; for "them", the last papers before it."""
    noun = next((c for c in verb.children if c.dep_ == "dobj"), None)
    if noun is not None and noun.i > verb.i and noun.lower_ in ("them", "it", "these"):
        return next((t for t in reversed(list(verb.doc[: verb.i])) if t.dep_ != "poss" and _is_paper(t, role)), None)
    if verb.dep_ == "relcl" and (noun is None or noun.i < verb.i):
        noun = verb.head  # "documents that the Ledger obtained"
    while noun is not None and not _is_paper(noun, role):
        of = next((c for c in noun.children if c.lower_ == "of"), None) if sources.any_token_in(noun, _COPIES) else None
        noun = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    return noun


def _is_paper(noun: Token, role: Role) -> bool:
    kinds = lexicon.DOCUMENT_NOUNS if role is Role.OBTAINED else lexicon.PAPERS
    return noun.pos_ == "NOUN" and sources.any_token_in(noun, kinds)


def _holder(verb: Token) -> Token | None:
    """Return who did it: a name, people or a body; the noun before "which" and "who"."""
    head = sources.subject(verb)
    if head is None and verb.dep_ in ("relcl", "conj"):
        head = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if head is not None and head.lower_ in lexicon.RELATIVES:
        clause = next((t for t in head.ancestors if t.dep_ == "relcl"), None)
        head = clause.head if clause is not None else None
    if head is None or head.pos_ not in ("PROPN", "NOUN"):
        return None
    kind = sources.kind_of(head)
    if kind is SourceKind.DOCUMENT or (kind is SourceKind.UNKNOWN and head.pos_ != "PROPN"):
        return None
    return head
