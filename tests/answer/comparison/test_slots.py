"""Comparison of a yes/no question with a sentence, slot by slot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model.answers import Slot
from tests.answer.comparing import compared

if TYPE_CHECKING:
    from spacy.language import Language


def lines(nlp: Language, question: str, sentence: str) -> list[tuple[str, str, str | None, bool]]:
    slots = compared(question, sentence, nlp).slots
    return [(line.slot.value, line.asked, line.quoted, line.holds) for line in slots]


def test_every_slot_that_the_question_fills_is_set_beside_the_quote(nlp: Language) -> None:
    assert lines(
        nlp,
        "did Lindt sell 40 ferries to Brandt in Velm on June 16?",
        "In Velm, Lindt sold 40 ferries to Brandt on June 16.",
    ) == [
        ("who", "Lindt", "Lindt", True),
        ("did what", "sell", "sold", True),
        ("to whom", "40 ferries", "40 ferries", True),
        ("how much", "40 ferries", "40 ferries", True),
        ("when", "June 16", "June 16", True),
        ("where", "Velm", "Velm", True),
    ]


def test_slots_that_the_question_leaves_open_are_not_shown(nlp: Language) -> None:
    assert [line[0] for line in lines(nlp, "did Lindt resign?", "Lindt resigned on June 16.")] == ["who", "did what"]


def test_reversed_roles_do_not_hold(nlp: Language) -> None:
    found = lines(nlp, "did Lindt sue Brandt?", "Lindt was sued by Brandt.")
    assert ("who", "Lindt", "Brandt", False) in found
    assert ("to whom", "Brandt", "Lindt", False) in found


def test_a_denial_is_a_line_of_its_own(nlp: Language) -> None:
    found = lines(nlp, "did Lindt sell the ferry?", "Lindt declined to sell the ferry.")
    assert ("polarity", "sell", "declined to sell", False) in found


def test_what_the_quote_leaves_open_has_no_quote(nlp: Language) -> None:
    found = lines(nlp, "did Lindt sell the ferry on June 16?", "Lindt sold the ferry.")
    assert ("when", "June 16", None, True) in found


def test_a_pronoun_stands_for_a_name_nearby(nlp: Language) -> None:
    pair = compared("did Lindt sell the ferry?", "Mayor Lindt resigned.\n\nShe sold the ferry.", nlp, 1)
    assert [(line.quoted, line.holds) for line in pair.slots if line.slot is Slot.WHO] == [("She", True)]


def test_every_quoted_slice_stands_in_the_document(nlp: Language) -> None:
    pair = compared("did Lindt pay $5 for 12% of Velm?", "Lindt paid $5 for 12% of Velm, she said.", nlp)
    quoted = [line.quoted for line in pair.slots if line.quoted]
    assert "$5" in quoted
    assert all(slice_ in pair.document.text for slice_ in quoted)


def test_other_questions_have_no_comparison(nlp: Language) -> None:
    assert lines(nlp, "who sold the ferry?", "Lindt sold the ferry.") == []
