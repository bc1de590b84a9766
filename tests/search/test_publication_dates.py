"""When what is asked for was published, where the question says so."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model.search import NO_FILTER, SearchFilter
from bot.search.publication_dates import extract_publication_dates

TODAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("question", "rest", "since", "until"),
    [
        ("what did Newsweek report in June 2025?", "what did Newsweek report?", "2025-06-01", "2025-06-30"),
        ("what did RUSI publish last week on drones?", "what did RUSI publish on drones?", "2026-03-09", "2026-03-15"),
        ("which articles since 2024 mention Ryazan?", "which articles mention Ryazan?", "2024-01-01", None),
        ("who wrote before 12 May 2025 that ...", "who wrote that ...", None, "2025-05-12"),
        ("what was reported yesterday", "what was reported", "2026-03-17", "2026-03-17"),
    ],
)
def test_a_time_behind_a_word_of_publishing_limits_what_is_looked_at(
    question: str, rest: str, since: str | None, until: str | None
) -> None:
    asked, limits = extract_publication_dates(question, NO_FILTER, TODAY)
    assert asked == rest
    assert (limits.since, limits.until) == tuple(day and date.fromisoformat(day) for day in (since, until))


@pytest.mark.parametrize(
    "question",
    [
        "who reported the training in June 2025?",
        "what happened in 2024?",
        "did they report May would come?",
        "which airline said this week that it found loose bolts?",
        "how many articles mention 2024?",
    ],
)
def test_a_time_that_may_be_the_events_limits_nothing(question: str) -> None:
    assert extract_publication_dates(question, NO_FILTER, TODAY) == (question, NO_FILTER)


def test_days_that_were_chosen_beside_the_question_stay() -> None:
    chosen = SearchFilter(since=date(2020, 1, 1))
    assert extract_publication_dates("what did Newsweek report in 2025?", chosen, TODAY) == (
        "what did Newsweek report in 2025?",
        chosen,
    )


def test_the_same_question_with_the_limits_that_it_gave_is_read_the_same_way() -> None:
    question = "what did Newsweek report in June 2025?"
    asked, limits = extract_publication_dates(question, NO_FILTER, TODAY)
    assert extract_publication_dates(question, limits, TODAY) == (asked, limits)
