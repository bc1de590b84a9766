"""The asked number among other numbers of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.library.judge_weights import load_judge
from tests.answer.conftest import answering_from, document

if TYPE_CHECKING:
    from spacy.language import Language

PORT = """In 2021 the Norland port took in 40 ships, one tug and 15 aircraft of the Ostian navy.

The Norland port cost $9 million.

The Norland pilots trained dozens of Ostian sailors there, including Velm sailors, for 6 weeks.

An entire battalion of Ostian marines crossed the Norland bridge on 3 May.

One of the largest Norland ferries sank that day.
"""


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("how many ships did the Norland port take in?", "40 ships"),
        ("how many aircraft did the Norland port take in?", "15 aircraft"),
        ("how many Ostian sailors did Norland pilots train?", "dozens of Ostian sailors"),
        ("how many Ostian marines crossed the Norland bridge?", "An entire battalion of Ostian marines"),
        ("how long did Norland pilots train Ostian sailors?", "6 weeks"),
        ("how much did the Norland port cost?", "$9 million"),
    ],
)
def test_the_number_that_counts_what_is_asked_for_is_told(question: str, quoted: str, nlp: Language) -> None:
    answer = answering_from([document(PORT, "port.txt")], nlp)(question)
    assert answer.answered
    assert f"“{quoted}”" in answer.headline


@pytest.mark.parametrize(
    "question",
    [
        "how many Norland ferries sank?",
        "how many Velm sailors did Norland pilots train?",
        "who said that 15 ships came to the Norland port?",
        "how long was the fishing season in Velm?",
    ],
)
def test_a_number_that_counts_another_thing_is_not_told_as_the_answer(question: str, nlp: Language) -> None:
    answer = answering_from([document(PORT, "port.txt")], nlp, load_judge())(question)
    assert not answer.answered
    assert "“" not in answer.headline


def test_what_else_is_asked_is_marked_in_the_same_quote_or_said_to_be_missing(nlp: Language) -> None:
    ask = answering_from([document(PORT, "port.txt")], nlp)
    answer = ask("how many Ostian marines crossed the Norland bridge and when?")
    quote = answer.findings[0].quote
    assert [span.of(PORT) for span in answer.findings[0].highlights] == [
        "An entire battalion of Ostian marines",
        "3 May",
    ]
    assert "3 May" in quote.text
    assert any("“where”" in note for note in ask("how many Ostian marines crossed and where?").notes)
    assert any("“who paid them”" in note for note in ask("how many Ostian marines crossed and who paid them?").notes)
