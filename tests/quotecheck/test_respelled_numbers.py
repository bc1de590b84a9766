"""Numbers of a quote in another form: the same value is verbatim with a note, another value is altered."""

from __future__ import annotations

import pytest

from bot.model.answers import Finding
from bot.model.documents import DocumentRef
from bot.model.spans import Quote
from bot.quotecheck.diff import is_same_value
from bot.quotecheck.headline import notes
from bot.quotecheck.model import MatchLevel, QuoteCheckResult, QuoteMatch, Salience
from tests.quotecheck.checking import verdict_on

COSTS = "“The harbour will cost us 4 billion crowns and twenty-one ships before the year is out,” said Tor Brandt."


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("The harbour will cost us four billion crowns and twenty-one ships", "4 billion"),
        ("The harbour will cost us 4bn crowns and twenty-one ships", "4 billion"),
        ("The harbour will cost us 4,000 million crowns and twenty-one ships", "4 billion"),
        ("The harbour will cost us 4 billion crowns and 21 ships", "twenty-one"),
    ],
)
def test_the_same_value_in_another_form_is_verbatim_with_a_note(text: str, form: str) -> None:
    found = verdict_on(text, costs=COSTS)
    assert found.level is MatchLevel.VERBATIM
    (place,) = found.places
    match = QuoteMatch(Finding(DocumentRef("costs", "costs", "0"), Quote(place.span.of(COSTS), place.span)), place)
    assert f"Written “{form}” in the article." in notes(QuoteCheckResult(text, found.level, (match,)))


@pytest.mark.parametrize(
    "text",
    [
        "The harbour will cost us 5 billion crowns and twenty-one ships",
        "The harbour will cost us four million crowns and twenty-one ships",
        "The harbour will cost us 4 billion crowns and 22 ships",
        "The harbour will cost us 4 billion crowns and 21st ships",
    ],
)
def test_another_value_is_altered(text: str) -> None:
    found = verdict_on(text, costs=COSTS)
    assert found.level is MatchLevel.ALTERED
    assert Salience.NUMBER in {change.salience for change in found.places[0].changes}


@pytest.mark.parametrize(
    ("text", "other", "same"),
    [
        ("3,000", "three thousand", True),
        ("forty", "40", True),
        ("2.5 million", "2,500,000", True),
        ("1st", "one", False),
        ("5m", "5 million", False),  # or five metres
        ("3,5", "35", False),
        ("ships", "boats", False),
        ("40 ships", "forty boats", False),
    ],
)
def test_forms_of_one_number(text: str, other: str, same: bool) -> None:
    assert is_same_value(text, other) is same
