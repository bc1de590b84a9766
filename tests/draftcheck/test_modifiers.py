"""Small words before shared words: what they change, and what they leave as it is."""

from __future__ import annotations

import pytest

from bot.draftcheck.modifiers import Modifier, bears_on, other_modifier


@pytest.mark.parametrize(
    ("draft", "article", "modifier"),
    [
        ("The office promised to close the quay.", "The office promised not to close the quay.", Modifier.NEGATION),
        ("Tests show that ice melts there.", "Tests do not show that ice melts there.", Modifier.NEGATION),
        ("The dock opens at 6 a.m.", "The dock opens at 6 p.m.", Modifier.TIME),
        ("The hall seats 90 guests.", "The hall seats fewer than 90 guests.", Modifier.BOUND),
        ("It grew more than twice as fast.", "It grew less than twice as fast.", Modifier.BOUND),
        ("The yard closed its dock.", "The yard plans to close its dock.", Modifier.CERTAINTY),
        ("The treasurer left.", "The former treasurer left.", Modifier.CERTAINTY),
        ("Divers found a wreck.", "Divers found signs of a wreck.", Modifier.CERTAINTY),
        ("The bridge will reopen in May.", "The bridge will reopen in May if the tests succeed.", Modifier.CERTAINTY),
        ("He faces a fine.", "If convicted, he faces a fine.", Modifier.CERTAINTY),
        ("The rate fell to 3 points.", "The rate fell by 3 points.", Modifier.RELATION),
        ("Boats came from Velm.", "Boats went to Velm.", Modifier.RELATION),
        ("He pays a fine and serves a year.", "He pays a fine or serves a year.", Modifier.RELATION),
    ],
)
def test_a_small_word_changes_what_is_said(draft: str, article: str, modifier: Modifier) -> None:
    found = other_modifier(draft, article)
    assert found is not None
    assert found.modifier is modifier


@pytest.mark.parametrize(
    ("draft", "article"),
    [
        ("The office promised not to close the quay.", "The office promised not to close the quay."),
        ("The captain told the court of fog.", "The captain, who was not named, told the court of fog."),
        ("Brandt resigned.", "Not only Brandt resigned."),
        ("The hall seats about 90 guests.", "The hall seats 90 guests."),
        ("The rover landed in summer.", "The rover landed in May, in summer."),
        ("The yard may close its dock.", "The yard plans to close its dock, or may close it."),
        ("The bridge will reopen in May.", "The bridge will reopen in May; the tunnel stays shut if it rains."),
        ("The court asked for a date.", "The court asked if the yard was safe, and asked for a date."),
        ("The dock opens at 6 a.m.", "The dock opens at 6 a.m. and closes at 6 p.m."),
        ("The desk said the lamp glowed.", "The desk said the lamp glowed and provided light."),
        ("", ""),
    ],
)
def test_the_rest_of_a_sentence_changes_nothing(draft: str, article: str) -> None:
    assert other_modifier(draft, article) is None


def test_a_negation_bears_on_the_clause_behind_it() -> None:
    text = "Velm was not asked, and Torvik paid the fine."
    place = text.index("not")
    assert bears_on(place, text, "Velm was asked.")
    assert not bears_on(place, text, "Torvik paid the fine.")
