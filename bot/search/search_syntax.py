"""What may be typed beside plain words: "a phrase", -word, outlet:name and title:word."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from bot.model.answers import Correction
from bot.model.search import NO_FILTER, SearchFilter
from bot.normalize import WORD, fold, words

OUTLET = "outlet:"  # where it isn't typed, `read` needs to know none
_PIECE = re.compile(
    r"""
    (?:(?P<key>outlet|title):\s*)?
    (?:["“„](?P<quoted>[^"“”„]+)["”“]     # a phrase
      |(?P<word>[^\s"“”„]+)
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CLOSE_ENOUGH = 85  # of 100: "Newsweak" is Newsweek, "News" is no outlet


@dataclass(frozen=True, slots=True)
class ParsedSearch:
    """A search as it was typed: its plain words, the phrases that must stand word for word, and its limits."""

    text: str
    phrases: tuple[str, ...] = ()
    narrowing: SearchFilter = NO_FILTER


def parse_search(typed: str, outlets: Collection[str], narrowing: SearchFilter) -> ParsedSearch:
    """Return what `typed` asks for, its limits added to `narrowing`. What isn't syntax is taken as plain words.

    `outlets` are those that the corpus knows; a name that is none of them is a plain word.
    """
    plain: list[str] = []
    phrases: list[str] = []
    for piece in _PIECE.finditer(typed):
        quoted, text = piece["quoted"], piece["quoted"] or piece["word"]
        key = (piece["key"] or "").lower()
        outlet = _outlet(text, outlets) if key == "outlet" else None
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


def apply_corrections(wanted: ParsedSearch, corrections: Collection[Correction]) -> ParsedSearch:
    """Return what is wanted with the corrected words in its phrases, too."""
    used = {correction.typed: correction.used for correction in corrections}
    phrases = tuple(WORD.sub(lambda word: used.get(word[0], word[0]), phrase) for phrase in wanted.phrases)
    required = tuple(used.get(word, word) for word in wanted.narrowing.required)
    return replace(wanted, phrases=phrases, narrowing=replace(wanted.narrowing, required=required))


def contains_phrases(phrases: Collection[str], text: str) -> bool:
    """Tell whether each phrase stands in `text`, whatever the case, accents, marks and blanks between its words."""
    inside = _plain(text) if phrases else ""
    return all(_plain(phrase) in inside for phrase in phrases)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.text for word in words(text))


def _plain(text: str) -> str:
    return f" {' '.join(map(fold, WORD.findall(text)))} "


def _outlet(typed: str, outlets: Collection[str]) -> str | None:
    best = process.extractOne(
        fold(typed), outlets, processor=lambda name: fold(str(name)), scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH
    )
    return str(best[0]) if best else None
