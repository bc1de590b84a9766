"""Cues set in commas: "The bridge, says Novak, is safe", "Instead, Novak told the Lantern, it will close"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.spans import sources
from bot.attribution.spans.contents import Content, addressee
from bot.model.attribution import SourceKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bot.attribution.spans.cues import Cue

# In words: "..., said the mayor of Torvik, ..."
_LONGEST_NAME = 8
_LONGEST_DATE = 5
# Behind these stands who was told, not who speaks.
_ADDRESSED = ("tell", "inform", "notify", "call")
_WHEN = ("on", "in", "at", "last", "earlier")
_SHORTEST_CLAUSE = 4
_SUBJECTS = ("nsubj", "nsubjpass", "expl")


def inverted_parenthetical(cue: Cue) -> tuple[list[Token], Content] | None:
    """Return the speaker and the content of "The bridge, says Novak, is safe"."""
    verb, doc, end = cue.verb, cue.verb.doc, cue.verb.sent.end
    if verb.tag_ not in ("VBD", "VBZ") or "c" not in cue.frame or cue.lemma in lexicon.THINGS_DO:
        return None
    comma = _comma(verb, verb.i + 1)
    if verb.i - 1 < verb.sent.start or doc[verb.i - 1].text != "," or comma is None or end - comma < 3:
        return None
    noun = list(doc[verb.i + 1 : comma])
    if cue.lemma in _ADDRESSED:
        return None  # "Oll, a clerk, told the Lantern, ..."
    if _is_described(verb, comma):
        return None  # "The bridge is shut, says Novak, the mayor": nothing goes on behind the name
    if not noun or any(token.pos_ in ("VERB", "AUX", "PRON", "ADP") for token in noun):
        return None
    head = next((t for t in noun if t.head not in noun), noun[-1])
    if head.pos_ not in ("PROPN", "NOUN") or sources.kind_of(head) in (SourceKind.UNKNOWN, SourceKind.DOCUMENT):
        return None
    return noun, _without(verb, verb.i - 1, comma + 1)


def _is_described(verb: Token, comma: int) -> bool:
    """Hold where a whole clause stands ahead of the cue, and behind the name what tells who it is."""
    doc, start = verb.doc, verb.sent.start
    heads = (t.head for t in doc[start : verb.i] if t.dep_ in _SUBJECTS)
    whole = any(head.i < verb.i and head.pos_ in ("VERB", "AUX") for head in heads)
    return whole and (doc[comma + 1].pos_ in ("DET", "NOUN") or doc[comma + 1].lower_ in ("who", "whose"))


def closing(cue: Cue) -> tuple[list[Token], Content] | None:
    """Return the speaker and the content of a sentence that ends ", reported AFP"."""
    verb, doc = cue.verb, cue.verb.doc
    if verb.tag_ not in ("VBD", "VBZ", "VBN") or "c" not in lexicon.SPEECH.get(cue.lemma, "") or len(cue.tokens) > 1:
        return None
    if cue.lemma in _ADDRESSED or cue.lemma in lexicon.THINGS_DO:
        return None
    if verb.i - verb.sent.start < _SHORTEST_CLAUSE or doc[verb.i - 1].text != ",":
        return None
    noun = _last_name(verb)
    if not noun or not any(doc[i].dep_ in _SUBJECTS for i in range(verb.sent.start, verb.i)):
        return None
    return noun, _without(verb, verb.i - 1, noun[-1].i + 1, noun[-1].i + 1)


def _last_name(verb: Token) -> list[Token]:
    """Return the name that runs from behind `verb` to the sentence's end, or to a date or place there."""
    rest = [token for token in verb.doc[verb.i + 1 : verb.sent.end] if not token.is_space]
    while rest and (rest[-1].is_punct or rest[-1].is_quote):
        rest.pop()
    cut = next((k for k, token in enumerate(rest) if token.lower_ in lexicon.TIMES or token.lower_ in _WHEN), len(rest))
    name, behind = rest[:cut], rest[cut:]
    if not 0 < len(name) <= _LONGEST_NAME or len(behind) > _LONGEST_DATE:
        return []
    if name[-1].pos_ != "PROPN" or any(token.pos_ in ("VERB", "AUX", "PRON", "PUNCT") for token in name):
        return []
    return name if name[0].text[:1].isupper() or name[0].lower_ == "the" else []


def parenthetical_content(cue: Cue, head: Token | None) -> Content | None:
    """Return the content of "Instead, Novak told the Lantern, it will close", "It is shut, Novak, the mayor, said"."""
    verb, doc = cue.verb, cue.verb.doc
    if head is None or head.dep_ != "nsubj" or head.i > verb.i or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    if "c" not in cue.frame or cue.lemma not in lexicon.PARENTHETICAL or not _speaks(cue, head):
        return None
    first, comma = head.left_edge.i, _comma(verb, verb.i + 1)
    last = comma if comma is not None else verb.sent.end - 1
    if first <= verb.sent.start or doc[first - 1].text != "," or last - verb.i > _LONGEST_NAME:
        return None
    told = {t.i for c in verb.children if c.dep_ in ("dobj", "dative") and cue.lemma == "tell" for t in c.subtree}
    between = [t for t in doc[verb.i + 1 : last] if t.i not in told and t not in cue.tokens]
    if any(t.dep_ in ("dobj", "ccomp", "mark", "acomp") or t.pos_ in ("VERB", "AUX") or t.is_quote for t in between):
        return None
    behind = doc[last + 1 : verb.sent.end]
    if len(behind) > 1 and (behind[0].pos_ == "CCONJ" or behind[0].tag_ == "VBG"):
        behind = behind[:0]
    found = _without(verb, first - 1, last + 1, verb.sent.end if len(behind) else last + 1)
    clause = any(doc[i].dep_ in _SUBJECTS for i in found.tokens) and not any(doc[i].is_quote for i in found.tokens)
    return replace(found, addressee=addressee(cue)) if clause else None


def _speaks(cue: Cue, head: Token) -> bool:
    kind = sources.kind_of(head)
    if kind is SourceKind.DOCUMENT:
        return cue.lemma in lexicon.EVIDENCE
    named = kind is not SourceKind.UNKNOWN or head.pos_ == "PROPN" or head.lower_ in lexicon.PRONOUNS_PLURAL
    return named and not any(t.dep_ == "mark" for t in cue.verb.lefts)


def _comma(verb: Token, start: int) -> int | None:
    end = min(verb.sent.end, verb.i + _LONGEST_NAME)
    return next((i for i in range(start, end) if verb.doc[i].text == ","), None)


def _without(verb: Token, first: int, last: int, end: int | None = None) -> Content:
    """Return the sentence of `verb` up to `end`, less what stands from `first` to before `last`."""
    end = verb.sent.end if end is None else end
    return Content(frozenset(i for i in range(verb.sent.start, end) if not first <= i < last))
