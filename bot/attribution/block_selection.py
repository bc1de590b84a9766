"""Which blocks must be parsed to answer for a few: cheap looks at the text, so that a question need not wait."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.model.documents import BlockKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model.documents import Block, Document

_NAME = re.compile(r"\b[A-Z][\w-]{1,60}(?: [A-Z][\w-]{1,60}){0,30}\b")
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey)\b")
_DEFINITE = re.compile(r"\b(?:[Tt]he|[Tt]hese|[Tt]hose|[Tt]his)\s+(?:[\w-]+\s+){0,2}?([a-z]+)\b")
_LEAK = re.compile(r"\b(?:leaked|confidential|secret|classified)\b", re.IGNORECASE)
_PROVENANCE = re.compile(
    r"\b(?:obtained|acquired|reviewed|seen|verified|authenticated|reported|published|released|leaked|analy[sz]ed|"
    r"examined|uncovered|unearthed|compiled)\s+(?:\w+\s+){0,3}?by\b|"
    r"\b(?:obtained|acquired|reviewed|verified|authenticated|leaked|hacked|examined|analy[sz]ed|uncovered|unearthed)"
    r"\s+(?:[\w-]+\s+){0,4}?(?:archive|contract|document|email|file|letter|memo|paper|record)s?\b"
)
_REPORTING = re.compile(r"\breport(?:s|ed)?\b|\bstudy\b|\banalysis\b|\bsurvey\b")
_OUTLETS = frozenset(lexicon.OUTLET_NOUNS)
_MARKS = '“‘"'
# A pronoun looks back over so many blocks of prose.
_BACK = 3


def blocks_to_parse(document: Document, within: Sequence[Span] | None) -> list[int]:
    """Return the numbers of the blocks to parse, in order; all of them where `within` is None."""
    if within is None:
        return list(range(len(document.blocks)))
    asked = {k for k, block in enumerate(document.blocks) if any(span.overlaps(block.span) for span in within)}
    wanted = set(asked)
    for ordinal in asked:
        wanted |= _introducing(document, ordinal)
    for ordinal in sorted(wanted):
        wanted |= _antecedents(document, ordinal)
    # What was fetched may itself say "the report" or "he": one more round, no further.
    for ordinal in sorted(wanted - asked):
        wanted |= _antecedents(document, ordinal)
    return sorted(wanted)


def _introducing(document: Document, ordinal: int) -> set[int]:
    """Return the blocks of a row's or bullet's lead-in, and of the list above a table without one."""
    block = document.blocks[ordinal]
    found = {k for k, other in enumerate(document.blocks) if block.lead_in and other.span.overlaps(block.lead_in)}
    if block.kind in (BlockKind.TABLE_ROW, BlockKind.LIST_ITEM) and block.lead_in is None:
        above = _list_above(document, ordinal)
        if above is not None:
            found |= {above} | _introducing(document, above)
        elif block.headings:
            found |= {k for k, other in enumerate(document.blocks) if other.span == block.headings[-1]}
    elif block.lead_in is not None or block.kind is BlockKind.QUOTATION:
        found |= _above(document, min({ordinal, *found}))
    return found


def _above(document: Document, ordinal: int) -> set[int]:
    """Return the prose above a paragraph that stands below a colon: whoever was quoted there may be quoted on."""
    return set([k for k in range(ordinal) if _is_prose(document.blocks[k])][-_BACK:])


def _list_above(document: Document, ordinal: int) -> int | None:
    for k in range(ordinal - 1, -1, -1):
        other = document.blocks[k]
        if other.headings != document.blocks[ordinal].headings:
            return None
        if other.kind is BlockKind.LIST_ITEM and other.lead_in is not None:
            return k
    return None


def _antecedents(document: Document, ordinal: int) -> set[int]:
    block = document.blocks[ordinal]
    text = block.span.of(document.text)
    prose = [k for k in range(ordinal) if _is_prose(document.blocks[k])]
    found: set[int] = set()
    if _PRONOUN.search(text) or text.lstrip()[:1] in '“"':
        found |= set(prose[-_BACK:])
    elif any(mark in text for mark in _MARKS):
        found |= set(prose[-1:])
    nouns = {match[1].rstrip("s") for match in _DEFINITE.finditer(text)}
    if nouns & lexicon.DOCUMENT_NOUNS or _LEAK.search(text):
        found |= _matching(document, _PROVENANCE, range(len(document.blocks)), limit=4)
        found |= _matching(document, _REPORTING, prose, limit=2)
    if nouns & _OUTLETS or nouns & lexicon.ORGANISATION_NOUNS:
        found |= set(prose[-_BACK:])
    for match in _NAME.finditer(text):
        first = _first_full(document, match[0], prose)
        if first is not None:
            found.add(first)
    return found


def _is_prose(block: Block) -> bool:
    return block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.QUOTATION)


def _matching(document: Document, pattern: re.Pattern[str], ordinals: Sequence[int], limit: int) -> set[int]:
    hits = [k for k in ordinals if _is_prose(document.blocks[k])
            and pattern.search(document.text, document.blocks[k].span.start, document.blocks[k].span.end)]  # fmt: skip
    return set(hits[:limit])


def _first_full(document: Document, name: str, prose: Sequence[int]) -> int | None:
    """Return the first block that gives a short name in full: "Campbell" in "Kurt Campbell", "ISW" in "(ISW)"."""
    if " " in name or len(name) < 3:
        return None
    full = re.compile(rf"\b[A-Z][\w’'.-]{{1,60}} {re.escape(name)}\b|\({re.escape(name)}\)")
    return next(iter(_matching(document, full, prose, limit=1)), None)
