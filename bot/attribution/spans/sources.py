"""Who speaks: the subject or agent of a cue, the words that belong to it, and what kind of voice it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.spans.cues import governing_speech_verb, governing_verb_of_participle, has_said
from bot.model.attribution import SourceKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bot.attribution.spans.cues import Cue

_QUANTITIES = lexicon.words_of(
    """one two three some many most several few hundreds thousands dozens number majority half average share percent
    trove cache batch series set tranche"""
)

# "used his speech to", "spent the hour", "held a rally to"
_MEANS = lexicon.words_of("address briefing conference event hour interview podium rally speech stage time week year")
_NOMINAL = ("DET", "ADJ", "NOUN", "PROPN", "NUM")
_ASIDE_OPENS, _ASIDE_ENDS = (",", "("), (",", ")")
_VOICES = (SourceKind.PERSON, SourceKind.ORGANISATION, SourceKind.ANONYMOUS)
# "took pains to say", "had the chance to ask": who takes them speaks.
_PAINS = lexicon.words_of("pains care opportunity chance occasion time moment trouble liberty effort")
# In words: "Torvik Board of Works v. Brandt".
_LONGEST_SIDE = 7
_INSIDE_SIDE = lexicon.words_of("of the and & for . ’s 's")
_ABSTRACT = (
    "tion",
    "sion",
    "ment",
    "ness",
    "ity",
    "ing",
    "ance",
    "ence",
    "ism",
    "ship",
    "ure",
    "age",
    "cy",
    "th",
    "al",
)


def source_head(cue: Cue) -> Token | None:
    """Return the head of the cue's source, or None where the sentence names none."""
    verb = cue.verb
    if cue.passive:
        return agent(verb)
    return subject(verb) or _stray(cue) or _inverted(cue) or _adjoining(cue) or _opening(cue)


