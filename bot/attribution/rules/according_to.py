"""Prepositions of attribution: "according to X", "per the Lantern", "via Reuters"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans.noun_phrases import name_words, noun_phrase
from bot.attribution.spans.source_kinds import kind_of
from bot.model.attribution import SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_PREPOSITIONS = ("per", "via")
_BEFORE = (",", "”", '"', ")")
# Pictures and messages come via these, and they are no source.
_PLATFORMS = lexicon.words_of("getty facebook twitter instagram youtube mail")
_SUBORDINATE = ("advcl", "xcomp", "relcl", "acl", "conj", "pcomp", "ccomp", "dep")


def according_to(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each "according to"; the content is the rest of the sentence.

    Examples:
        The bridge was built in 1961, according to Mara Oll.
            Mara Oll | according to | The bridge was built in 1961
        According to the memos, the bolts are gone.
            the memos | According to | the bolts are gone
        The bridge was built according to plan.
            plan | according to | The bridge was built
    """
    for token in block.doc:
        if token.lower_ != "according":
            continue
        to = next((child for child in token.children if child.lower_ == "to"), None)
        head = next((child for child in to.children if child.dep_ == "pobj"), None) if to is not None else None
        if to is not None and head is not None:
            phrase = {descendant.i for descendant in token.subtree}
            yield AttributionCandidate.from_tokens(
                block,
                head,
                anchor=token.i,
                source=noun_phrase(head, ()),
                cue=[token, to],
                content=block.spans_at({t.i for t in _clause(token).subtree} - phrase),
            )


def _clause(token: Token) -> Token:
    """Return the verb of the clause beside a phrase."""
    clause = token.head
    while clause.pos_ not in ("VERB", "AUX") and clause.head != clause:
        clause = clause.head
    # "... is dead, according to X": the whole sentence, even if the parser attached the phrase to another verb.
    return clause.sent.root if clause.dep_ in _SUBORDINATE else clause


def per_outlet(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each ", per X" and ", via X" behind a content.

    Examples:
        The yard will close in May, per the Daily Lantern.
            the Daily Lantern | per | The yard will close in May
        The yard will close in May, via Reuters.
            Reuters | via | The yard will close in May
        The ferry sails twice, per day and per boat.
    """
    for token in block.doc:
        if token.lower_ not in _PREPOSITIONS or token.dep_ != "prep":
            continue
        head = next((child for child in token.children if child.dep_ == "pobj"), None)
        if head is None or token.i == 0 or block.doc[token.i - 1].text not in _BEFORE or not _names_source(token, head):
            continue
        phrase = {descendant.i for descendant in token.subtree}
        yield AttributionCandidate.from_tokens(
            block,
            head,
            anchor=token.i,
            source=noun_phrase(head, ()),
            cue=[token],
            content=block.spans_at({t.i for t in token.sent if t.i < token.i} - phrase),
        )


def _names_source(preposition: Token, head: Token) -> bool:
    """Recognise "per" before a name or document, "via" before an outlet."""
    words = {word.lower() for word in name_words(head)}
    if preposition.lower_ == "via":
        return bool(words & lexicon.OUTLET_NAMES) and not words & _PLATFORMS
    return head.pos_ == "PROPN" or kind_of(head) is SourceKind.DOCUMENT
