"""Sentences of two or three words that state something of a named person or thing: "Voss resigned."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.corpus.sentences import sentences
from bot.draftcheck.quotations import FEWEST_WORDS
from bot.model.documents import BlockKind, Document
from bot.model.spans import Span
from bot.normalize import words

if TYPE_CHECKING:
    from spacy.language import Language

_LEAD = "On Monday, "  # behind it, a capital is that of a name
_FEWEST = 2  # words: a name and a verb
_SHORT_SENTENCE = re.compile(r"[A-Z][^“”\"«»„:()\n]*[.!]")
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_FINITE = frozenset({"VBD", "VBP", "VBZ"})
_AUXILIARIES = frozenset({"aux", "auxpass"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def short_sentences(document: Document, nlp: Language) -> frozenset[Span]:
    """Return the sentences of two or three words with a name as the subject of a finite verb.

    A heading, a byline or a caption has no such verb or no full stop.
    """
    return frozenset(span for span in _candidates(document) if _has_name_and_verb(span.of(document.text), nlp))


def _candidates(document: Document) -> Iterator[Span]:
    for block in document.blocks:
        if block.kind not in _PROSE:
            continue
        for sentence in sentences(document.text, block.span):
            text = sentence.of(document.text)
            found = words(text)
            if _FEWEST <= len(found) < FEWEST_WORDS and _SHORT_SENTENCE.fullmatch(text) and found[-1].text[0].islower():
                yield sentence


def _has_name_and_verb(text: str, nlp: Language) -> bool:
    parsed = nlp(f"{_LEAD}{text}")
    return any(
        {token.tag_, *(child.tag_ for child in token.children if child.dep_ in _AUXILIARIES)} & _FINITE
        and any(child.dep_ in _SUBJECTS and child.pos_ == "PROPN" for child in token.children)
        for token in parsed
    )