def agent(verb: Token) -> Token | None:
    """Return the head of "by ..." beside a passive verb."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((token for token in child.children if token.dep_ == "pobj"), None)
    return _rater(verb) if verb.lemma_.lower() in lexicon.RATED else None


def _rater(verb: Token) -> Token | None:
    """Return who rates in "is put at $2 billion by the Lantern", where the parser hangs "by" to the figure."""
    for preposition in verb.rights:
        if preposition.dep_ != "prep" or preposition.lower_ not in lexicon.RATED_AT:
            continue
        by = next((token for token in preposition.subtree if token.lower_ == "by" and token.dep_ == "prep"), None)
        if by is not None:
            return next((token for token in by.children if token.dep_ == "pobj" and token.pos_ == "PROPN"), None)
    return None


def may_be_named(head: Token) -> bool:
    """Hold for what may speak at all: no case, no time, nothing that is held or given."""
    return not is_case(head) and head.lower_ not in lexicon.TIMES and not any_token_in(head, lexicon.EVENTS)


def subject(verb: Token) -> Token | None:
    """Return the head of who does what `verb` tells, its own subject or that of the verb it goes on from."""
    seen: set[int] = set()
    while verb.i not in seen:
        seen.add(verb.i)
        verb = governing_speech_verb(verb) or governing_verb_of_participle(verb) or verb
        own = [child for child in verb.lefts if child.dep_ == "nsubj" or (has_said(verb) and child.dep_ == "nsubjpass")]
        own = own or [child for child in verb.children if child.dep_ == "nsubj"]
        if own:
            # "TIB fellows Ada Novak wrote": where the parser sees two subjects side by side, the later one may speak.
            return own[-1] if own[-1].pos_ == "PROPN" or kind_of(own[-1]) is not SourceKind.UNKNOWN else own[0]
        if verb.dep_ in ("conj", "xcomp", "advcl", "pcomp", "dep") and verb.head.pos_ in ("VERB", "AUX"):
            if (
                verb.dep_ in ("advcl", "conj")
                and verb.tag_ == "VBN"
                and not any(c.lemma_ == "have" for c in verb.lefts)
                and not _goes_on(verb)
            ):
                return None
            object_ = next((child for child in verb.head.children if child.dep_ == "dobj"), None)
            if verb.dep_ == "xcomp" and object_ is not None and object_.i < verb.i and _can_act(object_):
                # "prompted experts to warn": the experts warn.
                return object_
            verb = verb.head
            passive = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
            if passive is not None:
                return passive
            continue
        if verb.dep_ in ("xcomp", "ccomp") and verb.head.dep_ == "acomp" and verb.i > verb.head.i:
            verb = verb.head.head  # "was quick to add"
            continue
        if (told := _hung_to_object(verb)) is not None:
            verb = told
            continue
        if (quoted := quoted_as(verb)) is not None:
            return quoted
        if verb.dep_ == "pcomp" and verb.head.dep_ == "prep":
            verb = verb.head.head
            continue
        if verb.dep_ == "acl" and verb.tag_ == "VB" and verb.head.lower_ in _PAINS and verb.head.dep_ == "dobj":
            verb = verb.head.head
            continue
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            noun = verb.head
            if noun.dep_ in ("dobj", "pobj", "dative") and (
                noun.head.lemma_.lower() in lexicon.LIGHT  # "issued a statement saying"
                or not any_token_in(noun, lexicon.DOCUMENT_NOUNS | lexicon.STATEMENT_NOUNS)
            ):
                # "wrote to supporters saying": the writer says it, not the supporters.
                while noun.dep_ in ("dobj", "pobj", "dative", "prep") and noun.head.pos_ in ("NOUN", "PROPN", "ADP"):
                    noun = noun.head
                verb = noun.head
                continue
            return noun if noun.pos_ in ("NOUN", "PROPN") else None
        if verb.dep_ == "relcl":
            return None
    return None


def _hung_to_object(verb: Token) -> Token | None:
    """Return the verb that "joked" goes on from in "put on an accent and joked", hung to the noun by the parser."""
    noun = verb.head
    if verb.dep_ != "conj" or verb.tag_ not in ("VBD", "VBZ") or noun.pos_ not in ("NOUN", "PROPN"):
        return None
    while noun.dep_ in ("pobj", "prep", "conj") and noun.head.pos_ in ("NOUN", "PROPN", "ADP"):
        noun = noun.head
    return noun.head if noun.dep_ in ("dobj", "prep") and noun.head.pos_ == "VERB" else None


def _goes_on(verb: Token) -> bool:
    """Hold for "rose and joked", whose second verb the tagger takes for a participle."""
    told = verb.dep_ == "conj" and verb.head.tag_ == "VBD" and verb.lemma_.lower() in lexicon.SPEECH
    return told and not any(child.dep_ in ("auxpass", "agent") for child in (*verb.children, *verb.head.children))


def quoted_as(verb: Token) -> Token | None:
    """Return whom an outlet quotes or cites as saying something: "quoted Novak as saying", "Novak was quoted as"."""
    quoting = verb.head.head
    if verb.dep_ != "pcomp" or verb.head.lower_ != "as" or quoting.lemma_ not in ("quote", "cite"):
        return None
    return next((c for c in quoting.lefts if c.dep_ == "nsubjpass"), None) or next(
        (c for c in quoting.rights if c.dep_ == "dobj" and c.i < verb.i), None
    )


def _can_act(noun: Token) -> bool:
    """Holds for what an object may be that does the next thing itself: no speech, no deed, no quality."""
    return not is_thing(noun) and not any_token_in(noun, lexicon.DOCUMENT_NOUNS | lexicon.STATEMENT_NOUNS | _MEANS)


def _stray(cue: Cue) -> Token | None:
    """Return the noun before the cue that the parser took for an apposition: `..., a source told the paper`."""
    first = min(token.i for token in cue.tokens)
    if first == 0:
        return None
    token = cue.verb.doc[first - 1]
    while token.dep_ != "appos" and token.head != token and token.head.i < first:
        token = token.head
    start = token.left_edge.i
    if token.dep_ != "appos" or start == 0 or token.doc[start - 1].text != ",":
        return None
    return token if token.right_edge.i == first - 1 and kind_of(token) is not SourceKind.UNKNOWN else None


def _inverted(cue: Cue) -> Token | None:
    """Return the noun behind `..." asked`, which the parser may have taken for an object."""
    first = min(token.i for token in cue.tokens)
    if first == 0 or not cue.verb.nbor(-1).is_quote or first != cue.verb.i or cue.verb.tag_ == "VBG":
        return None
    return next(
        (c for c in cue.verb.rights if c.dep_ in ("dobj", "attr", "oprd", "dep") and c.left_edge.i == cue.verb.i + 1
         and kind_of(c) is not SourceKind.UNKNOWN), None
    ) or _noun_behind(cue.verb)  # fmt: skip


def _noun_behind(verb: Token) -> Token | None:
    """Return the noun of `..." said the woman, who ...`, which the parser took into the clause behind it."""
    noun: Token | None = None
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        if token.pos_ not in _NOMINAL and token.dep_ != "amod":
            return noun if noun is not None and token.text == "," and kind_of(noun) in _VOICES else None
        noun = token if token.pos_ in ("NOUN", "PROPN") else None
    return None


def _adjoining(cue: Cue) -> Token | None:
    """Return the name right before a finite cue that the parser hung elsewhere: "Ivo Brandt, the mayor, suggested"."""
    at = min(token.i for token in cue.tokens) - 1
    if at > 0 and cue.verb.doc[at].text == ",":
        at -= 1
    if at < cue.verb.sent.start or cue.verb.tag_ not in ("VBD", "VBZ", "VBP") or cue.verb.dep_ == "relcl":
        return None
    token = cue.verb.doc[at]
    while token.dep_ in ("compound", "appos", "conj", "pobj", "prep") and token.head.i != cue.verb.i:
        token = token.head
    known = token.pos_ == "PROPN" or kind_of(token) is not SourceKind.UNKNOWN
    return token if known and token.dep_ in ("ROOT", "dep", "npadvmod", "compound", "nsubj") else None


def _opening(cue: Cue) -> Token | None:
    """Return the noun that opens the sentence and is cut off from its verb by an aside: "One guest, who ..., said"."""
    doc, start, first = cue.verb.doc, cue.verb.sent.start, min(token.i for token in cue.tokens)
    finite = cue.verb.tag_ in ("VBD", "VBZ", "VBP") or any(t.lemma_ == "have" for t in cue.verb.lefts)
    if not finite or cue.verb.dep_ in ("relcl", "acl") or first == 0 or doc[first - 1].text not in _ASIDE_ENDS:
        return None
    for token in doc[start:first]:
        if token.pos_ not in ("NOUN", "PROPN"):
            continue
        if token.i + 1 < first - 1 and doc[token.i + 1].text in _ASIDE_OPENS and token.left_edge.i == start:
            return token if kind_of(token) in _VOICES else None
        if doc[token.i + 1].pos_ not in ("NOUN", "PROPN"):
            return None
    return None


def any_token_in(token: Token, nouns: frozenset[str]) -> bool:
    """Return whether `token` is one of `nouns`, in the singular or, like "media", as it stands."""
    low = token.lower_  # the tagger may take "analysts" for anything, and then its lemma is no singular
    return token.lemma_.lower() in nouns or low in nouns or low.removesuffix("s") in nouns


def noun_phrase(head: Token, without: set[int]) -> list[Token]:
    """Return the noun phrase of `head`, appositions and titles included, less the tokens numbered `without`."""
    tokens = [token for token in head.subtree if token.i not in without and not _aside(token, head)]
    # A parse that went astray scatters; what hangs together with the head is kept.
    kept = {head.i}
    present = {token.i for token in tokens}
    for step in (-1, 1):
        i = head.i + step
        while i in present:
            kept.add(i)
            i += step
    at = head.i + 1
    while head.pos_ == "PROPN" and at < len(head.doc) and head.doc[at].pos_ == "PROPN" and at not in kept | without:
        # A name is not cut in two, whatever the parser made of it.
        kept.add(at)
        tokens.append(head.doc[at])
        at += 1
    if head.i + 2 < len(head.doc) and head.nbor(1).text == "-" and not head.whitespace_ and head.nbor(2).is_alpha:
        # "Lantern co-host Jo Berg", where the parser ends the name at the hyphen
        whole = _behind_hyphen(head)
        kept |= {token.i for token in whole}
        tokens += [token for token in whole if token not in tokens]
    if any_token_in(head, lexicon.DOCUMENT_NOUNS) and head.i > 0 and head.nbor(-1).lower_ in lexicon.SECRET:
        # "..., leaked documents reveal": parsed as a verb now and then
        kept.add(head.i - 1)
        tokens = [head.nbor(-1), *tokens]
    return [token for token in tokens if token.i in kept]


def _behind_hyphen(head: Token) -> list[Token]:
    """Return the hyphen, the word behind it and the name that follows."""
    end = head.i + 3
    while end < len(head.doc) and head.doc[end].pos_ == "PROPN":
        end += 1
    return list(head.doc[head.i + 1 : end])


def _aside(token: Token, head: Token) -> bool:
    """Holds for what a non-restrictive clause adds: ", who was on holiday,"."""
    while token != head:
        if token.dep_ in ("relcl", "advcl", "parataxis", "ccomp") and token.head == head:
            return any(left.text in (",", "–", "—") for left in head.doc[head.i : token.i])
        token = token.head
    return False


def kind_of(head: Token) -> SourceKind:
    """Return what kind of voice the noun phrase of `head` is, by its words alone."""
    low = head.lower_
    if low in _QUANTITIES:
        of = next((c for c in head.children if c.dep_ == "prep" and c.lower_ == "of"), None)
        whole = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
        if whole is not None and whole.lower_ not in _QUANTITIES:
            return kind_of(whole)
    if low in lexicon.PRONOUNS_PERSON or low in lexicon.PRONOUNS_SELF:
        return SourceKind.PERSON
    if low in lexicon.PRONOUNS or low in lexicon.RELATIVES:
        return SourceKind.UNKNOWN
    if head.pos_ == "PROPN" or (head.text[:1].isupper() and not head.is_sent_start):
        return kind_of_name(name_words(head))
    if any_token_in(head, lexicon.DOCUMENT_NOUNS):
        return SourceKind.DOCUMENT
    if any_token_in(head, lexicon.PEOPLE_NOUNS) or _plural_people(head):
        named = any(child.dep_ == "appos" and child.pos_ == "PROPN" for child in head.children)
        return SourceKind.PERSON if named else SourceKind.ANONYMOUS
    if any_token_in(head, lexicon.ORGANISATION_NOUNS):
        return SourceKind.ORGANISATION
    return SourceKind.UNKNOWN


def is_case(head: Token) -> bool:
    """Hold for a side of "Oll v. Brandt", of a case at law or a match: neither says anything by it."""
    doc, first, last = head.doc, max(head.sent.start + 1, head.i - _LONGEST_SIDE), head.i + _LONGEST_SIDE
    for at in range(first, min(last, head.sent.end - 1)):
        if doc[at].text in lexicon.AGAINST and doc[at - 1].text[:1].isupper() and doc[at + 1].text[:1].isupper():
            between = doc[at + 1 : head.i + 1] if head.i > at else doc[head.i : at]
            return all(token.text[:1].isupper() or token.lower_ in _INSIDE_SIDE for token in between)
    return False


def is_thing(head: Token) -> bool:
    """Holds for a common noun that by its ending is a deed or a quality: "the closure", "the measures"."""
    return head.pos_ == "NOUN" and head.lower_.removesuffix("s").endswith(_ABSTRACT)


def _plural_people(head: Token) -> bool:
    if head.tag_ == "NNS" and head.lower_.endswith(("ers", "ors", "ists", "ians", "ees", "men", "women", "crats")):
        return True
    return head.lower_ in ("many", "some", "others", "most", "several", "few", "critics", "those", "all")


def name_words(head: Token) -> list[str]:
    """Return the capitalised words that run up to `head`, and on behind it."""
    doc, start, end = head.doc, head.i, head.i + 1
    while start > 0 and _of_name(doc[start - 1]):
        start -= 1
    while end < len(doc) and (doc[end].pos_ == "PROPN" or doc[end].text in ("(", ")") or doc[end].text.isupper()):
        end += 1
    return [token.text for token in doc[start:end] if token.text[:1].isalnum()]


def _of_name(token: Token) -> bool:
    return (token.text[:1].isupper() and token.is_alpha and not token.is_stop) or token.pos_ == "PROPN"


def is_body_word(word: str) -> bool:
    """Hold for a word of a body's name, in the plural, too: "Centers", "Courts"."""
    return word in lexicon.ORGANISATION_NOUNS or word.removesuffix("s") in lexicon.ORGANISATION_NOUNS - lexicon.TITLES


def kind_of_name(words: list[str]) -> SourceKind:
    """Return whether a name is a person's or an organisation's; a guess from its words."""
    low = [word.lower() for word in words]
    if any(is_body_word(word) and word not in lexicon.TITLES for word in low):
        return SourceKind.ORGANISATION
    if low and (low[-1] in lexicon.OUTLET_NAMES or low[0] in lexicon.OUTLET_NAMES):
        return SourceKind.ORGANISATION
    if any(word in lexicon.TITLES for word in low[:-1]):
        return SourceKind.PERSON
    if len(words) == 1 and (words[0].isupper() and len(words[0]) > 1):
        return SourceKind.ORGANISATION
    if 2 <= len(words) <= 4 and all(word[0].isupper() for word in words):
        return SourceKind.PERSON
    return SourceKind.UNKNOWN
