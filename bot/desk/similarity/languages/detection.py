"""Recognition of a claim's language by its most frequent words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from bot.desk.similarity.languages.word_lists import LANGUAGES, frequent_words

ENGLISH = "en"
UNKNOWN = ""
_UKRAINIAN = re.compile(r"[іїєґ]", re.IGNORECASE)
_RUSSIAN = re.compile(r"[ыэёъ]", re.IGNORECASE)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LETTERS = {
    "fr": "èêçœûîëï",
    "es": "ñ¿¡",
    "pt": "ãõ",
    "de": "ßäöü",
    "pl": "łąęśżźćń",
    "it": "ìò",
}  # worth one word each
_OTHER_LETTERS = frozenset("åøőűčřěůşğıășțđžš")  # of languages without word lists
_FRENCH_ELISIONS = ("n'", "n’", "qu'", "qu’", "j'", "j’", "c'", "c’", "s'", "s’")
_ENGLISH_WORD = 0.5  # of a frequent word: everyday English words are in other languages, too
_FEWEST = 0.15  # score a word
_LEAD = 1.2  # times the score of the next language


def language_of(words: Sequence[str], is_everyday: Callable[[str], bool]) -> str:
    """Return the ISO 639-1 code of a language, or "" for an unknown one.

    `words` are in lower case; `is_everyday` checks for everyday English.
    """
    text = " ".join(words)
    if _CYRILLIC.search(text):
        return _cyrillic_language(text, words)
    scores = {language: sum(map(frequent_words(language).__contains__, words)) for language in LANGUAGES}
    if not _OTHER_LETTERS.isdisjoint(text):
        return UNKNOWN
    for language, letters in _LETTERS.items():
        scores[language] += not set(letters).isdisjoint(text)
    scores["fr"] += sum(word.startswith(_FRENCH_ELISIONS) for word in words)
    foreign = _foreign_words()
    everyday = sum(word.isascii() and word not in foreign and is_everyday(word) for word in words)
    ranked = sorted(
        (
            (score + (_ENGLISH_WORD * everyday if language == ENGLISH else 0), language)
            for language, score in scores.items()
        ),
        reverse=True,
    )
    (best, language), (second, _) = ranked[:2]
    return language if best >= _FEWEST * len(words) and best >= _LEAD * second and best else UNKNOWN


@cache
def _foreign_words() -> frozenset[str]:
    return frozenset().union(*(frequent_words(language) for language in LANGUAGES if language != ENGLISH))


def _cyrillic_language(text: str, words: Sequence[str]) -> str:
    if _UKRAINIAN.search(text):
        return "uk"
    if _RUSSIAN.search(text):
        return "ru"
    russian, ukrainian = (sum(word in frequent_words(language) for word in words) for language in ("ru", "uk"))
    return "uk" if ukrainian > russian else "ru" if russian else UNKNOWN
