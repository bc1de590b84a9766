"""Words, folding and stems: the one place where text is taken apart, so that all rooms agree on what a word is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import tantivy

from bot.model.documents import Block, BlockKind
from bot.model.spans import Span

# A word: letters and digits, with the marks that stand inside one ("U.S", "12.5", "Okean-2024" is two words).
# Possessive: it never has to look back, which halves the time for a text.
WORD = re.compile(r"[^\W_]++(?:[’'.,][^\W_]++)*+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_POSSESSIVE = re.compile(r"'s?$")
_POSSESSIVE_ANY_CASE = re.compile(_POSSESSIVE.pattern, re.IGNORECASE)
_STEMMER = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("english")).build()


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands in a text, with its span there."""

    text: str
    span: Span

    @property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def stem(self) -> str:
        return stem(self.text)


def words(text: str, offset: int = 0) -> list[Word]:
    """Return the words of `text`; their spans are shifted by `offset` code points."""
    return [Word(m[0], Span(offset + m.start(), offset + m.end())) for m in WORD.finditer(text)]


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return `word` for comparison: case, accents and typographic quotation marks folded, a possessive 's taken off."""
    plain = word
    if not word.isascii():
        plain = unicodedata.normalize("NFKD", word.translate(_QUOTES))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = plain.casefold()
    return _POSSESSIVE.sub("", plain) if "'" in plain else plain


@lru_cache(maxsize=50_000)
def bare(word: str) -> str:
    """Return `word` as a list of words would have it: case and accents kept, a possessive 's taken off."""
    plain = word if word.isascii() else word.translate(_QUOTES)
    return _POSSESSIVE_ANY_CASE.sub("", plain) if "'" in plain else plain


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the English stem of the folded word (Snowball, the same stemmer that the index uses)."""
    folded = fold(word)
    return next(iter(_STEMMER.analyze(folded)), folded)


_LONGEST_OPENING = 90  # characters
_BLOCKS_AT_THE_TOP = 4
_FEWEST_SPACES = 2
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*(?=\s+[\"“‘'(]?[A-Z])")
_MARKUP = re.compile(r"[#>*|_\s]+")


def opening(text: str, blocks: Sequence[Block]) -> str | None:
    """Return how a document without a title begins: its first heading or sentence, at most 90 characters.

    A heading counts if it is near the top and of several words: a summary may stand above it, but "Background" far
    below names nothing. None if the document holds nothing but boilerplate.
    """
    read = [block for block in blocks if block.kind is not BlockKind.BOILERPLATE]
    headings = [block for block in read[:_BLOCKS_AT_THE_TOP] if block.kind is BlockKind.HEADING]
    lines = [_first_sentence(block.span.of(text)) for block in headings]
    telling = [line for line in lines if line.count(" ") >= _FEWEST_SPACES]
    return next(iter(telling), None) or next(filter(None, (_first_sentence(b.span.of(text)) for b in read)), None)


def _first_sentence(block: str) -> str:
    line = " ".join(_MARKUP.sub(" ", block[: 10 * _LONGEST_OPENING]).split())
    end = _SENTENCE_END.search(line)
    sentence = line[: end.end()] if end else line
    return sentence if len(sentence) <= _LONGEST_OPENING else _shortened(sentence)


def _shortened(sentence: str) -> str:
    room = sentence[: _LONGEST_OPENING - 2]
    return f"{room.rsplit(' ', 1)[0].rstrip(',;:–—- ')} …"
