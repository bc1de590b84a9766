"""Source heads: the subject or agent of a cue.

Parsers may attach it elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.spans.cues import governing_speech_verb, governing_verb_of_participle, is_contracted_perfect
from bot.attribution.spans.noun_phrases import any_token_in
from bot.attribution.spans.source_kinds import is_abstract, kind_of
from bot.attribution.verb_frames import SPEECH
from bot.model.attribution import SourceKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bot.attribution.spans.cues import Cue

# "used his speech to", "spent the hour", "held a rally to"
_MEANS = lexicon.words_of("address briefing conference event hour interview podium rally speech stage time week year")
# "took pains to say", "had the chance to ask": the subject of "took" speaks.
_OCCASIONS = lexicon.words_of("pains care opportunity chance occasion time moment trouble liberty effort")
_NOMINAL = ("DET", "ADJ", "NOUN", "PROPN", "NUM")
_NAMED_KINDS = (SourceKind.PERSON, SourceKind.ORGANISATION, SourceKind.ANONYMOUS)
_FINITE = ("VBD", "VBZ", "VBP")
_CONTINUING = ("conj", "xcomp", "advcl", "pcomp", "dep")
_STATEMENTS = lexicon.DOCUMENT_NOUNS | lexicon.STATEMENT_NOUNS


def source_head(cue: Cue) -> Token | None:
    """Return the head of the cue's source, or None."""
    if cue.passive:
        return agent(cue.verb)
    return (
        subject(cue.verb)
        or _apposition_before(cue)
        or _noun_after_quotation(cue)
        or _noun_before(cue)
        or _opening_noun(cue)
    )


