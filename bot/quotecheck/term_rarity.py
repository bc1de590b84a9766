"""Rare words of a text, the search terms for its origin.

They come from several stretches of it, so that a spliced text finds all its origins.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from bot.quotecheck.typed_quote import TypedQuote

_MAX_STRETCHES = 6
_WORDS = 14  # of one stretch of a short text
_LOOKED_UP = 10  # words of one stretch with a frequency from the index
_RAREST = 7  # words of one stretch that are searched for
_PAIRS = 30
_COMMON = 0.05
_UNKNOWN = 0.7  # of a word without a known frequency
# Words of every article: the costliest to count and without information.
_FUNCTION_WORDS_TEXT = """
a about after all also am an and any are as at be been but by can could did do does for from get go had has
have he her him his how i if in into is it its just like me more my no not now of on one or our out over s
said say says she so some t than that the their them then there they this to up us was we were what when which
who will with would you your
"""
_FUNCTION_WORDS = frozenset(_FUNCTION_WORDS_TEXT.split())


def rarities(
    typed: TypedQuote, within: tuple[int, int], frequency: Callable[[str], int], passages: int
) -> dict[str, float]:
    """Return the normalised IDF of the text's words by match key.

    0 for a word of every passage, 1 for a word of hardly one, and 0 for an unknown word. At most some dozens are looked
    up, for a long text too.
    """
    rarity_of_key: dict[str, float] = {}
    for first, end in _stretches(*within):
        for number in _to_look_up(typed, first, end):
            key = typed.words.keys[number]
            if key not in rarity_of_key:
                passages_with_word = frequency(_written(typed, number))
                rarity_of_key[key] = (
                    math.log((passages + 1) / passages_with_word) / math.log(passages + 2)
                    if passages_with_word
                    else 0.0
                )
    return rarity_of_key


def rare_words(typed: TypedQuote, within: tuple[int, int], rarity: Mapping[str, float]) -> list[str]:
    """Return the rarest known words of each stretch, as written.

    A text without known words gives its first words outside the function words.
    """
    chosen: dict[str, str] = {}
    for first, end in _stretches(*within):
        known = {typed.words.keys[n]: _written(typed, n) for n in range(first, end) if rarity.get(typed.words.keys[n])}
        rarest = sorted(known, key=lambda key: -rarity[key])[:_RAREST]
        chosen |= {key: known[key] for key in rarest}
    if not chosen:
        words = range(*within)
        telling = [n for n in words if typed.words.keys[n] not in _FUNCTION_WORDS] or words
        return list(dict.fromkeys(_written(typed, number) for number in telling))[:_RAREST]
    return list(chosen.values())


def known_words(typed: TypedQuote, within: tuple[int, int], rarity: Mapping[str, float]) -> dict[str, float]:
    """Return the rarity of the known words, as written."""
    keys = ((typed.words.keys[number], number) for number in range(*within))
    return {_written(typed, number): rarity[key] for key, number in keys if rarity.get(key)}


def neighbours(typed: TypedQuote, within: tuple[int, int]) -> list[str]:
    """Return typed word bigrams in lower case, at most some dozens."""
    written = [_written(typed, number).lower() for number in range(*within)]
    pairs = dict.fromkeys(" ".join(pair) for pair in pairwise(written))
    return list(pairs)[:: len(pairs) // _PAIRS + 1]


def is_function_word(key: str) -> bool:
    """Return True for a word of every article, without information."""
    return key in _FUNCTION_WORDS


def weight(key: str, rarity: Mapping[str, float]) -> float:
    """Return a word's weight in comparisons, from 0.05 to 1."""
    if key in _FUNCTION_WORDS:
        return _COMMON
    return max(rarity.get(key, _UNKNOWN) or _UNKNOWN, _COMMON)


def _stretches(first: int, end: int) -> Sequence[tuple[int, int]]:
    """Return runs of words: all of `[first, end)`, or a sample."""
    count = end - first
    if count <= 0:
        return []
    number = min(-(-count // _WORDS), _MAX_STRETCHES)
    size = min(-(-count // number), 2 * _WORDS)
    starts = [first + (count - size) * place // max(number - 1, 1) for place in range(number)]
    return [(start, min(start + size, end)) for start in starts]


def _to_look_up(typed: TypedQuote, first: int, end: int) -> list[int]:
    worth = [n for n in range(first, end) if n not in typed.bracketed and typed.words.keys[n] not in _FUNCTION_WORDS]
    longest = sorted(worth, key=lambda number: -len(typed.words.keys[number]))
    return sorted(longest[:_LOOKED_UP])


def _written(typed: TypedQuote, number: int) -> str:
    start, end = typed.words.spans[number]
    return typed.text[start:end]
