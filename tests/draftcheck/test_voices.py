"""Exchanged roles where one of two sentences is in the passive."""

from __future__ import annotations

import pytest

from bot.draftcheck.voices import exchanged_voice


@pytest.mark.parametrize(
    ("draft", "article"),
    [
        ("Brandt was blamed for the leak.", "Brandt blamed Velm for the leak."),
        ("Brandt was blamed by Velm for the leak.", "On Monday Brandt blamed Velm for the leak."),
        ("The judge was publicly accused of theft.", "Ida Velm was accused of theft by the judge Lars Holm."),
        ("Velm blamed the coach after the final.", "Velm was blamed by the coach after the final."),
    ],
)
def test_who_acts_in_the_article_is_no_patient(draft: str, article: str) -> None:
    assert exchanged_voice(draft, article) is not None


@pytest.mark.parametrize(
    ("draft", "article"),
    [
        ("Velm was blamed for the leak.", "Brandt blamed Velm for the leak."),
        ("Velm was blamed by Brandt for the leak.", "Brandt blamed Velm for the leak."),
        ("The council was sued over rent.", "Torvik residents sued the Torvik council over rent."),
        ("Brandt was tired, Velm said.", "Brandt blamed Velm for the leak."),
        ("", ""),
    ],
)
def test_a_passive_may_keep_the_roles(draft: str, article: str) -> None:
    assert exchanged_voice(draft, article) is None
