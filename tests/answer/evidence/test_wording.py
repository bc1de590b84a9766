"""Small words, dates, places and quantifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answer.evidence.dates import dates
from bot.answer.evidence.places import places
from bot.answer.evidence.quantified import quantified
from bot.answer.evidence.wording import antonyms_of, days_of, is_converse, is_same_action, months_of, quantifiers_of
from bot.normalize import stem

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.mark.parametrize(("first", "second"), [("rise", "fall"), ("support", "oppose"), ("accept", "reject")])
def test_antonyms_hold_both_ways(first: str, second: str) -> None:
    assert stem(second) in antonyms_of(stem(first))
    assert stem(first) in antonyms_of(stem(second))


def test_words_that_are_no_pair_contradict_nothing() -> None:
    assert stem("fall") not in antonyms_of(stem("support"))
    assert not antonyms_of(stem("ferry"))


def test_one_deed_has_several_words_and_two_ends() -> None:
    assert is_same_action(stem("beat"), stem("defeat"))
    assert not is_same_action(stem("beat"), stem("lose"))
    assert is_converse(stem("sell"), stem("buy"))
    assert not is_converse(stem("sell"), stem("praise"))


def test_quantifiers_months_and_days() -> None:
    assert quantifiers_of(["every", "ferry"]) == {"all"}
    assert months_of("in June they may sail") == {"June"}
    assert days_of("On Friday") == {"fri"}


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("Nov. 19", "November 19", False),
        ("Nov. 19", "Dec. 19", True),
        ("June 16", "June 17", True),
        ("June 16", "June", False),
        ("16 June 2024", "June 16, 2025", True),
        ("on Friday", "on Monday", True),
        ("on Friday", "June 16", False),
    ],
)
def test_dates_conflict_in_what_both_name(one: str, other: str, conflict: bool) -> None:
    (first,), (second,) = dates(one), dates(other)
    assert first.conflicts_with(second) is conflict


def test_a_month_that_is_another_word_is_no_date() -> None:
    assert not dates("they may march on")


def test_a_place_is_a_name_behind_its_preposition(nlp: Language) -> None:
    text = "The ferry was found off the coast of Oster in May."
    (place,) = places(nlp(text))
    assert (place.span.of(text), place.kind) == ("Oster", "in")


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ("All ferries sank.", "Most ferries sank.", True),
        ("All ferries sank.", "All the ferries sank.", False),
        ("All ferries sank.", "Some of the ferries sank.", True),
        ("All ferries sank.", "Five of the ferries sank.", True),
        ("All ferries sank.", "Most bridges sank.", False),
        ("Some ferries sank.", "None of the ferries sank.", True),
        ("Some ferries sank.", "All ferries sank.", False),
    ],
)
def test_shares_of_the_same_things_conflict(nlp: Language, one: str, other: str, conflict: bool) -> None:
    first, second = quantified(nlp(one)), quantified(nlp(other))
    assert any(asked.conflicts_with(quoted) for asked in first for quoted in second) is conflict
