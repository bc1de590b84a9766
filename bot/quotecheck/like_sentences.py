"""Sentences with most of the words of a typed one, in any order."""

from __future__ import annotations

from collections.abc import Iterable

from bot.corpus.sentences import sentences
from bot.model.spans import Span
from bot.normalize import stem, words
from bot.quotecheck import tokens
from bot.quotecheck.alignment import AlignedSegment
from bot.quotecheck.diff import locate
from bot.quotecheck.edit_path import shortest_edit_path
from bot.quotecheck.model import QuoteLocation
from bot.quotecheck.term_rarity import is_function_word
from bot.quotecheck.typed_quote import TypedQuote

LEAST_SHARE = 0.75  # of the content words
_FEWEST_WORDS = 4  # content words


def like_sentence(typed: TypedQuote, passages: Iterable[tuple[str, str, Span]]) -> QuoteLocation | None:
    """Return the sentence of the passages with most of the typed content words, or None below 75 %.

    A passage is (document id, text of the document, span).
    """
    wanted = _content(typed.text)
    if len(wanted) < _FEWEST_WORDS:
        return None
    best: tuple[float, str, str, Span] | None = None
    for document, text, passage in passages:
        for sentence in sentences(text, passage):
            share = len(wanted & _content(sentence.of(text))) / len(wanted)
            if share >= LEAST_SHARE and (best is None or share > best[0]):
                best = share, document, text, sentence
    return None if best is None else _located(typed, *best[1:])


def _located(typed: TypedQuote, document: str, text: str, sentence: Span) -> QuoteLocation:
    found = tokens.read_part(text, sentence)
    steps = tuple(shortest_edit_path(found.keys, typed.words.keys))
    return locate(typed, found, document, AlignedSegment(0, len(typed.words), 0, len(found), steps))


def _content(text: str) -> set[str]:
    return {stem(word.text) for word in words(text) if not is_function_word(word.text.lower())}
