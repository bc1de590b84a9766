"""Papers with a participle: "in light of memos suggesting a deal", which parsers like to hang to the main verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans import sources
from bot.model.attribution import AttributionKind, Role, SourceKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_SHOWING = frozenset(lexicon.EVIDENCE) - {"read", "list", "document"}


def with_participles(piece: ParsedBlock, drafts: Sequence[AttributionCandidate]) -> list[AttributionCandidate]:
    """Return the drafts of `piece`, with one for each "<papers> suggesting ..." and their words given back to others.

    Where a participle stands right behind a noun for a document, it is the document that shows it, and what holds
    the document holds what it shows.
    """
    found = list(drafts)
    for verb in piece.doc:
        noun = _papers(verb)
        if noun is None:
            continue
        own = next((d for d in found if d.verb == verb), None)
        content = piece.spans_covering(t for t in verb.subtree if t.i > verb.i)
        if not content or (own is not None and own.head == noun):
            continue
        found = [_held(d, piece.span_of(noun), content[-1]) for d in found if d is not own]
        found.append(_draft(piece, noun, verb, content))
    return found


def _papers(verb: Token) -> Token | None:
    """Return the document noun right before a participle that tells what it shows."""
    if verb.tag_ != "VBG" or verb.lemma_.lower() not in _SHOWING or verb.i == 0 or verb.is_sent_start:
        return None
    noun = verb.nbor(-1)
    return noun if noun.pos_ == "NOUN" and sources.any_token_in(noun, lexicon.DOCUMENT_NOUNS) else None


def _held(draft: AttributionCandidate, noun: Span, shown: Span) -> AttributionCandidate:
    """Return a draft whose content breaks off behind the noun, led on to the end of what the document shows."""
    if not draft.content or draft.content[-1].end != noun.end:
        return draft
    last = draft.content[-1]
    return draft.replace(content=(*draft.content[:-1], Span(last.start, shown.end)))


def _draft(piece: ParsedBlock, noun: Token, verb: Token, content: tuple[Span, ...]) -> AttributionCandidate:
    return AttributionCandidate(
        piece=piece,
        anchor=verb.i,
        kind=AttributionKind.EVIDENTIAL,
        source=piece.spans_covering(t for t in sources.noun_phrase(noun, {t.i for t in verb.subtree}) if t.i <= noun.i),
        cue=piece.spans_covering([verb]),
        content=content,
        role=Role.SHOWS,
        source_kind=SourceKind.DOCUMENT,
        head=noun,
        verb=verb,
        document=noun,
    )
