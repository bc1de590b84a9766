"""Headings, and lead-ins without a verb, that name whose words stand below: "Recommendations from the board"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans import sources
from bot.attribution.spans.cues import cues
from bot.model.attribution import AttributionKind, Role, SourceKind
from bot.model.documents import BlockKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_NOUNS = lexicon.STATEMENT_NOUNS | lexicon.DOCUMENT_NOUNS
# "A review of the council" is no word of the council's, "the findings of the council" are.
_MADE_BY = lexicon.words_of("advice assessment claim conclusion finding opinion recommendation statement view word")

_TAIL = re.compile(r"(?P<content>\S.{14,}?) ?(?P<cue>:|[-–—|]) (?P<source>[^:“”\"]{2,50})")
_VOICES = lexicon.DOCUMENT_NOUNS | lexicon.words_of("analyst expert official source critic police")
_LONGEST = 5  # words of a source at a headline's end


def listed(piece: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Yield the draft, without content, of a heading or a lead-in that says whose the list or table below it is."""
    opens = piece.text.rstrip().endswith(":")
    if not opens and piece.block.kind is not BlockKind.HEADING:
        return
    sentence = list(piece.doc.sents)[-1] if opens else piece.doc[:]
    draft = next((d for t in sentence if (d := _noun(piece, t))), None) or _question(piece)
    if draft is not None:
        yield draft


def with_headlines(piece: ParsedBlock, drafts: list[AttributionCandidate]) -> list[AttributionCandidate]:
    """Return the drafts; in "Bridge to close, leaked papers reveal a crack" they reveal what stands first, too."""
    if not piece.headline:
        return drafts
    if not drafts and (draft := _tail(piece)):
        return [draft]
    return [_with_first(piece, draft) if draft.kind is AttributionKind.EVIDENTIAL else draft for draft in drafts]


def _tail(piece: ParsedBlock) -> AttributionCandidate | None:
    """Return the draft of "Ships built: TIB", "Ships built - report"; a bare name after a dash is the site's."""
    match = _TAIL.fullmatch(piece.text.rstrip())
    if match is None:
        return None
    words = piece.within(Span(piece.offset + match.start("source"), piece.offset + match.end("source")))
    if not words or len(words) > _LONGEST:
        return None
    common = sources.any_token_in(words[-1], _VOICES)
    named = match["cue"] == ":" and sources.kind_of_name([t.text for t in words]) is SourceKind.ORGANISATION
    if not common and not named:
        return None
    start, end = (piece.offset + at for at in match.span("cue"))
    draft = _draft(piece, words[-1], [])
    content = piece.trim(Span(piece.offset + match.start("content"), piece.offset + match.end("content")))
    if draft is None or content is None:
        return None
    return draft.replace(source=piece.spans_covering(words), cue=(Span(start, end),), content=(content,))


def _with_first(piece: ParsedBlock, draft: AttributionCandidate) -> AttributionCandidate:
    text, offset = piece.text, piece.offset
    start = draft.source[0].start if draft.source else offset
    first = text[: start - offset].rstrip()
    if not first.endswith(",") or len(first.split()) < 3 or not draft.cue or draft.cue[0].start < start:
        return draft
    sides = (Span(offset, offset + len(first)), Span(draft.cue[-1].end, offset + len(text)))
    return draft.replace(content=tuple(kept for side in sides if (kept := piece.trim(side)) is not None))


def _noun(piece: ParsedBlock, token: Token) -> AttributionCandidate | None:
    """Return the draft of "Recommendations from the board", "The board's advice"."""
    if token.pos_ not in ("NOUN", "PROPN") or not sources.any_token_in(token, _NOUNS):
        return None
    if any(t.pos_ in ("VERB", "AUX") and t.dep_ == "ROOT" and t.i < token.i for t in token.sent):
        return None
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    if owner is None:
        by = next((c for c in token.children if c.dep_ in ("prep", "agent") and c.lower_ in ("from", "by", "of")), None)
        owner = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
        if owner is None or by is None:
            return None
        if by.lower_ == "of" and not sources.any_token_in(token, _MADE_BY):
            return None
    return _draft(piece, owner, [token])


def _question(piece: ParsedBlock) -> AttributionCandidate | None:
    """Return the draft of "What the leaked papers show"."""
    if piece.block.kind is not BlockKind.HEADING or piece.doc[0].lower_ != "what":
        return None
    for cue in cues(piece.doc):
        head = sources.source_head(cue)
        if head is not None and head.i < cue.verb.i and head.lower_ != "what" and not cue.passive:
            return _draft(piece, head, list(cue.tokens))
    return None


def _draft(piece: ParsedBlock, head: Token, cue: list[Token]) -> AttributionCandidate | None:
    kind = sources.kind_of(head)
    if kind is SourceKind.UNKNOWN:
        return None
    documentary = kind is SourceKind.DOCUMENT
    return AttributionCandidate(
        piece=piece,
        anchor=cue[0].i if cue else head.i,
        kind=AttributionKind.EVIDENTIAL if documentary else AttributionKind.INDIRECT,
        source=piece.spans_covering(t for t in sources.noun_phrase(head, {c.i for c in cue}) if t.tag_ != "POS"),
        cue=piece.spans_covering(cue),
        role=Role.SHOWS if documentary else Role.SAID,
        source_kind=kind,
        head=head,
        document=head if documentary else None,
    )
