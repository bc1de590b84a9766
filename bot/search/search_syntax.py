"""Search syntax: "a phrase", -word, outlet:name and title:word."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from bot.model.answers import Correction
from bot.model.search import NO_FILTER, SearchFilter
from bot.normalize import WORD, fold, words

OUTLET = "outlet:"  # without it, `parse_search` needs no outlets
_SEARCH_TERM = re.compile(
    r"""
    (?:(?P<key>outlet|title):\s*)?
    (?:["“„](?P<quoted>[^"“”„]+)["”“]     # a phrase
      |(?P<word>[^\s"“”„]+)
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CLOSE_ENOUGH = 85  # of 100: "Newsweak" is read as Newsweek, "News" is not


@dataclass(frozen=True, slots=True)
class ParsedSearch:
    """A parsed search: plain words, exact phrases and the filter."""

    text: str
    phrases: tuple[str, ...] = ()
    narrowing: SearchFilter = NO_FILTER


def parse_search(typed: str, outlets: Collection[str], narrowing: SearchFilter) -> ParsedSearch:
    """Return the parsed search, its limits added to `narrowing`.

    `outlets` are those of the corpus. An unknown outlet, and everything outside the syntax, are plain words.
    """
    plain: list[str] = []
    phrases: list[str] = []
    for term in _SEARCH_TERM.finditer(typed):
        quoted, text = term["quoted"], term["quoted"] or term["word"]
        key = (term["key"] or "").lower()
        outlet = _closest_outlet(text, outlets) if key == "outlet" else None
        if outlet:
            narrowing = replace(narrowing, outlet=outlet)
        elif key == "title" and words(text):
            narrowing = replace(narrowing, title=(*narrowing.title, *_words(text)))
        elif not key and not quoted and text.startswith(("-", "−")) and words(text):
            narrowing = replace(narrowing, excluded=(*narrowing.excluded, *_words(text)))
        else:
            plain.append(text)
            if quoted and len(words(text)) > 1:
                phrases.append(text)
                narrowing = replace(narrowing, required=(*narrowing.required, *_words(text)))
    return ParsedSearch(" ".join(plain), tuple(phrases), narrowing)


def apply_corrections(parsed: ParsedSearch, corrections: Collection[Correction]) -> ParsedSearch:
    """Return the search with corrected words in its phrases."""
    used = {correction.typed: correction.used for correction in corrections}
    phrases = tuple(WORD.sub(lambda word: used.get(word[0], word[0]), phrase) for phrase in parsed.phrases)
    required = tuple(used.get(word, word) for word in parsed.narrowing.required)
    return replace(parsed, phrases=phrases, narrowing=replace(parsed.narrowing, required=required))


def contains_phrases(phrases: Collection[str], text: str) -> bool:
    """Return True for a text with each phrase, word by word.

    Case, accents, punctuation and blanks don't count.
    """
    inside = _normalize(text) if phrases else ""
    return all(_normalize(phrase) in inside for phrase in phrases)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.text for word in words(text))


def _normalize(text: str) -> str:
    return f" {' '.join(map(fold, WORD.findall(text)))} "


def _closest_outlet(typed: str, outlets: Collection[str]) -> str | None:
    best = process.extractOne(
        fold(typed), outlets, processor=lambda name: fold(str(name)), scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH
    )
    return str(best[0]) if best else None
