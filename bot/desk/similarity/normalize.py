"""Claims as words, numbers and index terms, without links and signatures.

Removed parts become spaces, so that spans hold in the original text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.model.spans import Span
from bot.normalize import Word, fold, stem, words
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


@dataclass(frozen=True, slots=True)
class NormalizedClaim:
    """A claim as plain text, words, numbers and index terms.

    `plain` is the text with spaces for boilerplate. `words` and `numbers` (values) are in order, with spans into it.
    `terms` are the unique index terms: stems of content words, and numbers. `author` are the terms of a signature. A
    post bears the marks of a network: a link, a tag, a handle or a signature. `mentions` are the ids of people and
    roles that Discord shows as names.
    """

    plain: str
    words: tuple[Word, ...]
    numbers: tuple[tuple[float, Span], ...]
    terms: tuple[str, ...]
    author: tuple[str, ...] = ()
    is_post: bool = False
    mentions: tuple[tuple[str, Span], ...] = ()


def normalize(text: str) -> NormalizedClaim:
    """Return a text as a NormalizedClaim.

    >>> normalize("Not 300 passengers on the #FerryLine! https://example.org").terms
    ('300', 'passeng', 'ferri', 'line')
    """
    plain, author = _without_boilerplate(text)
    claim_words, values = _words(plain), numbers(plain)
    terms = _unique(_terms(claim_words, values))
    author_terms = _unique(_terms(_words(author), numbers(author))) if author else ()
    is_post = plain != text or _TAG.search(plain) is not None
    mentions = tuple((found["id"], _span(found, 0)) for found in _MENTION.finditer(text))
    return NormalizedClaim(plain, tuple(claim_words), tuple(values), terms, author_terms, is_post, mentions)


def is_negation(word: Word) -> bool:
    """Check for a negation: "not", "never", "isn't"."""
    return _is_negation(word.folded)


def index_terms(text: str, title: str | None) -> str:
    """Return the index terms of claim and title, separated by spaces."""
    parts = [part for field in (text, title or "") for part in _without_boilerplate(field)]
    return " ".join(term for part in parts for term in _terms(_words(part), numbers(part)))


def _without_boilerplate(text: str) -> tuple[str, str]:
    """Return `text` with boilerplate blanked, and the name in its signature."""
    signature = _SIGNATURE.search(text, max(0, len(text) - _LONGEST_SIGNATURE)) if "(@" in text else None
    name = signature["name"] if signature else ""
    if signature:
        text = text[: signature.start()] + " " * len(signature[0]) + text[signature.end() :]
    return _BOILERPLATE.sub(_blanked, text), name


def _blanked(boilerplate: re.Match[str]) -> str:
    """Return spaces of the same length, after "<" or ">" if an entity stands for it."""
    return _ENTITIES.get(boilerplate[0].lower(), "").ljust(len(boilerplate[0]))


def _words(plain: str) -> list[Word]:
    """Return the words; "#FerryLineClosed" gives three.

    Of Chinese and Japanese, each character is a word.
    """
    found: list[Word] = []
    at = 0
    for tag in _TAG.finditer(plain):
        found += words(plain[at : tag.start()], at)
        found += [Word(part[0], _span(part, tag.start(1))) for part in _WORD_IN_HASHTAG.finditer(tag[1])]
        at = tag.end()
    found += words(plain[at:], at)
    return [part for word in found for part in _characters(word)] if _UNSPACED.search(plain) else found


def _characters(word: Word) -> Iterator[Word]:
    """Yield the parts of a word: Han and Kana one by one, others whole."""
    at = 0
    for run in _UNSPACED.finditer(word.text):
        if at < run.start():
            yield Word(word.text[at : run.start()], Span(word.span.start + at, word.span.start + run.start()))
        for offset, character in enumerate(run[0], word.span.start + run.start()):
            yield Word(character, Span(offset, offset + 1))
        at = run.end()
    if at < len(word.text):
        yield Word(word.text[at:], Span(word.span.start + at, word.span.end))


def is_unspaced(word: Word) -> bool:
    """Check for a character of Chinese or Japanese."""
    return word.text[0] >= "\u3005" and _UNSPACED.match(word.text) is not None


def _bigrams(characters: Sequence[Word], position: int) -> Iterator[str]:
    """Yield the bigram of a character with the next, or itself without neighbours."""
    character = characters[position]
    following = characters[position + 1] if position + 1 < len(characters) else None
    if following is not None and is_unspaced(following) and following.span.start == character.span.end:
        yield character.text + following.text
        return
    previous = characters[position - 1] if position else None
    if previous is None or not is_unspaced(previous) or previous.span.end != character.span.start:
        yield character.text


def _span(found: re.Match[str], offset: int) -> Span:
    return Span(offset + found.start(), offset + found.end())


def _terms(text_words: Iterable[Word], values: Iterable[tuple[float, Span]]) -> list[str]:
    """Return stems of content words and values of numbers, in order."""
    values_by_start = {span.start: (span.end, value) for value, span in values}
    terms: list[str] = []
    number_end = 0
    text_words = list(text_words)
    for position, word in enumerate(text_words):
        start = word.span.start
        if is_unspaced(word):
            terms += _bigrams(text_words, position)
        elif start in values_by_start:
            number_end, value = values_by_start[start]
            terms.append(f"{value:.12g}")
        elif start >= number_end and (term := _term(word.text)):
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
