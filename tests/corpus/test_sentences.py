"""Sentences behind abbreviations: a time goes on with its zone or day, and a full stop still ends a sentence."""

from __future__ import annotations

import pytest

from bot.corpus.sentences import sentences
from bot.model.spans import Span


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "text",
    [
        "The gates open at 8 p.m. ET on the quay.",
        "The gates open at 8:30 p.m. Eastern on the quay.",
        "The gates open at 6 a.m. GMT and close at 9 P.M. CEST in Velm.",
        "The gates open at 7 p.m. Central European Time.",
        "The gates open at 6 p.m. Monday for the crew.",
        "The gates open at 6 p.m. June 3 in Velm.",
        "The gates cost approx. EUR 40 each.",
    ],
)
def test_a_time_or_an_amount_goes_on_behind_its_abbreviation(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The gates open at 5 p.m.", "Brandt left the hall."),
        ("The gates open at 5 p.m.", "The mayor left."),
        ("The gates open at 8 p.m. ET.", "The crew comes later."),
        ("The gates open at 5 p.m.", "Monday is a holiday."),
        ("The gates open at 5 p.m.", "The time is known."),
        ("The gates open at 5 p.m.", "Central Park is near."),
        ("He saw the film.", "ET was its name."),
    ],
)
def test_a_full_stop_ends_a_sentence(first: str, second: str) -> None:
    assert split(f"{first} {second}") == [first, second]