def agent(verb: Token) -> Token | None:
    """Return the head of "by ..." beside a passive verb."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((token for token in child.children if token.dep_ == "pobj"), None)
    return _rater(verb) if verb.lemma_.lower() in lexicon.RATED else None


def _rater(verb: Token) -> Token | None:
    """Return the agent of "is put at $2 billion by the Lantern".

    Parsers attach "by" to the figure.
    """
    for preposition in verb.rights:
        if preposition.dep_ != "prep" or preposition.lower_ not in lexicon.RATED_AT:
            continue
        by = next((token for token in preposition.subtree if token.lower_ == "by" and token.dep_ == "prep"), None)
        if by is not None:
            return next((token for token in by.children if token.dep_ == "pobj" and token.pos_ == "PROPN"), None)
    return None


# The subject of a verb or of the verb it continues


def subject(verb: Token) -> Token | None:
    """Return the subject's head of `verb`, or of the verb before.

    "said it was late and added": "added" has the subject of "said".
    """
    seen: set[int] = set()
    current: Token | None = verb
    while current is not None and current.i not in seen:
        seen.add(current.i)
        current = governing_speech_verb(current) or governing_verb_of_participle(current) or current
        if own := _own_subject(current):
            return own
        noun, current = _continued(current)
        if noun is not None:
            return noun
    return None


def _own_subject(verb: Token) -> Token | None:
    perfect = is_contracted_perfect(verb)
    subjects = [child for child in verb.lefts if child.dep_ == "nsubj" or (perfect and child.dep_ == "nsubjpass")]
    subjects = subjects or [child for child in verb.children if child.dep_ == "nsubj"]
    if not subjects:
        return None
    # "TIB fellows Ada Novak wrote": if the parser sees two subjects side by side, the later one may be the name.
    last = subjects[-1]
    return last if last.pos_ == "PROPN" or kind_of(last) is not SourceKind.UNKNOWN else subjects[0]


def _continued(verb: Token) -> tuple[Token | None, Token | None]:
    """Return the subject of a verb, or the verb to try next."""
    if verb.dep_ in _CONTINUING and verb.head.pos_ in ("VERB", "AUX"):
        return _governing_subject(verb)
    if verb.dep_ in ("xcomp", "ccomp") and verb.head.dep_ == "acomp" and verb.i > verb.head.i:
        return None, verb.head.head  # "was quick to add"
    if (coordinated := _verb_of_conjoined_noun(verb)) is not None:
        return None, coordinated
    if (quoted := quoted_person(verb)) is not None:
        return quoted, None
    if verb.dep_ == "pcomp" and verb.head.dep_ == "prep":
        return None, verb.head.head
    if verb.dep_ == "acl":
        return _subject_of_noun_clause(verb)
    return None, None


def _governing_subject(verb: Token) -> tuple[Token | None, Token | None]:
    if verb.dep_ in ("advcl", "conj") and _is_passive_participle(verb):
        return None, None
    governor = verb.head
    object_ = next((child for child in governor.children if child.dep_ == "dobj"), None)
    if verb.dep_ == "xcomp" and object_ is not None and object_.i < verb.i and _can_act(object_):
        return object_, None  # "prompted experts to warn": the experts warn
    return next((child for child in governor.children if child.dep_ == "nsubjpass"), None), governor


def _is_passive_participle(verb: Token) -> bool:
    has_perfect = any(child.lemma_ == "have" for child in verb.lefts)
    return verb.tag_ == "VBN" and not has_perfect and not _is_past_tense(verb)


def _is_past_tense(verb: Token) -> bool:
    """Recognise "joked" in "rose and joked", against the tagger."""
    conjoined = verb.dep_ == "conj" and verb.head.tag_ == "VBD" and verb.lemma_.lower() in SPEECH
    return conjoined and not any(c.dep_ in ("auxpass", "agent") for c in (*verb.children, *verb.head.children))


def _can_act(noun: Token) -> bool:
    """Recognise an object able to do the next action.

    Speech, events and abstract nouns are not.
    """
    return not is_abstract(noun) and not any_token_in(noun, _STATEMENTS | _MEANS)


def _verb_of_conjoined_noun(verb: Token) -> Token | None:
    """Return the first verb of "put on an accent and joked".

    Parsers attach the second one to the noun.
    """
    noun = verb.head
    if verb.dep_ != "conj" or verb.tag_ not in ("VBD", "VBZ") or noun.pos_ not in ("NOUN", "PROPN"):
        return None
    while noun.dep_ in ("pobj", "prep", "conj") and noun.head.pos_ in ("NOUN", "PROPN", "ADP"):
        noun = noun.head
    return noun.head if noun.dep_ in ("dobj", "prep") and noun.head.pos_ == "VERB" else None


def quoted_person(verb: Token) -> Token | None:
    """Return "Novak" of "quoted Novak as saying".

    Or of "Novak was quoted as saying".
    """
    quoting = verb.head.head
    if verb.dep_ != "pcomp" or verb.head.lower_ != "as" or quoting.lemma_ not in ("quote", "cite"):
        return None
    return next((child for child in quoting.lefts if child.dep_ == "nsubjpass"), None) or next(
        (child for child in quoting.rights if child.dep_ == "dobj" and child.i < verb.i), None
    )


def _subject_of_noun_clause(verb: Token) -> tuple[Token | None, Token | None]:
    """Return the subject of a clause on a noun.

    "took pains to say", "issued a statement saying"
    """
    noun = verb.head
    if verb.tag_ == "VB":
        return None, noun.head if noun.lower_ in _OCCASIONS and noun.dep_ == "dobj" else None
    if verb.tag_ != "VBG":
        return None, None
    light = noun.head.lemma_.lower() in lexicon.LIGHT
    if noun.dep_ in ("dobj", "pobj", "dative") and (light or not any_token_in(noun, _STATEMENTS)):
        # "wrote to supporters saying": the writer says it, not the supporters.
        while noun.dep_ in ("dobj", "pobj", "dative", "prep") and noun.head.pos_ in ("NOUN", "PROPN", "ADP"):
            noun = noun.head
        return None, noun.head
    return (noun if noun.pos_ in ("NOUN", "PROPN") else None), None


# Nouns that the parser did not attach to the cue


def _apposition_before(cue: Cue) -> Token | None:
    """Return the noun of `..., a source told the paper`.

    Parsers take it for an apposition.
    """
    first = cue.tokens[0].i
    if first == 0:
        return None
    token = cue.verb.doc[first - 1]
    while token.dep_ != "appos" and token.head != token and token.head.i < first:
        token = token.head
    start = token.left_edge.i
    if token.dep_ != "appos" or start == 0 or token.doc[start - 1].text != ",":
        return None
    return token if token.right_edge.i == first - 1 and kind_of(token) is not SourceKind.UNKNOWN else None


def _noun_after_quotation(cue: Cue) -> Token | None:
    """Return the noun of `..." asked the mayor`.

    Parsers take it for an object.
    """
    verb, first = cue.verb, cue.tokens[0].i
    if first == 0 or not verb.nbor(-1).is_quote or first != verb.i or verb.tag_ == "VBG":
        return None
    objects = (c for c in verb.rights if c.dep_ in ("dobj", "attr", "oprd", "dep") and c.left_edge.i == verb.i + 1)
    return next((child for child in objects if kind_of(child) is not SourceKind.UNKNOWN), None) or _noun_after(verb)


def _noun_after(verb: Token) -> Token | None:
    """Return the noun of a clause behind it.

    `..." said the woman, who ...`: parsers attach "woman" to the clause.
    """
    noun: Token | None = None
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        if token.pos_ not in _NOMINAL and token.dep_ != "amod":
            return noun if noun is not None and token.text == "," and kind_of(noun) in _NAMED_KINDS else None
        noun = token if token.pos_ in ("NOUN", "PROPN") else None
    return None


def _noun_before(cue: Cue) -> Token | None:
    """Return the name before a finite cue: "Ivo Brandt, the mayor, suggested"."""
    at = cue.tokens[0].i - 1
    if at > 0 and cue.verb.doc[at].text == ",":
        at -= 1
    if at < cue.verb.sent.start or cue.verb.tag_ not in _FINITE or cue.verb.dep_ == "relcl":
        return None
    token = cue.verb.doc[at]
    while token.dep_ in ("compound", "appos", "conj", "pobj", "prep") and token.head.i != cue.verb.i:
        token = token.head
    known = token.pos_ == "PROPN" or kind_of(token) is not SourceKind.UNKNOWN
    return token if known and token.dep_ in ("ROOT", "dep", "npadvmod", "compound", "nsubj") else None


def _opening_noun(cue: Cue) -> Token | None:
    """Return the first noun of a sentence with a parenthesis.

    "One guest, who ..., said"
    """
    doc, start, first = cue.verb.doc, cue.verb.sent.start, cue.tokens[0].i
    finite = cue.verb.tag_ in _FINITE or any(token.lemma_ == "have" for token in cue.verb.lefts)
    if not finite or cue.verb.dep_ in ("relcl", "acl") or first == 0 or doc[first - 1].text not in (",", ")"):
        return None
    for token in doc[start:first]:
        if token.pos_ not in ("NOUN", "PROPN"):
            continue
        if token.i + 1 < first - 1 and doc[token.i + 1].text in (",", "(") and token.left_edge.i == start:
            return token if kind_of(token) in _NAMED_KINDS else None
        if doc[token.i + 1].pos_ not in ("NOUN", "PROPN"):
            return None
    return None
