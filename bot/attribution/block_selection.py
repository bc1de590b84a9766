"""Block selection: the blocks to parse for a few spans.

They are found in the text, before any parse.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.model.documents import BlockKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model.documents import Document

_NAME = re.compile(r"\b[A-Z][\w-]{1,60}(?: [A-Z][\w-]{1,60}){0,30}\b")
_FULL_NAME = re.compile(
    r"""
    \b(?=[A-Z][\w’'.-]{1,60}[ ]            # "Kurt "; looked at only, since "Campbell" may begin a full name itself
         ([A-Z][\w-]{1,60})(?!\w))
    |
    \((?=([A-Z][\w-]{1,60})\))            # "(ISW)"
    """,
    re.VERBOSE,
)
_DASH = re.compile("-")
_SHORTEST_NAME = 3
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


class _ProseIndex:
    """Prose blocks of one document by what they hold, each list found once."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def prose(self) -> list[int]:
        return [k for k, block in enumerate(self.document.blocks) if block.kind in _PROSE]

    @cached_property
    def provenance(self) -> list[int]:
        return self._matching(_PROVENANCE)[:_MAX_PROVENANCE]

    @cached_property
    def reporting(self) -> list[int]:
        return self._matching(_REPORTING)[:_MAX_REPORTING]

    @cached_property
    def full_names(self) -> dict[str, int]:
        """Return the first block with the full name for each short one.

        "Kurt Campbell" -> "Campbell", "(ISW)" -> "ISW"; "Ada Lind-Moe" -> "Lind" and "Lind-Moe"
        """
        found: dict[str, int] = {}
        for k in self.prose:
            span = self.document.blocks[k].span
            for match in _FULL_NAME.finditer(self.document.text, span.start, span.end):
                name = match[1] or match[2]
                for end in (*(dash.start() for dash in _DASH.finditer(name)), len(name)):
                    found.setdefault(name[:end], k)
        return found

    def prose_before(self, ordinal: int) -> list[int]:
        return self.prose[: bisect_left(self.prose, ordinal)]

    def _matching(self, pattern: re.Pattern[str]) -> list[int]:
        spans = ((k, self.document.blocks[k].span) for k in self.prose)
        return [k for k, span in spans if pattern.search(self.document.text, span.start, span.end)]


def blocks_to_parse(document: Document, within: Sequence[Span] | None) -> list[int]:
    """Return the numbers of the blocks to parse, in order.

    Without `within`, these are all.
    """
    if within is None:
        return list(range(len(document.blocks)))
    index = _ProseIndex(document)
    requested = {k for k, block in enumerate(document.blocks) if any(span.overlaps(block.span) for span in within)}
    selected = set(requested)
    for ordinal in requested:
        selected |= _introducing(index, ordinal)
    for ordinal in sorted(selected):
        selected |= _antecedents(index, ordinal)
    # The added blocks may have "the report" or "he" themselves: one more round.
    for ordinal in sorted(selected - requested):
        selected |= _antecedents(index, ordinal)
    return sorted(selected)


def _introducing(index: _ProseIndex, ordinal: int) -> set[int]:
    """Return the blocks of an item's lead-in or the list above."""
    document = index.document
    block = document.blocks[ordinal]
    found = {k for k, other in enumerate(document.blocks) if block.lead_in and other.span.overlaps(block.lead_in)}
    if block.kind in (BlockKind.TABLE_ROW, BlockKind.LIST_ITEM) and block.lead_in is None:
        above = _list_above(document, ordinal)
        if above is not None:
            found |= {above} | _introducing(index, above)
        elif block.headings:
            found |= {k for k, other in enumerate(document.blocks) if other.span == block.headings[-1]}
    elif block.lead_in is not None or block.kind is BlockKind.QUOTATION:
        # A speaker before the colon may be quoted again behind it.
        found |= set(index.prose_before(min({ordinal, *found}))[-_REACH:])
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


def _antecedents(index: _ProseIndex, ordinal: int) -> set[int]:
    """Return the blocks with possible antecedents of a block's short forms."""
    text = index.document.blocks[ordinal].span.of(index.document.text)
    prose = index.prose_before(ordinal)
    nouns = {match[1].rstrip("s") for match in _DEFINITE.finditer(text)}
    found: set[int] = set()
    if _PRONOUN.search(text) or text.lstrip()[:1] in '“"' or nouns & lexicon.ORGANISATION_NOUNS:
        found |= set(prose[-_REACH:])
    elif any(mark in text for mark in _OPENING_MARKS):
        found |= set(prose[-1:])
    if nouns & lexicon.DOCUMENT_NOUNS or _LEAK.search(text):
        found |= {*index.provenance, *(k for k in index.reporting if k < ordinal)}
    for match in _NAME.finditer(text):
        found |= _with_full_name(index, match[0], ordinal)
    return found


def _with_full_name(index: _ProseIndex, name: str, ordinal: int) -> set[int]:
    """Return the first block with the full name, if it is above."""
    if " " in name or len(name) < _SHORTEST_NAME:
        return set()
    first = index.full_names.get(name, ordinal)
    return {first} if first < ordinal else set()
