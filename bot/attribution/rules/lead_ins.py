"""Lead-ins and headings of a list: "Advice from the ministry includes:".

Their candidates have no content. The rows and bullets below inherit the source (`resolution/inheritance.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans.noun_phrases import any_token_in, noun_phrase
from bot.attribution.spans.source_kinds import kind_of
from bot.attribution.spans.sources import source_head
from bot.model.attribution import SourceKind
from bot.model.documents import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_NOUNS = lexicon.STATEMENT_NOUNS | lexicon.DOCUMENT_NOUNS
# The council makes "the findings of the council", and not "a review of the council".
_MADE_BY = lexicon.words_of("advice assessment claim conclusion finding opinion recommendation statement view word")


def lead_in(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find the source of a lead-in sentence for the list below.

    Examples:
        Advice from the harbour ministry includes: ⏎ - Close the bridge at night ⏎ - Check the bolts in May
            the harbour ministry | Advice | Close the bridge at night
            the harbour ministry | Advice | Check the bolts in May
        The leaked files include: ⏎ - Twelve ships for Sund ⏎ - Forty guns for Kestria
            The leaked files | include | Twelve ships for Sund
            The leaked files | include | Forty guns for Kestria
        Our offers include: ⏎ - Night dives ⏎ - Boat trips
    """
    if not block.text.rstrip().endswith(":"):
        return
    root = list(block.doc.sents)[-1].root
    subject = next((child for child in root.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None:
        return
    owner = _owner(subject, ("prep",))[0]
    if owner is not None and any_token_in(subject, _NOUNS):
        yield from _candidate(block, owner, [subject], root.i)
    elif any_token_in(subject, lexicon.DOCUMENT_NOUNS) and root.pos_ == "VERB":
        yield from _candidate(block, subject, [root], root.i)


def list_heading(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find the source of a heading or verbless lead-in.

    It is for the list below.

    Examples:
        Recommendations from the harbour ministry: ⏎ - Close the bridge at night ⏎ - Check the bolts in May
            the harbour ministry | Recommendations | Close the bridge at night
            the harbour ministry | Recommendations | Check the bolts in May
        Findings of the Torvik Institute: ⏎ - The bolts are gone ⏎ - The deck is cracked
            the Torvik Institute | Findings | The bolts are gone
            the Torvik Institute | Findings | The deck is cracked
        A review of the council: ⏎ - Good seats ⏎ - Bad coffee
    """
    is_lead_in = block.text.rstrip().endswith(":")
    if not is_lead_in and block.kind is not BlockKind.HEADING:
        return
    sentence = list(block.doc.sents)[-1] if is_lead_in else block.doc[:]
    candidates = (candidate for token in sentence for candidate in _noun(block, token))
    candidate = next(candidates, None) or next(_question(block), None)
    if candidate is not None:
        yield candidate


def _noun(block: ParsedBlock, noun: Token) -> Iterator[AttributionCandidate]:
    """Yield the candidate of "Recommendations from the board", "The board's advice"."""
    if noun.pos_ not in ("NOUN", "PROPN") or not any_token_in(noun, _NOUNS):
        return
    if any(token.pos_ in ("VERB", "AUX") and token.dep_ == "ROOT" and token.i < noun.i for token in noun.sent):
        return
    owner, preposition = _owner(noun, ("prep", "agent"))
    if owner is not None and (preposition != "of" or any_token_in(noun, _MADE_BY)):
        yield from _candidate(block, owner, [noun], noun.i)


def _question(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Yield the candidate of a heading like a question.

    "What the leaked papers show"
    """
    if block.kind is not BlockKind.HEADING or block.doc[0].lower_ != "what":
        return
    for cue in block.cues:
        head = source_head(cue)
        if head is not None and head.i < cue.verb.i and head.lower_ != "what" and not cue.passive:
            yield from _candidate(block, head, list(cue.tokens), cue.tokens[0].i)
            return


def _owner(noun: Token, dependencies: tuple[str, ...]) -> tuple[Token | None, str]:
    """Return the owner of a noun and the preposition before it.

    "advice from the ministry" -> (ministry, "from")
    """
    if (owner := next((child for child in noun.children if child.dep_ == "poss"), None)) is not None:
        return owner, ""
    prepositions = (c for c in noun.children if c.dep_ in dependencies and c.lower_ in ("from", "by", "of"))
    if (preposition := next(prepositions, None)) is None:
        return None, ""
    return next((child for child in preposition.children if child.dep_ == "pobj"), None), preposition.lower_


def _candidate(block: ParsedBlock, head: Token, cue: list[Token], anchor: int) -> Iterator[AttributionCandidate]:
    if kind_of(head) is not SourceKind.UNKNOWN:
        source = (token for token in noun_phrase(head, {token.i for token in cue}) if token.tag_ != "POS")
        yield AttributionCandidate.from_tokens(block, head, anchor=anchor, source=source, cue=cue)
