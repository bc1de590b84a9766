"""Words that each article with a typed quote has in its passages, spelled as in the index."""

from __future__ import annotations

from collections.abc import Iterator

from bot.corpus.sentences import sentences
from bot.model.spans import Span
from bot.normalize import words
from bot.quotecheck.typed_quote import TypedQuote

_MOST_GROUPS = 6
_MOST_WORDS = 12  # of a group: each more is looked up in all parts of the index, and tells copies hardly better
_FEWEST_WORDS = 3  # of a group beside others: shorter sentences are in too many passages
_LONGEST = 100  # characters of a word


def required_words(typed: TypedQuote) -> list[list[str]]:
    """Return the words of each sentence that spelling and punctuation leave the same.

    Sentences of one quote may be in two passages; some of a long quote are enough. An editor's words, numbers and words
    with marks inside are left out: articles may write them otherwise.

    >>> from bot.quotecheck import typed_quote
    >>> required_words(typed_quote.read("He [Lind] can't leave U.S. ports before May 3,000 ships do."))
    [['He', 'leave', 'ports', 'before', 'May', 'ships', 'do']]
    """
    groups = [group for sentence in _sentences(typed) if (group := _stable_words(typed, sentence))]
    longer = [group for group in groups if len(group) >= _FEWEST_WORDS] or groups
    step = -(-len(longer) // _MOST_GROUPS) or 1
    return [_longest_words(group) for group in longer[::step]]


def _longest_words(group: list[str]) -> list[str]:
    """Return the longest words of a sentence, which are rarer."""
    return group if len(group) <= _MOST_WORDS else sorted(group, key=len, reverse=True)[:_MOST_WORDS]


def _sentences(typed: TypedQuote) -> Iterator[Span]:
    for first, end in typed.pieces:
        yield from sentences(typed.text, typed.words.span(first, end))


def _stable_words(typed: TypedQuote, sentence: Span) -> list[str]:
    """Return the words that quote check and index cut alike."""
    own = {span for number, span in enumerate(typed.words.spans) if number not in typed.bracketed}
    found = words(sentence.of(typed.text), sentence.start)
    return _unique(
        word.text
        for word in found
        if (word.span.start, word.span.end) in own and word.text.isalpha() and len(word.text) <= _LONGEST
    )


def _unique(found: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(found))
