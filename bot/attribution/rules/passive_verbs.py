"""Passive verbs: "was described by X as ...", "is said to ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans import parentheticals
from bot.attribution.spans.contents import content_prepositions, follows_as
from bot.attribution.spans.noun_phrases import noun_phrase
from bot.attribution.spans.source_kinds import can_be_source, kind_of
from bot.attribution.spans.sources import agent
from bot.attribution.verb_frames import PREPOSITIONS, SPEECH, Complement
from bot.model.attribution import SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Token

    from bot.attribution.spans.cues import Cue
    from bot.attribution.syntax.parsed_block import ParsedBlock

    # The numbers of the content's tokens, and the preposition that joins the cue.
    _Found = tuple[set[int], list[Token]]


def passive_verb(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each passive verb; without "by", the attribution is inferred.

    Examples:
        The plan was described by Mara Oll as a gamble.
            Mara Oll | was described by | The plan … as a gamble
        The bridge is said to have been sold to a foreign firm.
             | is said | The bridge … to have been sold to a foreign firm
        As reported by the Daily Lantern, the bridge is shut.
            the Daily Lantern | reported by | the bridge is shut
        The letter was attributed to Mara Oll.
    """
    for cue in block.cues:
        if cue.passive and cue.verb.lower_ not in lexicon.ADJECTIVES and not parentheticals.closing_credit(cue):
            yield from _candidate(block, cue)


def _candidate(block: ParsedBlock, cue: Cue) -> Iterator[AttributionCandidate]:
    head = agent(cue.verb)
    if cue.lemma == "attribute" or (head is None and cue.lemma in ("quote", "cite")):
        return  # "is attributed to Novak", "Novak was quoted as saying": other cues tell the source
    found = _content(cue, head)
    if found is None or (head is not None and not can_be_source(head)):
        return
    tokens, joining = found
    own = {token.i for token in (*cue.tokens, *joining)}
    source = noun_phrase(head, own | tokens) if head is not None else []
    content = block.spans_at(tokens - own - {token.i for token in source})
    if content:
        joined = [head.head] if head is not None else joining
        candidate = AttributionCandidate.from_cue(block, cue, head, source=source, joined=joined)
        yield candidate.replace(content=content, inferred=head is None)


def _content(cue: Cue, by: Token | None) -> _Found | None:
    """Return the content of the verb with the agent `by`."""
    verb = cue.verb
    if cue.takes(Complement.CLAUSE):
        if by is not None and _is_as_clause(verb):
            return _numbers(verb.head.subtree) - _numbers(verb.subtree), []
        clause = next((child for child in verb.children if child.dep_ == "ccomp"), None)
        if clause is not None:
            return _numbers(clause.subtree), []
    infinitive = next((child for child in verb.children if child.dep_ in ("xcomp", "oprd")), None)
    if infinitive is None and by is None:
        return _content_without_agent(cue)
    if infinitive is None and by is not None and cue.lemma in lexicon.RATED:
        return _rating(cue, by)
    subject = _subject(verb)
    if not subject or not (_judges(cue, infinitive) if by is not None else cue.lemma in lexicon.HEARSAY):
        return None
    tokens = _numbers(subject) | (_numbers(infinitive.subtree) if infinitive is not None else set())
    for child in verb.children:
        if child.dep_ == "prep" and child.i > verb.i and child.lower_ in content_prepositions(cue):
            tokens |= _numbers(child.subtree)
    return tokens, []


def _numbers(tokens: Iterable[Token]) -> set[int]:
    return {token.i for token in tokens}


def _is_as_clause(verb: Token) -> bool:
    """Recognise "As reported by the Lantern, the bridge is shut"."""
    return verb.dep_ == "advcl" and verb.head.pos_ in ("VERB", "AUX") and follows_as(verb)


def _judges(cue: Cue, infinitive: Token | None) -> bool:
    """Recognise a statement about the subject: "was criticised by Novak"."""
    if cue.takes(Complement.OBJECT):
        return True
    if cue.takes(Complement.CLAUSE) and (cue.lemma in SPEECH or infinitive is not None):
        return True
    return cue.takes(Complement.AS) and _topic(cue) is not None


def _rating(cue: Cue, by: Token) -> _Found | None:
    """Return the content of "was valued at $2 billion by the Lantern"."""
    verb = cue.verb
    rated = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in lexicon.RATED_AT and c.i > verb.i]
    subject = _subject(verb)
    if not rated or not subject or (by.pos_ != "PROPN" and kind_of(by) is SourceKind.UNKNOWN):
        return None
    agent_tokens = _numbers(by.head.subtree)
    rating = {token.i for preposition in rated for token in preposition.subtree}
    return _numbers(subject) | (rating - agent_tokens), []


def _content_without_agent(cue: Cue) -> _Found | None:
    """Return the content of "was accused of lying"."""
    topic = _topic(cue)
    if topic is None or cue.verb.dep_ in ("acl", "relcl"):
        return None
    preposition, complement = topic
    if cue.thought and preposition.lower_ != "as":
        return None
    subject = [] if preposition.lower_ == "about" else _subject(cue.verb)
    return _numbers([*subject, *complement.subtree]), [preposition]


def _subject(verb: Token) -> list[Token]:
    """Return the subject's words; none for a relative pronoun."""
    own = next((child for child in verb.children if child.dep_ in ("nsubjpass", "nsubj")), None)
    if own is None and verb.dep_ == "conj" and any(child.dep_ == "auxpass" for child in verb.children):
        own = next((child for child in verb.head.children if child.dep_ in ("nsubjpass", "nsubj")), None)
    if own is None or own.lower_ in lexicon.RELATIVES:
        return []
    return list(own.subtree)


def _topic(cue: Cue) -> tuple[Token, Token] | None:
    """Return the preposition behind the cue and the head of its content."""
    allowed = set(PREPOSITIONS.get(cue.lemma, ()))
    if cue.takes(Complement.OBJECT):
        allowed |= {"for", "as"}
    elif cue.takes(Complement.AS):
        allowed.add("as")
    for child in cue.verb.children:
        if child.dep_ == "prep" and child.i > cue.verb.i and child.lower_ in allowed:
            complement = next((token for token in child.children if token.dep_ in ("pobj", "pcomp")), None)
            if complement is not None:
                return child, complement
    return None
