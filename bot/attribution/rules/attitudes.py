"""Drafts from what is no verb of its own: "is worried about", "voiced doubts about", "made the case that"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans import sources
from bot.attribution.spans.cues import is_irrealis, negated_verb, verb_group
from bot.model.attribution import AttributionKind, Role, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_CLAUSES = ("ccomp", "xcomp", "acl", "relcl")
_STANCES = lexicon.words_of("supporter advocate critic opponent proponent champion admirer backer defender fan booster")
# What one may have in something; other nouns before "in" only stand there.
_HELD_IN = lexicon.words_of("belief confidence faith interest trust pleasure pride")


def attitudes(piece: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Yield a draft for each adjective and each noun beside a light verb of `piece` that tells what somebody holds."""
    for token in piece.doc:
        low = token.lower_
        if low in lexicon.ADJECTIVES or low in lexicon.OUTSPOKEN:
            draft = _adjective(piece, token)
        elif token.dep_ == "dobj" and token.head.lemma_.lower() in lexicon.LIGHT and _is_utterance(token):
            draft = _noun(piece, token)
        elif low in _STANCES and token.dep_ == "attr" and token.head.lemma_ == "be":
            draft = _stance(piece, token)
        else:
            draft = None
        if draft:
            yield draft


def _is_utterance(noun: Token) -> bool:
    return noun.lemma_.lower() in lexicon.STATEMENT_NOUNS | lexicon.ATTITUDE_NOUNS


def _adjective(piece: ParsedBlock, word: Token) -> AttributionCandidate | None:
    """Return the draft of "Novak is sure that ...", "Novak was worried about ..."."""
    if word.dep_ == "acomp" and word.head.lemma_.lower() in lexicon.COPULAS:
        verb = word.head
        cue = [verb, *verb_group(verb), word]
    elif word.pos_ == "VERB" and any(child.lemma_.lower() in lexicon.COPULAS for child in word.children):
        verb, cue = word, [word, *verb_group(word)]  # "was convinced that": a passive, by the parse
    else:
        return None
    return _draft(
        piece, verb, [*cue, *(c for c in word.children if c.dep_ == "advmod" and c.i < word.i)], word,
        Role.SAID if word.lower_ in lexicon.OUTSPOKEN else Role.THOUGHT,
    )  # fmt: skip


def _noun(piece: ParsedBlock, noun: Token) -> AttributionCandidate | None:
    """Return the draft of "Novak took issue with ...", "Novak voiced doubts that ..."."""
    verb = noun.head
    if any(child.lower_ == "among" for child in noun.children):
        return None  # "raised concerns among residents": theirs, not those of what raised them
    own = [t for t in noun.subtree if t.i <= noun.i]
    thought = verb.lemma_.lower() == "have" and noun.lemma_.lower() not in lexicon.STATEMENT_NOUNS
    between = [t for t in noun.doc[verb.i : noun.i] if t not in own and t.dep_ in ("prt", "neg")]
    return _draft(piece, verb, [verb, *verb_group(verb), *between, *own], noun, Role.THOUGHT if thought else Role.SAID)


def _stance(piece: ParsedBlock, noun: Token) -> AttributionCandidate | None:
    """Return the draft of "Novak is a staunch supporter of ..."."""
    verb = noun.head
    own = [t for t in noun.subtree if t.i <= noun.i]
    return _draft(piece, verb, [verb, *verb_group(verb), *own], noun, Role.THOUGHT)


def _draft(piece: ParsedBlock, verb: Token, cue: list[Token], word: Token, role: Role) -> AttributionCandidate | None:
    found = _complement(word, verb)
    head = sources.subject(verb)
    if found is None or head is None or head.dep_ == "expl":
        return None
    preposition, complements = found
    kind = sources.kind_of(head)
    if verb.lemma_.lower() == "raise" and kind is SourceKind.UNKNOWN and head.pos_ == "NOUN":
        return None  # things raise questions, too
    if head.lower_ in ("it", "this", "that", "which", "there", "what") or (
        kind in (SourceKind.DOCUMENT, SourceKind.UNKNOWN) and sources.is_thing(head)
    ):
        return None
    content = {t.i for c in complements for t in c.subtree} - {t.i for t in cue}
    source = sources.noun_phrase(head, content | {t.i for t in cue})
    content -= {t.i for t in source}
    if head.i in content or not content:
        return None
    return AttributionCandidate(
        piece=piece,
        anchor=word.i,
        kind=AttributionKind.INDIRECT,
        source=piece.spans_covering(source),
        cue=piece.spans_covering([*cue, *preposition]),
        content=piece.spans_covering(piece.doc[i] for i in content),
        role=role,
        source_kind=kind,
        head=head,
        verb=verb,
        hypothetical=is_irrealis(verb),
        negated=negated_verb(verb) or (word.lower_ != "doubt" and any(t.lower_ == "no" for t in cue)),
    )


def _complement(word: Token, verb: Token) -> tuple[list[Token], list[Token]] | None:
    """Return the preposition that joins the cue, and the heads of what follows; None where nothing does."""
    children: Iterable[Token] = word.children if word == verb else [*word.children, *verb.children]
    behind = [c for c in children if c.i > word.i]
    clause = next((c for c in behind if c.dep_ in _CLAUSES and _opened(c)), None)
    if clause is not None:
        return [], [clause]
    about = lexicon.ABOUT if word.pos_ != "NOUN" or word.lemma_.lower() in _HELD_IN else lexicon.ABOUT - {"in"}
    for preposition in behind:
        if preposition.dep_ == "prep" and preposition.lower_ in about:
            below = [c for c in preposition.children if c.dep_ in ("pobj", "pcomp")]
            if below:
                return [preposition], below
    return None


def _opened(clause: Token) -> bool:
    """Holds for "that ...", "whether ...", "to ..." and a plain clause behind an adjective."""
    if any(t.lower_ in ("that", "whether", "if", "to") and t.dep_ in ("mark", "aux") for t in clause.lefts):
        return True
    return clause.dep_ == "ccomp" and any(t.dep_ in ("nsubj", "nsubjpass") for t in clause.lefts)
