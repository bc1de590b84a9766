"""Block selection: the blocks to parse for a few spans.

They are found in the text, before any parse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.model.documents import BlockKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model.documents import Document

_NAME = re.compile(r"\b[A-Z][\w-]{1,60}(?: [A-Z][\w-]{1,60}){0,30}\b")
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey)\b")
_DEFINITE = re.compile(
    r"""
    \b(?:[Tt]he|[Tt]hese|[Tt]hose|[Tt]his)\s+
    (?:[\w-]+\s+){0,2}?       # "the long leaked"
    ([a-z]+)\b                # "report"
    """,
    re.VERBOSE,
)
_LEAK = re.compile(r"\b(?:leaked|confidential|secret|classified)\b", re.IGNORECASE)
_PROVENANCE = re.compile(
    r"""
    \b(?:obtained|acquired|reviewed|seen|verified|authenticated|reported|published|released|leaked|analy[sz]ed
      |examined|uncovered|unearthed|compiled)
    \s+(?:\w+\s+){0,3}?by\b                                           # "obtained in May by the Lantern"
    |
    \b(?:obtained|acquired|reviewed|verified|authenticated|leaked|hacked|examined|analy[sz]ed|uncovered|unearthed)
    \s+(?:[\w-]+\s+){0,4}?                                             # "obtained hundreds of leaked files"
    (?:archive|contract|document|email|file|letter|memo|paper|record)s?\b
    """,
    re.VERBOSE,
)
_REPORTING = re.compile(r"\breport(?:s|ed)?\b|\bstudy\b|\banalysis\b|\bsurvey\b")
_PROSE = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.QUOTATION)
_OPENING_MARKS = '“‘"'
# Blocks of prose in which a pronoun may have its antecedent.
_REACH = 3
# The first of these blocks are enough.
_MAX_PROVENANCE, _MAX_REPORTING = 4, 2


def blocks_to_parse(document: Document, within: Sequence[Span] | None) -> list[int]:
    """Return the numbers of the blocks to parse, in order.

    Without `within`, these are all.
    """
    if within is None:
        return list(range(len(document.blocks)))
    requested = {k for k, block in enumerate(document.blocks) if any(span.overlaps(block.span) for span in within)}
    selected = set(requested)
    for ordinal in requested:
        selected |= _introducing(document, ordinal)
    for ordinal in sorted(selected):
        selected |= _antecedents(document, ordinal)
    # The added blocks may have "the report" or "he" themselves: one more round.
    for ordinal in sorted(selected - requested):
        selected |= _antecedents(document, ordinal)
    return sorted(selected)


def _introducing(document: Document, ordinal: int) -> set[int]:
    """Return the blocks of an item's lead-in or the list above."""
    block = document.blocks[ordinal]
    found = {k for k, other in enumerate(document.blocks) if block.lead_in and other.span.overlaps(block.lead_in)}
    if block.kind in (BlockKind.TABLE_ROW, BlockKind.LIST_ITEM) and block.lead_in is None:
        above = _list_above(document, ordinal)
        if above is not None:
            found |= {above} | _introducing(document, above)
        elif block.headings:
            found |= {k for k, other in enumerate(document.blocks) if other.span == block.headings[-1]}
    elif block.lead_in is not None or block.kind is BlockKind.QUOTATION:
        # A speaker before the colon may be quoted again behind it.
        found |= set(_prose_before(document, min({ordinal, *found}))[-_REACH:])
    return found


def _list_above(document: Document, ordinal: int) -> int | None:
    """Return the last bullet with a lead-in in the same section."""
    for k in range(ordinal - 1, -1, -1):
        other = document.blocks[k]
        if other.headings != document.blocks[ordinal].headings:
            return None
        if other.kind is BlockKind.LIST_ITEM and other.lead_in is not None:
            return k
    return None


def _antecedents(document: Document, ordinal: int) -> set[int]:
    """Return the blocks with possible antecedents of a block's short forms."""
    text = document.blocks[ordinal].span.of(document.text)
    prose = _prose_before(document, ordinal)
    nouns = {match[1].rstrip("s") for match in _DEFINITE.finditer(text)}
    found: set[int] = set()
    if _PRONOUN.search(text) or text.lstrip()[:1] in '“"' or nouns & lexicon.ORGANISATION_NOUNS:
        found |= set(prose[-_REACH:])
    elif any(mark in text for mark in _OPENING_MARKS):
        found |= set(prose[-1:])
    if nouns & lexicon.DOCUMENT_NOUNS or _LEAK.search(text):
        found |= set(_matching(document, _PROVENANCE, range(len(document.blocks)))[:_MAX_PROVENANCE])
        found |= set(_matching(document, _REPORTING, prose)[:_MAX_REPORTING])
    for match in _NAME.finditer(text):
        found |= set(_with_full_name(document, match[0], prose)[:1])
    return found


def _prose_before(document: Document, ordinal: int) -> list[int]:
    return [k for k in range(ordinal) if document.blocks[k].kind in _PROSE]


def _matching(document: Document, pattern: re.Pattern[str], ordinals: Sequence[int]) -> list[int]:
    spans = ((k, document.blocks[k].span) for k in ordinals if document.blocks[k].kind in _PROSE)
    return [k for k, span in spans if pattern.search(document.text, span.start, span.end)]


def _with_full_name(document: Document, name: str, prose: Sequence[int]) -> list[int]:
    """Return the blocks with the full name for a short one.

    "Campbell" -> "Kurt Campbell", "ISW" -> "(ISW)"
    """
    if " " in name or len(name) < 3:
        return []
    full = re.compile(rf"\b[A-Z][\w’'.-]{{1,60}} {re.escape(name)}\b|\({re.escape(name)}\)")
    return _matching(document, full, prose)
