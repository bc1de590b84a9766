"""Source clauses that interrupt a quotation (“We stay,” the mayor said, “until May.”) and are no part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.attribution.lexicon import PARENTHETICAL
from bot.corpus.sentences import sentences
from bot.model.spans import Span
from bot.normalize import stem, words
from bot.quotecheck import tokens
from bot.quotecheck.tokens import TokenizedText
from bot.search.speech_verbs import SPEECH

# Between a closing and an opening mark. Without a comma or a full stop there, two quotations stand in a row: “a joke”
# and “a sham”.
_BETWEEN_MARKS = re.compile(
    r"""
    (?: [,.!?…—–-] [”"] | [”"] [,.] )
    (?P<clause> \s [^“”"\n]{2,200}? [,.;—–] )
    \s? [“"] (?=\S)
    """,
    re.VERBOSE,
)
_REST_OF_QUOTATION = re.compile(r"[^“”\"\n]{0,2000}(?P<comma>,?)[”\"](?P<rest>,?[^“”\"\n.!?]{0,200})")
_MOST_WORDS = 30  # of a source clause
_SPEECH_STEMS = frozenset(map(stem, PARENTHETICAL))


def without_source_clauses(text: TokenizedText) -> TokenizedText | None:
    """Return the tokens without those of source clauses inside quotations, or None for a text without any."""
    clauses = list(source_clauses(text.shadow))
    if not clauses:
        return None
    characters = list(text.shadow)
    for clause in clauses:
        characters[clause.start : clause.end] = " " * len(clause)
    return tokens.read_shadow(text.text, "".join(characters), text.start)


def source_clauses(text: str) -> Iterator[Span]:
    """Yield the source clauses between two parts of one quotation.

    >>> text = "“We stay,” the mayor said, “until May.”"
    >>> [span.of(text).strip() for span in source_clauses(text)]
    ['the mayor said,']
    """
    for found in _BETWEEN_MARKS.finditer(text):
        clause = Span(*found.span("clause"))
        if not _has_speech(clause.of(text)) or len(sentences(text, clause)) > 1:
            continue
        # Behind a full stop, the next quotation may be somebody else's, who is then named behind it.
        if text[clause.end - 1] != "." or not _has_own_source(text, found.end()):
            yield clause


def _has_own_source(text: str, start: int) -> bool:
    rest = _REST_OF_QUOTATION.match(text, start)
    return rest is not None and (bool(rest["comma"]) or _has_speech(rest["rest"]))


def _has_speech(clause: str) -> bool:
    found = words(clause)
    return len(found) <= _MOST_WORDS and any(word.folded in SPEECH or word.stem in _SPEECH_STEMS for word in found)
