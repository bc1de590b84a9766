"""Headlines: "TIB: Kestria sells ships", "Kestria sells ships - TIB report"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans.noun_phrases import any_token_in
from bot.attribution.spans.source_kinds import kind_of, kind_of_name
from bot.model.attribution import AttributionKind, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.attribution.syntax.parsed_block import ParsedBlock

_SOURCE_FIRST = re.compile(
    r"""
    (?P<source>[^:“”"]{2,60}?)
    (?P<cue>:[ ])
    (?P<content>\S.{9,})\Z
    """,
    re.VERBOSE | re.DOTALL,
)
_SOURCE_LAST = re.compile(
    r"""
    (?P<content>\S.{14,}?)
    \ ?(?P<cue>:|[-–—|])[ ]
    (?P<source>[^:“”"]{2,50})
    """,
    re.VERBOSE,
)
_TEASER = re.compile(
    r"""
    (?:how|what|where|when|who|why|everything|timeline|live\ updates|here[’']s)\b
    [^?]*\Z                                                # no question: somebody asks a question
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Labels of an article's form.
_LABELS = lexicon.words_of(
    """update breaking exclusive watch video analysis opinion live review photos read factbox explainer
    boom byline correction look wow"""
)
_COMMON_SOURCES = lexicon.DOCUMENT_NOUNS | lexicon.words_of("analyst expert official source critic police")
# Words of a source.
_MOST_WORDS_FIRST = 4
_MOST_WORDS_LAST = 5


def headline_label(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find the source before the colon of a headline.

    Examples:
        TIB: Kestria sells twelve ships to Sund
            TIB | : | Kestria sells twelve ships to Sund
        Torvik Institute: The old bridge could fall within a year
            Torvik Institute | : | The old bridge could fall within a year
        Exclusive: Kestria sells twelve ships to Sund
        TIB: How to cross the old bridge
    """
    match = _SOURCE_FIRST.match(block.text) if block.headline else None
    if match is None:
        return
    tokens = block.within(block.span_between(*match.span("source")))
    words = [token for token in tokens if token.is_alpha]
    if not words or len(words) > _MOST_WORDS_FIRST or words[0].lower_ in _LABELS or _TEASER.match(match["content"]):
        return
    head, kind = words[-1], kind_of_name([token.text for token in words])
    if head.pos_ not in ("PROPN", "NOUN") or not all(word.text[0].isupper() or word.is_stop for word in words):
        return
    if kind is not SourceKind.UNKNOWN or len(words) == 1:
        colon = match.start("cue")
        yield AttributionCandidate(
            block=block,
            anchor=tokens[-1].i + 1,
            kind=AttributionKind.INDIRECT,
            source=block.spans_covering(tokens),
            cue=(block.span_between(colon, colon + 1),),
            content=(block.span_between(match.start("content"), len(block.text.rstrip())),),
            source_kind=kind,
            head=head,
        )


def headline_tail(block: ParsedBlock, candidates: list[AttributionCandidate]) -> list[AttributionCandidate]:
    """Find the source at the end of a headline without other candidates.

    Examples:
        Kestria sells twelve ships to Sund: TIB
            TIB | : | Kestria sells twelve ships to Sund
        Kestria sells twelve ships to Sund - TIB report
            TIB report | - | Kestria sells twelve ships to Sund
        Kestria sells twelve ships to Sund - Daily Lantern
    """
    tail = _tail(block) if block.headline and not candidates else None
    return candidates if tail is None else [tail.found_by(headline_tail.__name__)]


def _tail(block: ParsedBlock) -> AttributionCandidate | None:
    match = _SOURCE_LAST.fullmatch(block.text.rstrip())
    if match is None:
        return None
    words = block.within(block.span_between(*match.span("source")))
    content = block.trim(block.span_between(*match.span("content")))
    if not 0 < len(words) <= _MOST_WORDS_LAST or content is None or kind_of(words[-1]) is SourceKind.UNKNOWN:
        return None
    # A bare name behind a dash is the site's.
    is_name = match["cue"] == ":" and kind_of_name([token.text for token in words]) is SourceKind.ORGANISATION
    if not is_name and not any_token_in(words[-1], _COMMON_SOURCES):
        return None
    candidate = AttributionCandidate.from_tokens(
        block, words[-1], anchor=words[-1].i, source=words, cue=(), content=(content,)
    )  # fmt: skip
    return candidate.replace(cue=(block.span_between(*match.span("cue")),))


def fronted_headline(block: ParsedBlock, candidates: list[AttributionCandidate]) -> list[AttributionCandidate]:
    """Add the words before a document to its content.

    In headlines only.

    Examples:
        Kestria to arm the fleet of Sund, leaked papers reveal growing ties
            leaked papers | reveal | Kestria to arm the fleet of Sund … growing ties
        Old bridge to close in May, internal memos show second crack
            internal memos | show | Old bridge to close in May … second crack
    """
    if not block.headline:
        return candidates
    return [_with_fronted(block, c) if c.kind is AttributionKind.EVIDENTIAL else c for c in candidates]


def _with_fronted(block: ParsedBlock, candidate: AttributionCandidate) -> AttributionCandidate:
    text, offset = block.text, block.offset
    start = candidate.source[0].start - offset if candidate.source else 0
    fronted = text[:start].rstrip()
    if not fronted.endswith(",") or len(fronted.split()) < 3:
        return candidate
    if not candidate.cue or candidate.cue[0].start < start + offset:
        return candidate
    sides = (block.span_between(0, len(fronted)), block.span_between(candidate.cue[-1].end - offset, len(text)))
    content = tuple(trimmed for side in sides if (trimmed := block.trim(side)) is not None)
    return candidate.replace(content=content).found_by(fronted_headline.__name__)
