"""Drafts from passive verbs: "was described by X as ...", "was told that ...", "is said to ...", "is seen as ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate, role_of
from bot.attribution.spans import sources
from bot.attribution.spans.contents import binding
from bot.model.attribution import AttributionKind, SourceKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bot.attribution.spans.cues import Cue
    from bot.attribution.syntax.parsed_block import ParsedBlock


def passive(piece: ParsedBlock, cue: Cue) -> AttributionCandidate | None:
    """Return the draft of a passive cue; its source is the agent, and where nobody is named it is inferred."""
    head = sources.agent(cue.verb)
    if cue.lemma == "attribute" or (head is None and cue.lemma in ("quote", "cite")):
        return None  # "is attributed to Novak" tells who, and who is quoted speaks: "was quoted as saying"
    found = _content(cue, head)
    if found is None:
        return None
    tokens, joining = found
    own = {token.i for token in (*cue.tokens, *joining)}
    if head is not None and not sources.may_be_named(head):
        return None
    source = sources.noun_phrase(head, own | tokens) if head is not None else []
    kind = sources.kind_of(head) if head is not None else SourceKind.UNKNOWN
    spans = piece.spans_covering(piece.doc[i] for i in tokens - own - {t.i for t in source})
    if not spans:
        return None
    return AttributionCandidate(
        piece=piece,
        anchor=cue.verb.i,
        kind=AttributionKind.INDIRECT,
        source=piece.spans_covering(source),
        cue=piece.spans_covering([*cue.tokens, *([head.head] if head is not None else joining)]),
        content=spans,
        role=role_of(cue, kind, evidence=False),
        source_kind=kind,
        head=head,
        verb=cue.verb,
        inferred=head is None,
        hypothetical=cue.hypothetical,
        negated=cue.negated,
    )


def _content(cue: Cue, agent: Token | None) -> tuple[set[int], list[Token]] | None:
    """Return the words of the content, and the preposition that joins the cue, if one does."""
    verb, frame = cue.verb, set(cue.frame)
    if agent is not None and "c" in frame and _as_told(verb):
        return {t.i for t in verb.head.subtree} - {t.i for t in verb.subtree}, []
    clause = next((child for child in verb.children if child.dep_ == "ccomp"), None)
    if clause is not None and "c" in frame:
        return {token.i for token in clause.subtree}, []
    infinitive = next((child for child in verb.children if child.dep_ in ("xcomp", "oprd")), None)
    about = _about(cue)
    if agent is None and infinitive is None:
        return _unnamed(cue, about)
    if agent is not None and cue.lemma in lexicon.RATED and infinitive is None:
        return _rated(cue, agent)
    hearsay = agent is None and cue.lemma in lexicon.HEARSAY
    told = "c" in frame and (cue.lemma in lexicon.SPEECH or infinitive is not None)
    judged = agent is not None and ("n" in frame or told or ("a" in frame and about is not None))
    subject = _subject(verb)
    if not (hearsay or judged) or not subject:
        return None
    tokens = {t.i for t in subject} | ({t.i for t in infinitive.subtree} if infinitive is not None else set())
    for child in verb.children:
        if child.dep_ == "prep" and child.i > verb.i and child.lower_ in binding(cue):
            tokens |= {t.i for t in child.subtree}
    return tokens, []


def _rated(cue: Cue, agent: Token) -> tuple[set[int], list[Token]] | None:
    """Return the content of "the yard was valued at $2 billion by the Lantern"."""
    rated = [c for c in cue.verb.children if c.dep_ == "prep" and c.lower_ in lexicon.RATED_AT and c.i > cue.verb.i]
    subject = _subject(cue.verb)
    if not rated or not subject or (agent.pos_ != "PROPN" and sources.kind_of(agent) is SourceKind.UNKNOWN):
        return None
    by = {token.i for token in agent.head.subtree}
    return {t.i for t in subject} | {t.i for prep in rated for t in prep.subtree} - by, []


def _as_told(verb: Token) -> bool:
    """Holds for "As reported by the Lantern, the bridge is shut"."""
    under = verb.dep_ == "advcl" and verb.head.pos_ in ("VERB", "AUX")
    return under and any(t.lower_ == "as" and t.dep_ in ("mark", "advmod") for t in verb.lefts)


def _unnamed(cue: Cue, about: tuple[Token, Token] | None) -> tuple[set[int], list[Token]] | None:
    """Return the content of "was accused of ...", "asked about ...", by nobody named."""
    if about is None or cue.verb.dep_ in ("acl", "relcl"):
        return None
    preposition, complement = about
    if cue.thought and preposition.lower_ != "as":
        return None
    subject = [] if preposition.lower_ == "about" else _subject(cue.verb)
    return {token.i for token in (*subject, *complement.subtree)}, [preposition]


def _subject(verb: Token) -> list[Token]:
    """Return the words that a passive verb is told of; none where they are a relative pronoun."""
    own = next((child for child in verb.children if child.dep_ in ("nsubjpass", "nsubj")), None)
    if own is None and verb.dep_ == "conj" and any(child.dep_ == "auxpass" for child in verb.children):
        own = next((child for child in verb.head.children if child.dep_ in ("nsubjpass", "nsubj")), None)
    if own is None or own.lower_ in lexicon.RELATIVES:
        return []
    return list(own.subtree)


def _about(cue: Cue) -> tuple[Token, Token] | None:
    """Return the preposition behind the cue that a content may follow, and the head of that content."""
    wanted = lexicon.PREPOSITIONS.get(cue.lemma, "").split()
    wanted += ["for", "as"] if "n" in cue.frame else ["as"] if "a" in cue.frame else []
    for child in cue.verb.children:
        if child.dep_ == "prep" and child.i > cue.verb.i and child.lower_ in wanted:
            below = next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
            if below is not None:
                return child, below
    return None
