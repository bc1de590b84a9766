"""Lines shared by many articles of one outlet, in any language.

What a sentence repeats in a series of articles is reporting, though: whole sentences count as boilerplate only if most
articles of the outlet hold them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from bot.model.documents import Block, BlockKind, Document

FEWEST_ARTICLES = 5  # of an outlet that must hold a line
_SHARE = 0.2  # of the outlet's articles, for a line that is no whole sentence
_SENTENCE_SHARE = 0.6
_LONGEST_WORDS = 60
_FEWEST_SENTENCE_WORDS = 8
_SENTENCE_ENDS = (".", "!", "?", "…", "”", '"', "»", "。", "！", "？", "।", "؟")
_SKIPPED = (BlockKind.TABLE_HEADER, BlockKind.TABLE_ROW)


def line_hashes(document: Document) -> frozenset[int]:
    """Return the hashes of a document's lines, each salted with its outlet."""
    return frozenset(_hashes(document).values())


def with_shared_lines(document: Document, counts: Mapping[int, int], articles: int) -> Document:
    """Return the document with its outlet's shared lines as boilerplate.

    `counts` tells how many articles hold a line, by its hash; `articles` how many the outlet has.
    """
    hashes = _hashes(document)
    shared = {at for at, line in hashes.items() if _is_shared(document, at, counts.get(line, 0), articles)}
    if not shared:
        return document
    blocks = (_as_boilerplate(block) if at in shared else block for at, block in enumerate(document.blocks))
    return replace(document, blocks=tuple(blocks))


def _hashes(document: Document) -> dict[int, int]:
    """Return the hash of each countable line by its block's ordinal."""
    outlet = document.reference.outlet
    if not outlet:
        return {}
    found = {}
    for at, block in enumerate(document.blocks):
        words = block.span.of(document.text).casefold().split() if block.kind not in _SKIPPED else []
        if 0 < len(words) <= _LONGEST_WORDS:
            line = f"{outlet}\0{' '.join(words)}".encode("utf-8", "replace")
            found[at] = int.from_bytes(hashlib.blake2b(line, digest_size=8).digest(), signed=True)
    return found


def _is_shared(document: Document, at: int, count: int, articles: int) -> bool:
    if count < FEWEST_ARTICLES:
        return False
    text = document.blocks[at].span.of(document.text)
    is_sentence = text.endswith(_SENTENCE_ENDS) and (len(text.split()) >= _FEWEST_SENTENCE_WORDS or not text.isascii())
    return count >= (_SENTENCE_SHARE if is_sentence else _SHARE) * articles


def _as_boilerplate(block: Block) -> Block:
    return replace(block, kind=BlockKind.BOILERPLATE)
