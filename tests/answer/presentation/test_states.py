"""Which quotes an answer shows, and in what order."""

from __future__ import annotations

import pytest

from bot.answer.presentation.states import first_page, shown_findings, shown_parts
from bot.model.answers import Answer, AnswerPart, AnswerState, Finding
from bot.model.documents import DocumentRef
from bot.model.spans import Quote, Span


def quotes(text: str) -> tuple[Finding, ...]:
    """Return a finding for each letter."""
    return tuple(Finding(DocumentRef("d", "d", "0"), Quote(letter, Span(0, 1))) for letter in text)


def shown(answer: Answer) -> str:
    """Return the letters that are shown, a contrary one in capitals."""
    letters = [(found.finding.quote.text, found.contrary) for found in shown_findings(answer)]
    return "".join(letter.upper() if contrary else letter for letter, contrary in letters)


@pytest.mark.parametrize(
    ("state", "letters"),
    [
        (AnswerState.ANSWERED, "abXcd"),
        (AnswerState.CONTRARY, "ax"),
        (AnswerState.CLOSEST, "efg"),
        (AnswerState.NOTHING, ""),
    ],
)
def test_the_quotes_of_the_state_are_shown_and_a_contrary_one_third_at_the_latest(
    state: AnswerState, letters: str
) -> None:
    answer = Answer("q", state, "", findings=quotes("abcd"), contrary=quotes("ax"), near_misses=quotes("efgh"))
    assert shown(answer) == letters


def parts(*texts: str, state: AnswerState = AnswerState.ANSWERED) -> Answer:
    found = tuple(AnswerPart("q", state, "", quotes(text), quotes(text)) for text in texts)
    return Answer("q", state, "", parts=found)


def test_of_two_parts_two_quotes_each_come_first_and_of_more_parts_one() -> None:
    assert (shown(parts("abcd", "xyz")), first_page(parts("abcd", "xyz"))) == ("abxycdz", 4)
    assert (shown(parts("abc", "x", "m")), first_page(parts("abc", "x", "m"))) == ("axmbc", 3)
    assert first_page(parts("a", "xyz")) == 3


def test_five_parts_are_shown() -> None:
    assert shown(parts(*"abcdef")) == "abcde"
    assert len(shown_parts(parts(*"abcdef"))) == 5


def test_a_part_that_is_not_answered_shows_three_quotes_and_one_without_any_none() -> None:
    assert shown(parts("abcd", state=AnswerState.CLOSEST)) == "abc"
    assert shown(parts("abcd", state=AnswerState.CONTRARY)) == "abcd"
    assert shown(parts("abcd", state=AnswerState.NOTHING)) == ""
    assert [found.part for found in shown_findings(parts("ab", "x"))] == [0, 0, 1]
