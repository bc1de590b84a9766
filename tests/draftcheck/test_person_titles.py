"""Titles of people: what an article gives, and what a draft makes of it."""

from __future__ import annotations

import pytest

from bot.draftcheck.person_titles import OtherTitle, descriptions, other_title

ARTICLE = (
    "Prime Minister Ada Lind opened the bridge. President Jonas Hale stayed away. Tomas Reyk, the finance minister, "
    "paid. Deputy Mayor Erik Sand watched, and the envoy Ida Holm is an ambassador by now. The chancellor slept."
)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Ada Lind", ["Prime Minister"]),
        ("Reyk", ["the finance minister"]),
        ("Holm", ["envoy", "an ambassador by now"]),
        ("the bridge", []),
    ],
)
def test_an_article_calls_people_by_titles_and_appositions(name: str, called: list[str]) -> None:
    assert descriptions(ARTICLE, name) == called


@pytest.mark.parametrize(
    ("draft", "typed", "original"),
    [
        ("President Ada Lind opened it.", "President", "Prime Minister"),
        ("Foreign Minister Tomas Reyk paid.", "Foreign Minister", "the finance minister"),
        ("Mayor Erik Sand watched.", "Mayor", "Deputy Mayor"),
        ("Former President Jonas Hale stayed away.", "Former President", "President"),
    ],
)
def test_a_title_that_another_has_is_told_with_the_article_s(draft: str, typed: str, original: str) -> None:
    assert other_title(draft, ARTICLE) == OtherTitle(typed, original)


@pytest.mark.parametrize(
    "draft",
    [
        "Prime Minister Lind opened it.",
        "Minister Reyk paid.",
        "Finance Minister Tomas Reyk paid.",
        "Mr Reyk paid.",
        "Ambassador Ida Holm came.",
        "President Oskar Brandt is in no article.",
        "Nobody is named here.",
    ],
)
def test_a_title_that_the_article_gives_somewhere_is_right(draft: str) -> None:
    assert other_title(draft, ARTICLE) is None


def test_a_title_without_a_name_may_be_anybodys() -> None:
    assert other_title("Chancellor Ada Lind opened it.", ARTICLE) == OtherTitle("Chancellor")


def test_what_a_namesake_is_called_is_not_theirs() -> None:
    article = "Pilot Ole Brandt landed. Mayor Ida Brandt, his aunt, waited. Brandt was a sailor, too."
    assert descriptions(article, "Ida Brandt") == ["Mayor", "his aunt", "a sailor"]
    assert descriptions(article, "Ole Brandt") == ["Pilot", "a sailor"]


def test_what_is_done_to_somebody_is_no_description() -> None:
    assert descriptions("Biscuit was given a medal for a lost boy. Biscuit is a dog.", "Biscuit") == ["a dog"]
