"""Proximity: how many of a question's words stand close together in a passage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.normalize import WORD, fold, stem

_WIDTH = 350  # characters, two sentences of news
_ACCENTS = re.compile("[\u0300-\u036f]+")
_WHOLE_WORD = re.compile(rf"(?<![^\W_])(?<![^\W_][’'.,]){WORD.pattern}")


def _folded_byte(byte: int) -> int:
    """Return a Latin-1 byte's letter without case and accent, a space for a byte of no word."""
    letter = fold(chr(byte))
    return ord(letter) if len(letter) == 1 and letter.isalnum() and letter.isascii() else ord(" ")


_FOLDED = bytes(map(_folded_byte, range(256)))


def best_windows(texts: Iterable[str], weights: Mapping[str, float]) -> list[float]:
    """Return each text's greatest summed weight of stems within 350 characters.

    A stem counts once in a window, which may begin at any word (Kaszkiel and Zobel 1997).

    >>> far = "A ferry sank. " + "It rained. " * 60 + "A storm came."
    >>> best_windows([far, "A storm sank the ferries."], {"ferri": 2.0, "storm": 1.0})
    [2.0, 3.0]
    """
    beginnings = {_beginning(stemmed) for stemmed in weights}
    return [_best_window(_places(text, beginnings, weights), weights) for text in texts]


def _best_window(places: Sequence[tuple[int, str]], weights: Mapping[str, float]) -> float:
    """Return the greatest weight of the stems within a window over ordered places."""
    best = inside = 0.0
    latest: dict[str, int] = {}  # the stems inside the window, the one longest unseen first
    for start, stemmed in places:
        if latest.pop(stemmed, None) is None:
            inside += weights[stemmed]
        latest[stemmed] = start
        while latest[oldest := next(iter(latest))] <= start - _WIDTH:
            inside -= weights[oldest]
            del latest[oldest]
        best = max(best, inside)
    return best


def _places(text: str, beginnings: Collection[bytes], weights: Mapping[str, float]) -> list[tuple[int, str]]:
    """Return where the words of the weighted stems begin, in order.

    They are found by their first bytes: stemming every word of the text would take four times as long.
    """
    plain = _without_accents(text)
    folded = b" " + _folded(plain)
    places: list[tuple[int, str]] = []
    for beginning in beginnings:
        place = folded.find(beginning)
        while place >= 0:
            word = _WHOLE_WORD.match(plain, place)
            if word and (stemmed := stem(word[0])) in weights:
                places.append((place, stemmed))
            place = folded.find(beginning, place + 1)
    places.sort()
    return places


def _beginning(stemmed: str) -> bytes:
    """Return how each word of a stem begins: "happi" is the stem of "happy", "die" of "dying"."""
    kept = max(1, len(stemmed) - (2 if stemmed.endswith("ie") else 1))
    return b" " + _folded(stemmed[:kept])


def _without_accents(text: str) -> str:
    """Return the text without accents, and with "ss" for "ß", as stems are written."""
    if text.isascii():
        return text
    text = text.casefold()
    if unicodedata.is_normalized("NFD", text):
        return text  # nearly every text: to remove nothing takes as long as to find the words
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text))


def _folded(text: str) -> bytes:
    return text.encode("latin-1", "replace").translate(_FOLDED)
