"""Attitudes: "is worried about", "voiced doubts about", "made the case"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans.cues import is_irrealis, is_negated, verb_group
from bot.attribution.spans.noun_phrases import noun_phrase
from bot.attribution.spans.source_kinds import is_abstract, kind_of
from bot.attribution.spans.sources import subject
from bot.model.attribution import AttributionKind, Role, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_CLAUSES = ("ccomp", "xcomp", "acl", "relcl")
_STANCES = lexicon.words_of("supporter advocate critic opponent proponent champion admirer backer defender fan booster")
# "confidence in the bridge"; behind other nouns, "in" is a place.
_HELD_IN = lexicon.words_of("belief confidence faith interest trust pleasure pride")
_UTTERANCES = lexicon.STATEMENT_NOUNS | lexicon.ATTITUDE_NOUNS
_IMPERSONAL = ("it", "this", "that", "which", "there", "what")


def attitude_adjective(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each adjective of attitude with a content.

    Examples:
        Mara Oll is worried about the bridge.
            Mara Oll | is worried about | the bridge
        Ivo Brandt was adamant that the yard would stay open.
            Ivo Brandt | was adamant | that the yard would stay open
        It is clear that the bridge is old.
    """
    for word in block.doc:
        if word.lower_ not in lexicon.ADJECTIVES and word.lower_ not in lexicon.OUTSPOKEN:
            continue
        if word.dep_ == "acomp" and word.head.lemma_.lower() in lexicon.COPULAS:
            verb, cue = word.head, [word.head, *verb_group(word.head), word]
        elif word.pos_ == "VERB" and any(child.lemma_.lower() in lexicon.COPULAS for child in word.children):
            verb, cue = word, [word, *verb_group(word)]  # the parser takes "was convinced that" for a passive
        else:
            continue
        adverbs = [child for child in word.children if child.dep_ == "advmod" and child.i < word.i]
        role = Role.SAID if word.lower_ in lexicon.OUTSPOKEN else Role.THOUGHT
        yield from _candidate(block, verb, [*cue, *adverbs], word, role)


def light_verb(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each noun of speech or attitude behind a light verb.

    Examples:
        Ivo Brandt voiced doubts about the new pier.
            Ivo Brandt | voiced doubts about | the new pier
        Mara Oll made the case that the bridge must stay.
            Mara Oll | made the case | that the bridge must stay
        The closure raised concerns among residents.
    """
    for noun in block.doc:
        verb = noun.head
        if noun.dep_ != "dobj" or verb.lemma_.lower() not in lexicon.LIGHT or noun.lemma_.lower() not in _UTTERANCES:
            continue
        if any(child.lower_ == "among" for child in noun.children):
            continue  # "raised concerns among residents": the residents have them
        phrase = [token for token in noun.subtree if token.i <= noun.i]
        between = [t for t in block.doc[verb.i : noun.i] if t not in phrase and t.dep_ in ("prt", "neg")]
        is_held = verb.lemma_.lower() == "have" and noun.lemma_.lower() not in lexicon.STATEMENT_NOUNS
        cue = [verb, *verb_group(verb), *between, *phrase]
        yield from _candidate(block, verb, cue, noun, Role.THOUGHT if is_held else Role.SAID)


def stance_noun(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each "is a supporter of", "is a critic of".

    Examples:
        Mara Oll is a staunch supporter of the new pier.
            Mara Oll | is a staunch supporter of | the new pier
        Ivo Brandt was an opponent of the closure.
            Ivo Brandt | was an opponent of | the closure
    """
    for noun in block.doc:
        if noun.lower_ in _STANCES and noun.dep_ == "attr" and noun.head.lemma_ == "be":
            phrase = [token for token in noun.subtree if token.i <= noun.i]
            cue = [noun.head, *verb_group(noun.head), *phrase]
            yield from _candidate(block, noun.head, cue, noun, Role.THOUGHT)


def _candidate(
    block: ParsedBlock, verb: Token, cue: list[Token], word: Token, role: Role
) -> Iterator[AttributionCandidate]:
    """Yield the candidate of `word`, the adjective or noun beside `verb`."""
    complement = _complement(word, verb)
    head = subject(verb)
    if complement is None or head is None or not _can_hold(head, verb):
        return
    preposition, contents = complement
    own = {token.i for token in cue}
    content = {token.i for content in contents for token in content.subtree} - own
    source = noun_phrase(head, content | own)
    content -= {token.i for token in source}
    if head.i in content or not content:
        return
    is_no = word.lower_ != "doubt" and any(token.lower_ == "no" for token in cue)
    yield AttributionCandidate(
        block=block,
        anchor=word.i,
        kind=AttributionKind.INDIRECT,
        source=block.spans_covering(source),
        cue=block.spans_covering([*cue, *preposition]),
        content=block.spans_at(content),
        role=role,
        source_kind=kind_of(head),
        head=head,
        verb=verb,
        hypothetical=is_irrealis(verb),
        negated=is_negated(verb) or is_no,
    )


def _can_hold(head: Token, verb: Token) -> bool:
    """Recognise a subject able to have an attitude."""
    kind = kind_of(head)
    if head.dep_ == "expl" or head.lower_ in _IMPERSONAL:
        return False
    if verb.lemma_.lower() == "raise" and kind is SourceKind.UNKNOWN and head.pos_ == "NOUN":
        return False  # things raise questions, too
    return not (kind in (SourceKind.DOCUMENT, SourceKind.UNKNOWN) and is_abstract(head))


def _complement(word: Token, verb: Token) -> tuple[list[Token], list[Token]] | None:
    """Return the joining preposition and the heads of the content."""
    children: Iterable[Token] = word.children if word == verb else [*word.children, *verb.children]
    following = [child for child in children if child.i > word.i]
    clause = next((child for child in following if child.dep_ in _CLAUSES and _is_content_clause(child)), None)
    if clause is not None:
        return [], [clause]
    takes_in = word.pos_ != "NOUN" or word.lemma_.lower() in _HELD_IN
    allowed = lexicon.ABOUT if takes_in else lexicon.ABOUT - {"in"}
    for preposition in following:
        if preposition.dep_ == "prep" and preposition.lower_ in allowed:
            contents = [child for child in preposition.children if child.dep_ in ("pobj", "pcomp")]
            if contents:
                return [preposition], contents
    return None


def _is_content_clause(clause: Token) -> bool:
    """Recognise a subordinate clause or an infinitive with content."""
    if any(t.lower_ in ("that", "whether", "if", "to") and t.dep_ in ("mark", "aux") for t in clause.lefts):
        return True
    return clause.dep_ == "ccomp" and any(token.dep_ in ("nsubj", "nsubjpass") for token in clause.lefts)
