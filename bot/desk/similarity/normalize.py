"""Claims as words, numbers and index terms, without links and signatures.

Removed parts become spaces, so that spans hold in the original text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.model.spans import Span
from bot.normalize import WORD, Word, fold, stem
from bot.search.numbers import numbers

# The end of an embedded tweet: "— Jo Berg (@joberg) March 3, 2016".
_SIGNATURE = re.compile(
    r"""
    \s [—–-]+ \s*
    (?P<name> [^—]{1,60}? ) \s*
    \(@\w+\)                           # handle
    (?: \s* [^\W\d_]+ [ ] \d{1,2}, [ ] \d{4}  # March 3, 2016
      | \s* \d{1,2} [ ] [^\W\d_]+ [ ] \d{4}   # 3 March 2016
    )?
    \s* $
    """,
    re.VERBOSE,
)
_BOILERPLATE = re.compile(
    r"""
    (?: https?:// | www\. | pic\.twitter\.com/ ) \S*  # links
    | < [@#:at] [^<>\s]* >                           # Discord's mentions, channels, emoji and times
    | & (?: amp | lt | gt | quot | \#\d+ ) ;         # HTML entities
    | ^ \s* RT [ ] @\w+:                             # the mark of a retweet
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ENTITIES = {"&lt;": "<", "&gt;": ">"}
_TAG = re.compile(r"[#@](\w+)")
_WORD_IN_HASHTAG = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
# Han, Hiragana and Katakana: no spaces stand between their words.
_UNSPACED = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]+")
_MENTION = re.compile(r"<@[!&]?(?P<id>\d+)>")
_PUNCTUATION = str.maketrans("", "", ".,'’-")
_LONGEST_WORD = 60  # characters
_LONGEST_SIGNATURE = 200  # characters

_FUNCTION_WORDS = """
a about after again all also am an and any are as at be because been before being but by can could did do does doing
done down for from had has have having he her here hers him his how i if in into is it its just may me might more most
must my of off on once only or other our out over own rt she should so some such than that the their them then there
these they this those through to too under up upon us very via was we were what when where which while who whom whose
why will with would you your yours amp said says say
"""
# No index terms, because they say nothing about a claim's topic; differences.py compares them.
_NEGATIONS = """
no not never none nobody nothing nowhere neither nor without cannot untrue false falsely dont doesnt didnt wont
wouldnt isnt arent wasnt werent cant couldnt shouldnt hasnt havent hadnt aint
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
NEGATIONS = frozenset(_NEGATIONS.split())


_Token = tuple[str, int]  # a word and its start


@dataclass(frozen=True)
class NormalizedClaim:
    """A claim as plain text, words, numbers and index terms.

    `plain` is the text with spaces for boilerplate. `terms` are the unique index terms: stems of content words, and
    numbers. `author` are the terms of a signature. A post bears the marks of a network: a link, a tag, a handle or a
    signature. `mentions` are the ids of people and roles that Discord shows as names.
    """

    plain: str
    terms: tuple[str, ...]
    author: tuple[str, ...] = ()
    is_post: bool = False
    mentions: tuple[tuple[str, Span], ...] = ()

    # Computed on demand: most candidates of a search are ranked by their terms alone.
    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words in order, with spans into `plain`."""
        return tuple(Word(text, Span(start, start + len(text))) for text, start in _tokens(self.plain))

    @cached_property
    def numbers(self) -> tuple[tuple[float, Span], ...]:
        """The values of the numbers in order, with spans into `plain`."""
        return tuple(numbers(self.plain))


def normalize(text: str) -> NormalizedClaim:
    """Return a text as a NormalizedClaim.

    >>> normalize("Not 300 passengers on the #FerryLine! https://example.org").terms
    ('300', 'passeng', 'ferri', 'line')
    """
    plain, author = _without_boilerplate(text)
    is_post = plain != text or _TAG.search(plain) is not None
    mentions = tuple((found["id"], Span(*found.span())) for found in _MENTION.finditer(text))
    return NormalizedClaim(plain, _unique(_terms(plain)), _unique(_terms(author)), is_post, mentions)


def is_negation(word: Word) -> bool:
    """Check for a negation: "not", "never", "isn't"."""
    return _is_negation(word.folded)


def index_terms(text: str, title: str | None) -> str:
    """Return the index terms of claim and title, separated by spaces."""
    parts = [part for field in (text, title or "") for part in _without_boilerplate(field)]
    return " ".join(term for part in parts for term in _terms(part))


def _without_boilerplate(text: str) -> tuple[str, str]:
    """Return `text` with boilerplate blanked, and the name in its signature."""
    signature = _SIGNATURE.search(text, max(0, len(text) - _LONGEST_SIGNATURE)) if "(@" in text else None
    name = signature["name"] if signature else ""
    if signature:
        text = text[: signature.start()] + " " * len(signature[0]) + text[signature.end() :]
    # Each kind of boilerplate has one of these; the pattern is slow to try at every character.
    if any(mark in text for mark in "/<&@") or "www." in text.lower():
        text = _BOILERPLATE.sub(_blanked, text)
    return text, name


def _blanked(boilerplate: re.Match[str]) -> str:
    """Return spaces of the same length, after "<" or ">" if an entity stands for it."""
    return _ENTITIES.get(boilerplate[0].lower(), "").ljust(len(boilerplate[0]))


def _tokens(plain: str) -> list[_Token]:
    """Return the words; "#FerryLineClosed" gives three.

    Of Chinese and Japanese, each character is a word.
    """
    found: list[_Token] = []
    at = 0
    for tag in _TAG.finditer(plain):
        found += [(word[0], word.start()) for word in WORD.finditer(plain, at, tag.start())]
        found += [(part[0], part.start()) for part in _WORD_IN_HASHTAG.finditer(plain, *tag.span(1))]
        at = tag.end()
    found += [(word[0], word.start()) for word in WORD.finditer(plain, at)]
    return [part for token in found for part in _characters(token)] if _has_unspaced(plain) else found


def _has_unspaced(plain: str) -> bool:
    return not plain.isascii() and _UNSPACED.search(plain) is not None


def _characters(token: _Token) -> Iterator[_Token]:
    """Yield the parts of a word: Han and Kana one by one, others whole."""
    text, start = token
    at = 0
    for run in _UNSPACED.finditer(text):
        if at < run.start():
            yield text[at : run.start()], start + at
        yield from ((character, start + offset) for offset, character in enumerate(run[0], run.start()))
        at = run.end()
    if at < len(text):
        yield text[at:], start + at


def is_unspaced(word: str) -> bool:
    """Check for a character of Chinese or Japanese."""
    return word[0] >= "\u3005" and _UNSPACED.match(word) is not None


def _bigrams(tokens: Sequence[_Token], position: int) -> Iterator[str]:
    """Yield the bigram of a character with the next, or itself without neighbours."""
    text, start = tokens[position]
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    if following is not None and is_unspaced(following[0]) and following[1] == start + len(text):
        yield text + following[0]
        return
    previous = tokens[position - 1] if position else None
    if previous is None or not is_unspaced(previous[0]) or previous[1] + len(previous[0]) != start:
        yield text


def _terms(plain: str) -> list[str]:
    """Return stems of content words and values of numbers, in order."""
    tokens, values = _tokens(plain), {span.start: (span.end, value) for value, span in numbers(plain)}
    if not values and plain.isascii():
        return [term for text, _ in tokens if (term := _term(text))]
    terms: list[str] = []
    number_end = 0
    for position, (text, start) in enumerate(tokens):
        if is_unspaced(text):
            terms += _bigrams(tokens, position)
        elif start in values:
            number_end, value = values[start]
            terms.append(f"{value:.12g}")
        elif start >= number_end and (term := _term(text)):
            terms.append(term)
    return terms


def _unique(terms: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))


@lru_cache(maxsize=50_000)
def _term(word: str) -> str:
    """Return a word's index term, or "" for words without one.

    Function words, negations and over-long words have none.
    """
    folded = fold(word)
    if folded in FUNCTION_WORDS or _is_negation(folded) or len(word) > _LONGEST_WORD:
        return ""
    return stem(word).translate(_PUNCTUATION)


@lru_cache(maxsize=50_000)
def _is_negation(folded: str) -> bool:
    return folded in NEGATIONS or folded.endswith("n't")
