"""Nouns and adverbs: "X's claim", "criticism of", "reportedly"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans.noun_phrases import noun_phrase
from bot.attribution.spans.source_kinds import kind_of
from bot.attribution.verb_frames import EVIDENCE
from bot.model.attribution import AttributionKind, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_NOUNS = lexicon.STATEMENT_NOUNS | lexicon.ATTITUDE_NOUNS
# "concerns among residents about the bridge"
_TOPIC_AFTER_AMONG = frozenset({"about", "over", "at", "on"})
_TOPIC_OF_STATEMENT = frozenset({"of", "about", "on", "for", "against"})


def hearsay_adverb(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each "reportedly" and "allegedly"; the attribution is inferred, without source.

    Examples:
        The bridge was reportedly sold to a foreign firm in March.
             | reportedly | The bridge was … sold to a foreign firm in March
        The mayor allegedly took the money.
             | allegedly | The mayor … took the money
        These files reportedly reveal a deal.
    """
    for token in block.doc:
        if token.lower_ not in lexicon.HEARSAY_ADVERBS or token.dep_ != "advmod":
            continue
        clause = token.head
        if clause.lemma_.lower() in EVIDENCE:
            continue  # "these files reportedly reveal": the files are the source
        if clause.pos_ in ("VERB", "AUX") and clause.n_lefts + clause.n_rights >= 3:
            yield AttributionCandidate(
                block=block,
                anchor=token.i,
                kind=AttributionKind.INDIRECT,
                cue=block.spans_covering([token]),
                content=block.spans_covering(word for word in clause.subtree if word != token),
                inferred=True,
            )


def statement_noun(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each noun of speech or attitude with owner and content.

    Examples:
        Mara Oll's claim that the bridge is safe was met with laughter.
            Mara Oll | claim | that the bridge is safe
        Few agreed with Ivo Brandt's criticism of the bridge.
            Ivo Brandt | criticism of | the bridge
        Mara Oll's view is that the bridge is safe.
            Mara Oll | view | that the bridge is safe
        Mara Oll's claim was met with laughter.
    """
    for noun in block.doc:
        if noun.pos_ == "NOUN" and noun.lemma_.lower() in _NOUNS:
            yield from _statement(block, noun)


def _statement(block: ParsedBlock, noun: Token) -> Iterator[AttributionCandidate]:
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    preposition, content = _content(noun, owner)
    if content is None or any(child.lower_ in lexicon.IN_KIND for child in noun.children):
        return
    owner = owner or _object(noun, ("of", "by", "from", "among"))
    if owner is None:
        return
    lemma = noun.lemma_.lower()
    yield AttributionCandidate(
        block=block,
        anchor=noun.i,
        kind=AttributionKind.INDIRECT,
        source=block.spans_covering(token for token in noun_phrase(owner, {noun.i}) if token.tag_ != "POS"),
        cue=block.spans_covering([noun, *preposition]),
        content=block.spans_covering(content.subtree),
        role=Role.SAID if lemma in lexicon.STATEMENT_NOUNS else Role.THOUGHT,
        source_kind=kind_of(owner),
        head=owner,
        negated=lemma == "denial",
    )


def _content(noun: Token, owner: Token | None) -> tuple[list[Token], Token | None]:
    """Return the joining preposition and the head of the content."""
    clauses = (c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and c.i > noun.i and _is_content(c))
    if clause := next(clauses, None):
        return [], clause
    among = any(child.dep_ == "prep" and child.lower_ == "among" for child in noun.children)
    prepositions: list[Token] = []
    if owner is not None or among:
        allowed = _topic_prepositions(noun, among=among)
        prepositions = [child for child in noun.children if child.dep_ == "prep" and child.lower_ in allowed]
        objects = (c for preposition in prepositions for c in preposition.children if c.dep_ in ("pobj", "pcomp"))
        if topic := next(objects, None):
            return prepositions[:1], topic
    if owner is not None and noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
        # "Novak's view is that ..."
        return prepositions[:1], next((child for child in noun.head.children if child.dep_ == "ccomp"), None)
    return [], None


def _topic_prepositions(noun: Token, *, among: bool) -> frozenset[str]:
    if among:
        return _TOPIC_AFTER_AMONG
    return _TOPIC_OF_STATEMENT if noun.lemma_.lower() in lexicon.STATEMENT_NOUNS else lexicon.ABOUT


def _is_content(clause: Token) -> bool:
    """Recognise a clause with a conjunction, or an infinitive."""
    return any(
        (token.lower_ in ("that", "whether") and token.dep_ == "mark") or (token.lower_ == "to" and token.dep_ == "aux")
        for token in clause.lefts
    )


def _object(noun: Token, prepositions: tuple[str, ...]) -> Token | None:
    """Return the object of the first of `prepositions` on the noun."""
    first = next((child for child in noun.children if child.dep_ == "prep" and child.lower_ in prepositions), None)
    return next((child for child in first.children if child.dep_ == "pobj"), None) if first is not None else None
