"""Which words of a text lead to where it stands: the rare ones, some from each stretch of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from bot.quotecheck.typed_quote import TypedQuote

_STRETCHES = 6
_WORDS = 14  # of one stretch, where the text is short enough
_LOOKED_UP = 10  # words of one stretch whose frequency is asked for
_TAKEN = 7  # the rarest of one stretch
_PAIRS = 30
_COMMON = 0.05
_UNKNOWN = 0.7  # a word that was not looked up, or that no article has
# Words that stand everywhere; counting them would cost most and tell nothing.
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
    """Return, by key, how rare words are in the index: 0 where every passage has them, 1 where hardly one does.

    At most some dozens are looked up, however long the text is. A word that no passage has is 0.
    """
    found: dict[str, float] = {}
    for first, end in _stretches(*within):
        for number in _to_look_up(typed, first, end):
            key = typed.words.keys[number]
            if key not in found:
                held = frequency(_written(typed, number))
                found[key] = math.log((passages + 1) / held) / math.log(passages + 2) if held else 0.0
    return found


def rare_words(typed: TypedQuote, within: tuple[int, int], rarity: Mapping[str, float]) -> list[str]:
    """Return the rarest known words of each stretch as they are written, or the commonest where there are no others."""
    chosen: dict[str, str] = {}
    for first, end in _stretches(*within):
        known = {typed.words.keys[n]: _written(typed, n) for n in range(first, end) if rarity.get(typed.words.keys[n])}
        rarest = sorted(known, key=lambda key: -rarity[key])[:_TAKEN]
        chosen |= {key: known[key] for key in rarest}
    if not chosen:
        words = range(*within)
        telling = [n for n in words if typed.words.keys[n] not in _FUNCTION_WORDS] or words
        return list(dict.fromkeys(_written(typed, number) for number in telling))[:_TAKEN]
    return list(chosen.values())


def neighbours(typed: TypedQuote, within: tuple[int, int]) -> list[str]:
    """Return words that were typed side by side, in small letters with a blank between them; at most some dozens."""
    written = [_written(typed, number).lower() for number in range(*within)]
    pairs = dict.fromkeys(" ".join(pair) for pair in pairwise(written))
    return list(pairs)[:: len(pairs) // _PAIRS + 1]


def weight(key: str, rarity: Mapping[str, float]) -> float:
    """Return how much a word counts when two texts are compared."""
    if key in _FUNCTION_WORDS:
        return _COMMON
    return max(rarity.get(key, _UNKNOWN) or _UNKNOWN, _COMMON)


def _stretches(first: int, end: int) -> Sequence[tuple[int, int]]:
    """Return runs of words that cover `[first, end)`, or are spread over it where it is long."""
    count = end - first
    if count <= 0:
        return []
    number = min(-(-count // _WORDS), _STRETCHES)
    size = min(-(-count // number), 2 * _WORDS)
    starts = [first + (count - size) * place // max(number - 1, 1) for place in range(number)]
    return [(start, min(start + size, end)) for start in starts]


def _to_look_up(typed: TypedQuote, first: int, end: int) -> list[int]:
    worth = [n for n in range(first, end) if n not in typed.editors and typed.words.keys[n] not in _FUNCTION_WORDS]
    longest = sorted(worth, key=lambda number: -len(typed.words.keys[number]))
    return sorted(longest[:_LOOKED_UP])


def _written(typed: TypedQuote, number: int) -> str:
    start, end = typed.words.spans[number]
    return typed.text[start:end]
