"""Participles behind a document: "in light of memos suggesting a deal".

Parsers attach them to the main verb.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans.noun_phrases import any_token_in, noun_phrase
from bot.attribution.verb_frames import EVIDENCE
from bot.model.attribution import AttributionKind, Role, SourceKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_SHOWING = frozenset(EVIDENCE) - {"read", "list", "document"}


def document_participle(block: ParsedBlock, candidates: list[AttributionCandidate]) -> list[AttributionCandidate]:
    """Find each participle behind a document: the document shows the content.

    Other contents that end at the document are extended to the end of this one.

    Examples:
        The board met in light of memos suggesting a secret deal.
            memos | suggesting | a secret deal
        The council resigned in light of memos suggesting a hidden debt.
            memos | suggesting | a hidden debt
    """
    found = list(candidates)
    for verb in block.doc:
        noun = _document_before(verb)
        if noun is None:
            continue
        own = next((candidate for candidate in found if candidate.verb == verb), None)
        content = block.spans_covering(token for token in verb.subtree if token.i > verb.i)
        if not content or (own is not None and own.head == noun):
            continue
        found = [_extended(c, block.span_of(noun), content[-1]) for c in found if c is not own]
        found.append(_candidate(block, noun, verb, content).found_by(document_participle.__name__))
    return found


def _document_before(verb: Token) -> Token | None:
    """Return the document noun right before a participle of showing."""
    if verb.tag_ != "VBG" or verb.lemma_.lower() not in _SHOWING or verb.i == 0 or verb.is_sent_start:
        return None
    noun = verb.nbor(-1)
    return noun if noun.pos_ == "NOUN" and any_token_in(noun, lexicon.DOCUMENT_NOUNS) else None


def _extended(candidate: AttributionCandidate, noun: Span, shown: Span) -> AttributionCandidate:
    """Return a candidate extended from `noun` to the end of `shown`.

    Candidates whose content ends elsewhere are returned unchanged.
    """
    if not candidate.content or candidate.content[-1].end != noun.end:
        return candidate
    *before, last = candidate.content
    return candidate.replace(content=(*before, Span(last.start, shown.end)))


def _candidate(block: ParsedBlock, noun: Token, verb: Token, content: tuple[Span, ...]) -> AttributionCandidate:
    clause = {token.i for token in verb.subtree}
    return AttributionCandidate(
        block=block,
        anchor=verb.i,
        kind=AttributionKind.EVIDENTIAL,
        source=block.spans_covering(token for token in noun_phrase(noun, clause) if token.i <= noun.i),
        cue=block.spans_covering([verb]),
        content=content,
        role=Role.SHOWS,
        source_kind=SourceKind.DOCUMENT,
        head=noun,
        verb=verb,
        document=noun,
    )
