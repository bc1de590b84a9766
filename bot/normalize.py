"""Tokens, case folding and stems: one definition for all rooms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import tantivy

from bot.model.documents import Block, BlockKind
from bot.model.spans import Span

# A word: letters and digits, with the marks inside it ("U.S", "12.5"); "Okean-2024" is two words.
# Possessive quantifiers never backtrack, which halves the time for a text.
WORD = re.compile(r"[^\W_]++(?:[’'.,][^\W_]++)*+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_POSSESSIVE = re.compile(r"'s?$")
_POSSESSIVE_ANY_CASE = re.compile(_POSSESSIVE.pattern, re.IGNORECASE)
_STEMMER = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("english")).build()


@dataclass(frozen=True, slots=True)
class Word:
    """A token of a text, with its span there."""

    text: str
    span: Span

    @property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def stem(self) -> str:
        return stem(self.text)


def words(text: str, offset: int = 0) -> list[Word]:
    """Return the tokens of `text`, their spans shifted by `offset` code points.

    >>> [word.text for word in words("Okean-2024's 12.5 tons")]
    ['Okean', "2024's", '12.5', 'tons']
    """
    return [Word(m[0], Span(offset + m.start(), offset + m.end())) for m in WORD.finditer(text)]


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return `word` without case, accents, typographic quotation marks and possessive 's.

    >>> fold("Müller’s")
    'muller'
    """
    plain = word
    if not word.isascii():
        plain = unicodedata.normalize("NFKD", word.translate(_QUOTES))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = plain.casefold()
    return _POSSESSIVE.sub("", plain) if "'" in plain else plain


@lru_cache(maxsize=50_000)
def bare(word: str) -> str:
    """Return `word` without possessive 's, its case and accents kept.

    >>> bare("Müller’s")
    'Müller'
    """
    plain = word if word.isascii() else word.translate(_QUOTES)
    return _POSSESSIVE_ANY_CASE.sub("", plain) if "'" in plain else plain


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the Snowball stem of the folded English word.

    The index uses the same stemmer.

    >>> stem("Investigations")
    'investig'
    """
    folded = fold(word)
    return next(iter(_STEMMER.analyze(folded)), folded)


_LONGEST_OPENING = 90  # characters
_TOP_BLOCKS = 4
_MIN_SPACES = 2  # a heading of several words
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*(?=\s+[\"“‘'(]?[A-Z])")
_MARKUP = re.compile(r"[#>*|_\s]+")


def opening(text: str, blocks: Sequence[Block]) -> str | None:
    """Return the first heading or sentence, at most 90 characters.

    It stands for a missing title. A heading counts only near the top and with several words: a summary may come before
    it, but "Background" far below names nothing. None for a document of boilerplate only.
    """
    reporting = [block for block in blocks if block.kind is not BlockKind.BOILERPLATE]
    top_headings = [block for block in reporting[:_TOP_BLOCKS] if block.kind is BlockKind.HEADING]
    for heading in (_first_sentence(block.span.of(text)) for block in top_headings):
        if heading.count(" ") >= _MIN_SPACES:
            return heading
    return next(filter(None, (_first_sentence(block.span.of(text)) for block in reporting)), None)


def _first_sentence(block: str) -> str:
    line = " ".join(_MARKUP.sub(" ", block[: 10 * _LONGEST_OPENING]).split())
    end = _SENTENCE_END.search(line)
    sentence = line[: end.end()] if end else line
    return sentence if len(sentence) <= _LONGEST_OPENING else _truncate(sentence)


def _truncate(sentence: str) -> str:
    room = sentence[: _LONGEST_OPENING - 2]
    return f"{room.rsplit(' ', 1)[0].rstrip(',;:–—- ')} …"
