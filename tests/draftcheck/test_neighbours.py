"""Words of a draft that stand in another sentence of the article."""

from __future__ import annotations

import pytest

from bot.draftcheck.neighbours import Replaced, from_elsewhere

ARTICLE = (
    "Foreign Minister Anna Velm met Ole Brandt, the envoy. She resigned on Monday. Brandt praised the decision of the "
    "minister. The parents' league praised the teachers' union, which accepted the offer."
)


@pytest.mark.parametrize(
    ("typed", "original", "draft", "sentence"),
    [
        (["Velm"], ["Brandt"], "Velm praised the decision.", "Brandt praised the decision of the minister."),
        (["envoy"], ["decision"], "Brandt praised the envoy.", "Brandt praised the decision of the minister."),
        (
            ["league"],
            ["union"],
            "The league accepted the offer.",
            "The teachers' union accepted the offer.",
        ),
        (["Brandt"], ["Velm"], "Brandt came to the hall.", "Velm came to the hall that Brandt built."),
    ],
)
def test_a_word_of_another_sentence_or_role_is_not_established(
    typed: list[str], original: list[str], draft: str, sentence: str
) -> None:
    assert from_elsewhere(Replaced(typed, original), draft, sentence, f"{sentence} {ARTICLE}") == typed


@pytest.mark.parametrize(
    ("typed", "original", "draft", "sentence"),
    [
        (["Velm"], ["She"], "Velm resigned on Monday.", "She resigned on Monday."),
        (["Velm"], ["the", "minister"], "Velm resigned.", "The minister resigned."),
        (["Ole"], [], "Ole Brandt praised the decision.", "Brandt praised the decision of the minister."),
        (["Brandt"], [], "The minister Brandt praised.", "Brandt praised the decision of the minister."),
        (["harbour"], ["port"], "The harbour closed.", "The port closed."),
    ],
)
def test_a_name_for_a_pronoun_or_a_title_is_the_same(
    typed: list[str], original: list[str], draft: str, sentence: str
) -> None:
    assert from_elsewhere(Replaced(typed, original), draft, sentence, ARTICLE) == []


def test_a_name_for_a_pronoun_has_to_stand_near_before_it() -> None:
    article = (
        "Gordon Stile spoke first. The hall was full. The heating had failed. The mayor, Ida Nair, was silent. "
        "She has led the council for years."
    )
    sentence = "She has led the council for years."
    for name, elsewhere in (("Stile", ["Stile"]), ("Nair", [])):
        draft = f"{name} has led the council for years."
        assert from_elsewhere(Replaced([name], ["She"]), draft, sentence, article) == elsewhere
