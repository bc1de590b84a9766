"""Parenthetical cues: "The bridge, says Novak, is safe"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.spans.contents import Content, addressee
from bot.attribution.spans.source_kinds import kind_of
from bot.attribution.verb_frames import EVIDENCE, NO_FRAME, SPEECH, Complement
from bot.model.attribution import SourceKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bot.attribution.spans.cues import Cue

# In words: "..., said the mayor of Torvik, ..."
_LONGEST_NAME = 8
_LONGEST_DATE = 5
# The noun behind these verbs is the addressee, not the speaker.
_ADDRESSING = ("tell", "inform", "notify", "call")
_OPENS_DATE = ("on", "in", "at", "last", "earlier")
_SHORTEST_CLAUSE = 4
_SUBJECTS = ("nsubj", "nsubjpass", "expl")
_VERBS = ("VERB", "AUX")


def inverted_parenthetical(cue: Cue) -> tuple[list[Token], Content] | None:
    """Return source and content of "The bridge, says Novak, is safe"."""
    verb, doc = cue.verb, cue.verb.doc
    if verb.tag_ not in ("VBD", "VBZ") or not cue.takes(Complement.CLAUSE) or cue.lemma in lexicon.THINGS_DO:
        return None
    comma = _comma(verb, verb.i + 1)
    if verb.i - 1 < verb.sent.start or doc[verb.i - 1].text != "," or comma is None or verb.sent.end - comma < 3:
        return None
    if cue.lemma in _ADDRESSING:
        return None  # "Oll, a clerk, told the Lantern, ..."
    if _is_apposition(verb, comma):
        return None  # "The bridge is shut, says Novak, the mayor": the sentence does not continue behind the name
    name = list(doc[verb.i + 1 : comma])
    if not name or any(token.pos_ in (*_VERBS, "PRON", "ADP") for token in name):
        return None
    head = next((token for token in name if token.head not in name), name[-1])
    if head.pos_ not in ("PROPN", "NOUN") or kind_of(head) in (SourceKind.UNKNOWN, SourceKind.DOCUMENT):
        return None
    return name, _sentence_without(verb, verb.i - 1, comma + 1)


def _is_apposition(verb: Token, comma: int) -> bool:
    """Recognise an apposition behind the comma after a complete clause."""
    doc, start = verb.doc, verb.sent.start
    heads = (token.head for token in doc[start : verb.i] if token.dep_ in _SUBJECTS)
    complete = any(head.i < verb.i and head.pos_ in _VERBS for head in heads)
    return complete and (doc[comma + 1].pos_ in ("DET", "NOUN") or doc[comma + 1].lower_ in ("who", "whose"))


def closing_credit(cue: Cue) -> tuple[list[Token], Content] | None:
    """Return source and content of "The yard is shut, reported AFP"."""
    verb, doc = cue.verb, cue.verb.doc
    if verb.tag_ not in ("VBD", "VBZ", "VBN") or len(cue.tokens) > 1:
        return None
    if Complement.CLAUSE not in SPEECH.get(cue.lemma, NO_FRAME):
        return None
    if cue.lemma in _ADDRESSING or cue.lemma in lexicon.THINGS_DO:
        return None
    if verb.i - verb.sent.start < _SHORTEST_CLAUSE or doc[verb.i - 1].text != ",":
        return None
    name = _last_name(verb)
    if not name or not any(doc[i].dep_ in _SUBJECTS for i in range(verb.sent.start, verb.i)):
        return None
    return name, _sentence_without(verb, verb.i - 1, name[-1].i + 1, name[-1].i + 1)


def _last_name(verb: Token) -> list[Token]:
    """Return the name between `verb` and the sentence's end.

    A date may follow the name.
    """
    words = [token for token in verb.doc[verb.i + 1 : verb.sent.end] if not token.is_space]
    while words and (words[-1].is_punct or words[-1].is_quote):
        words.pop()
    dates = (k for k, word in enumerate(words) if word.lower_ in lexicon.TIMES or word.lower_ in _OPENS_DATE)
    cut = next(dates, len(words))
    name, date = words[:cut], words[cut:]
    if not 0 < len(name) <= _LONGEST_NAME or len(date) > _LONGEST_DATE:
        return []
    if name[-1].pos_ != "PROPN" or any(token.pos_ in (*_VERBS, "PRON", "PUNCT") for token in name):
        return []
    return name if name[0].text[:1].isupper() or name[0].lower_ == "the" else []


def parenthetical_content(cue: Cue, head: Token | None) -> Content | None:
    """Return the content around "Novak told the Lantern" between commas.

    "Instead, Novak told the Lantern, it will close"; "It is shut, Novak, the mayor, said".
    """
    verb, doc = cue.verb, cue.verb.doc
    if head is None or head.dep_ != "nsubj" or head.i > verb.i or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    if not cue.takes(Complement.CLAUSE) or cue.lemma not in lexicon.PARENTHETICAL or not _can_say(cue, head):
        return None
    first, comma = head.left_edge.i, _comma(verb, verb.i + 1)
    last = comma if comma is not None else verb.sent.end - 1
    if first <= verb.sent.start or doc[first - 1].text != "," or last - verb.i > _LONGEST_NAME:
        return None
    if _has_complement(cue, last):
        return None
    following = doc[last + 1 : verb.sent.end]
    ends = len(following) > 1 and (following[0].pos_ == "CCONJ" or following[0].tag_ == "VBG")
    end = last + 1 if ends or not len(following) else verb.sent.end
    found = _sentence_without(verb, first - 1, last + 1, end)
    has_subject = any(doc[i].dep_ in _SUBJECTS for i in found.tokens)
    if not has_subject or any(doc[i].is_quote for i in found.tokens):
        return None
    return replace(found, addressee=addressee(cue))


def _has_complement(cue: Cue, end: int) -> bool:
    """Recognise an object or a verb between the cue and `end`.

    The addressee does not count.
    """
    verb = cue.verb
    addressees = [child for child in verb.children if child.dep_ in ("dobj", "dative") and cue.lemma == "tell"]
    addressed = {token.i for child in addressees for token in child.subtree}
    between = [token for token in verb.doc[verb.i + 1 : end] if token.i not in addressed and token not in cue.tokens]
    return any(
        token.dep_ in ("dobj", "ccomp", "mark", "acomp") or token.pos_ in _VERBS or token.is_quote for token in between
    )


def _can_say(cue: Cue, head: Token) -> bool:
    kind = kind_of(head)
    if kind is SourceKind.DOCUMENT:
        return cue.lemma in EVIDENCE
    named = kind is not SourceKind.UNKNOWN or head.pos_ == "PROPN" or head.lower_ in lexicon.PRONOUNS_PLURAL
    return named and not any(token.dep_ == "mark" for token in cue.verb.lefts)


def _comma(verb: Token, start: int) -> int | None:
    end = min(verb.sent.end, verb.i + _LONGEST_NAME)
    return next((i for i in range(start, end) if verb.doc[i].text == ","), None)


def _sentence_without(verb: Token, first: int, last: int, end: int | None = None) -> Content:
    """Return the sentence of `verb` without the tokens [first, last).

    With `end`, it ends there.
    """
    end = verb.sent.end if end is None else end
    return Content(frozenset(i for i in range(verb.sent.start, end) if not first <= i < last))
