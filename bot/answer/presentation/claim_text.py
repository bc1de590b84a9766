"""Text of a new claim, taken from an answer: true or false."""

from __future__ import annotations

import re

from bot.answer.presentation.table_cells import drawn_quote
from bot.attribution.lexicon import words_of
from bot.corpus.sentences import sentences
from bot.model.answers import Answer, AnswerState, Finding
from bot.model.spans import Span
from bot.normalize import words

_FEWEST_WORDS = 4
_LIST_MARK = re.compile(r"^(?:[-*•>+]|\d{1,3}[.)])\s+")
# Words before a statement in a question about it.
_ASKS = re.compile(
    r"""
    (?:
        (?:is|was|isn['’]?t)\ it\ (?:true|right|correct|a\ fact)\ (?:that\ )?
      | (?:is\ there\ )?any\ (?:proof|evidence|truth)\ (?:that\ |to\ the\ claim\ that\ )
      | true\ or\ false:?\ | fact[ -]?check:?\ | says\ who[,:]?\ (?:that\ )?
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A question that begins with one of these is no statement.
_QUESTION_WORDS = words_of(
    """who whom whose what wat which when where why how is are was were am do does did has have had can could will would
    shall should may might must isnt isn't arent aren't wasnt wasn't werent weren't dont don't doesnt doesn't didnt
    didn't hasnt hasn't havent haven't hadnt hadn't cant can't couldnt couldn't wont won't wouldnt wouldn't shouldnt
    shouldn't whos who's whats what's wheres where's hows how's show find list tell give any and or"""
)


def claim_text(answer: Answer, finding: Finding) -> str:
    """Return one sentence to flag.

    For a yes/no question it is the asked statement, else the sentence of the quote with most highlights. A table row
    is written with its column names.
    """
    if answer.state is AnswerState.CONTRARY or answer.comparison:
        statement = asked_statement(answer.question)
        if statement:
            return statement
    drawn = drawn_quote(finding)
    if drawn.is_row:
        return drawn.text
    return _LIST_MARK.sub("", " ".join(_best_sentence(drawn.text, drawn.highlights).split()))


def asked_statement(question: str) -> str | None:
    """Return the statement in a question, or None without one.

    >>> asked_statement("is it true that Ida Brandt left Velm?")
    'Ida Brandt left Velm'
    >>> asked_statement("did Ida Brandt leave Velm?")
    """
    typed = " ".join(question.split())
    framed = _ASKS.match(typed)
    statement = (typed[framed.end() :] if framed else typed).strip(' ?"“”')
    found = words(statement)
    if len(found) < _FEWEST_WORDS or found[0].text.lower().replace("’", "'") in _QUESTION_WORDS:
        return None
    return statement


def _best_sentence(text: str, highlights: tuple[Span, ...]) -> str:
    """Return the sentence with most highlighted text; the first of equals."""
    parts = sentences(text, Span(0, len(text)))
    if not parts:
        return text
    covered = [sum(len(span) for span in highlights if part.contains(span)) for part in parts]
    return parts[covered.index(max(covered))].of(text)
