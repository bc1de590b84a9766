"""Coverage of a question's words by a sentence and its context."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.answer.criteria.word_coverage import Surroundings, weighted_share, weightiest_gap, word_coverage
from bot.answer.features import surroundings
from tests.answer.comparing import analyse, analyse_sentence, compared

if TYPE_CHECKING:
    from spacy.language import Language


def levels(nlp: Language, question: str, **places: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    analysis = analyse(question, nlp)
    found = word_coverage(analysis, Surroundings(**{"own": (), **places}), {})
    return {word.stem: (own, around) for word, own, around in zip(analysis.words, found.own, found.around, strict=True)}


def test_a_word_is_met_by_its_own_stem(nlp: Language) -> None:
    assert levels(nlp, "did the ferries sink?", own=("ferry",))["ferri"] == (1, 1)


def test_a_word_beside_the_sentence_counts_less(nlp: Language) -> None:
    own, around = levels(nlp, "did the ferries sink?", before=("ferry",))["ferri"]
    assert own == 0
    assert 0 < around < 1
    assert levels(nlp, "did the ferries sink?", after=("ferry",))["ferri"][1] < around


def test_the_name_of_a_column_is_a_word_of_the_row(nlp: Language) -> None:
    assert levels(nlp, "did the ferries sink?", columns=("ferry",))["ferri"] == (1, 1)


def test_a_lead_in_counts_for_what_it_introduces_more_than_a_neighbour_does(nlp: Language) -> None:
    own, around = levels(nlp, "did the ferries sink?", lead_in=("ferry",))["ferri"]
    assert own == 0
    assert levels(nlp, "did the ferries sink?", before=("ferry",))["ferri"][1] < around < 1


def test_a_row_is_compared_with_its_columns_and_lead_in(nlp: Language) -> None:
    text = "The memo lists the repairs:\n\n| Stage | Duration |\n|---|---|\n| Draining | 4 weeks |\n"
    row = compared("what is the duration of the repairs?", text, nlp, position=1, name="memo.md")
    assert row.candidate.text.startswith("| Draining")
    around = surroundings(row.candidate, row.sentence)
    assert around.columns == ("stage", "duration")
    assert around.lead_in == ("the", "memo", "lists", "the", "repairs")
    assert row.comparison.coverage.own[[word.stem for word in row.question.words].index("durat")] == 1


def test_a_word_that_stands_nowhere_is_not_met(nlp: Language) -> None:
    assert levels(nlp, "did the ferries sink?", own=("bridge",))["ferri"] == (0, 0)


def test_a_near_word_meets_by_its_vector(nlp: Language) -> None:
    analysis = analyse("did the vessel sink?", nlp)
    near = {"vessel": np.array([1, 0], np.float32), "pier": np.array([0.9, 0.436], np.float32)}
    far = {**near, "pier": np.array([0.2, 0.98], np.float32)}
    (index,) = [number for number, word in enumerate(analysis.words) if word.text == "vessel"]
    assert word_coverage(analysis, Surroundings(("pier",)), near).met(index)
    assert not word_coverage(analysis, Surroundings(("pier",)), far).met(index)


def test_an_irregular_verb_is_met_by_its_base_form(nlp: Language) -> None:
    analysis = analyse("did the ferry sink?", nlp)
    (index,) = [number for number, word in enumerate(analysis.words) if word.text == "sink"]
    assert word_coverage(analysis, Surroundings(("sank",), lemmas=("sink",)), {}).met(index)
    assert not word_coverage(analysis, Surroundings(("sang",), lemmas=("sing",)), {}).met(index)
    assert analyse_sentence("The ferry sank.", nlp).lemmas == ("the", "ferry", "sink")


def test_auxiliaries_and_contractions_are_no_words_to_look_for(nlp: Language) -> None:
    assert [
        word.text for word in analyse("did Lindt say the ferry can't sink?", nlp).words if word.text in {"ca", "did"}
    ] == []


def test_shares_are_weighted_and_empty_ones_are_neutral(nlp: Language) -> None:
    analysis = analyse("did the ferry sink?", nlp)
    met = np.array([1.0 if word.stem == "ferri" else 0.0 for word in analysis.words])
    every = np.ones(len(met), dtype=bool)
    assert weighted_share(analysis, met, every) == pytest.approx(1 / len(met))
    assert weighted_share(analysis, met, ~every) == pytest.approx(0.8)
    assert weightiest_gap(analysis, met, every) == 1
    assert weightiest_gap(analysis, met, met > 0) == 0
