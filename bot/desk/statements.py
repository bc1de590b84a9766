"""Statements of a message or question that can be compared with claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.answer.evidence.statement import as_statement
from bot.answer.presentation.claim_text import asked_statement
from bot.corpus.sentences import sentences
from bot.model.spans import Span
from bot.normalize import words

if TYPE_CHECKING:
    from spacy.language import Language

_MOST_READ = 4_000  # characters of a message
_LONGEST = 500  # characters of a statement
_FEWEST_WORDS = 4
_QUESTION_MARKS = ("?", "？", "؟")
_CLOSING = " \t*_~|`\"'”’»)]}"
_QUOTATION_MARK = re.compile(r"^(?:>{1,3} |#{1,3} |-# |[-*] )", re.MULTILINE)  # Discord's marks at a line's start
# "did the ferry sink?" states the same as "the ferry did sink", while "will" and "could" leave it open.
_YES_NO = re.compile(r"(?:did|does|do|is|are|was|were|has|have|had)\s", re.IGNORECASE)


def statements(text: str, limit: int) -> list[str]:
    """Return the statements of a message: its sentences, then the whole of several.

    Questions, sentences of fewer than four words and very long ones are left out.

    >>> statements("Look! The ferry line to Velm closed in May. Is that so?", 5)
    ['The ferry line to Velm closed in May.']
    """
    found = dict.fromkeys(filter(_is_statement, _sentences(text)))
    whole = " ".join(found)
    if len(found) > 1 and len(whole) <= _LONGEST:
        found[whole] = None
    return list(found)[:limit]


def stated_in(question: str) -> str | None:
    """Return the statement of a question in so many words, or None.

    >>> stated_in("is it true that the ferry line closed?")
    'the ferry line closed'
    """
    typed = " ".join(question[:_LONGEST].split())
    return asked_statement(typed) if len(question) <= _LONGEST else None


def is_yes_no(question: str) -> bool:
    """Check for a question such as "did the ferry sink?", which a parse can turn around."""
    return len(question) <= _LONGEST and _YES_NO.match(question.lstrip()) is not None


def turned_around(question: str, nlp: Language) -> str | None:
    """Return a yes/no question as a statement, or None without a subject found.

    "did the ferry sink?" -> "the ferry did sink".
    """
    asked = " ".join(question.split()).rstrip("?!. ")
    stated = as_statement(nlp(asked))
    return stated if stated != asked and len(words(stated)) >= _FEWEST_WORDS else None


def _sentences(text: str) -> Iterator[str]:
    for line in _QUOTATION_MARK.sub("", text[:_MOST_READ]).splitlines():
        typed = " ".join(line.split())
        yield from (span.of(typed) for span in sentences(typed, Span(0, len(typed))))


def _is_statement(sentence: str) -> bool:
    if len(sentence) > _LONGEST or sentence.rstrip(_CLOSING).endswith(_QUESTION_MARKS):
        return False
    return len(words(sentence)) >= _FEWEST_WORDS
