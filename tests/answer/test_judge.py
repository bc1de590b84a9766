"""The fitted judge: ranking, shown sentences, and packaged weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.answer.criteria.sentence_ranking import RANK_FEATURES, rank_features
from bot.answer.evidence.pool import PoolSentence
from bot.answer.evidence.sources import UnitSources
from bot.answer.evidence.units import split_units
from bot.answer.judge import CANDIDATE_FEATURES, QUESTION_FEATURES, SHOWN, Judge, Judgement, RankedPool, shown_positions
from bot.library.judge_weights import load_judge
from tests.answer.comparing import analyse, compared
from tests.answer.conftest import document

if TYPE_CHECKING:
    from spacy.language import Language

TEXT = "The ferry Orla sank off Velm.\n\nNovak plays chess.\n\nThe bridge is closed to lorries.\n\nIt rained for days."


def pool() -> list[PoolSentence]:
    units = split_units(document(TEXT, "a.txt"))
    return [PoolSentence(units, index, 0, 1.0) for index in range(len(units.units))]


def judge_of(name: str) -> Judge:
    """Return a judge with one ranking feature."""
    features = {feature: [0.0, 1.0, float(feature == name)] for feature in RANK_FEATURES}
    return Judge({"rank": {"bias": 0.0, "features": features}})


def test_the_pool_is_put_in_order_with_its_features() -> None:
    sentences = pool()
    features = np.zeros((4, len(RANK_FEATURES)))
    features[:, RANK_FEATURES.index("coverage")] = [0.2, 0.9, 0.1, 0.4]
    ranked = judge_of("coverage").rank(sentences, features)
    assert [sentence.position for sentence in ranked.sentences] == [1, 3, 0, 2]
    assert ranked.scores.tolist() == pytest.approx([0.9, 0.4, 0.2, 0.1])
    assert ranked.features[:, RANK_FEATURES.index("coverage")].tolist() == ranked.scores.tolist()


def test_equal_sentences_keep_the_order_of_the_pool() -> None:
    ranked = judge_of("coverage").rank(pool(), np.zeros((4, len(RANK_FEATURES))))
    assert [sentence.position for sentence in ranked.sentences] == [0, 1, 2, 3]


def test_an_empty_pool_has_no_order_and_no_answer(nlp: Language) -> None:
    judge = load_judge()
    ranked = judge.rank([], np.zeros((0, len(RANK_FEATURES))))
    assert ranked.sentences == ()
    assert judge.judge(analyse("did the ferry sink?", nlp), ranked, ()) == Judgement((), 0.0, 0.0)


def test_the_best_are_shown_without_the_neighbours_of_a_shown_one() -> None:
    keys = [("a", 5), ("a", 6), ("b", 6), ("a", 4), ("a", 7), ("c", 1)]
    scores = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    shown = shown_positions(scores, keys)
    assert shown == [0, 2, 4]
    assert len(shown) == SHOWN
    assert shown_positions(scores[::-1].copy(), keys)[0] == 5


def test_fewer_candidates_than_places_are_all_shown() -> None:
    assert shown_positions(np.array([0.1, 0.2]), [("a", 0), ("b", 0)]) == [1, 0]


def test_the_weights_of_the_package_belong_to_the_features_of_the_code() -> None:
    judge = load_judge()
    assert judge.rank_model.names == RANK_FEATURES
    assert judge.candidate_model.names == CANDIDATE_FEATURES
    assert judge.question_model.names == judge.contrary_model.names == QUESTION_FEATURES


def test_weights_of_other_features_are_refused_when_they_are_used() -> None:
    table = {"rank": {"bias": 0.0, "features": {"luck": [0.0, 1.0, 1.0]}}}
    with pytest.raises(ValueError, match="make fit"):
        Judge(table).rank(pool(), np.zeros((4, len(RANK_FEATURES))))


def test_the_sentence_that_says_it_comes_before_one_that_says_something_else(nlp: Language) -> None:
    judge = load_judge()
    question = analyse("did the ferry Orla sink off Velm?", nlp)
    sentences = pool()
    vectors = {sentences[0].units.document.id: np.eye(4, dtype=np.float32)}
    near = vectors[sentences[0].units.document.id][0]
    ranked = judge.rank(sentences, rank_features(question, sentences, lambda _: UnitSources(()), near, vectors))
    assert ranked.sentences[0].position == 0
    pairs = [compared(question.text, TEXT, nlp, sentence.position, "a.txt") for sentence in ranked.sentences]
    judgement = judge.judge(question, ranked, [(pair.sentence, pair.sources, pair.comparison) for pair in pairs])
    assert judgement.shown[0].candidate.position == 0
    assert 0 < judgement.probability < 1
    assert 0 < judgement.contrary < 1
    assert {judged.candidate.position for judged in (*judgement.shown, *judgement.others)} == {0, 1, 2, 3}


def test_the_head_of_a_pool_keeps_the_scores_of_all() -> None:
    ranked = RankedPool(tuple(pool()), np.zeros((4, 2)), np.array([4.0, 3.0, 2.0, 1.0]))
    assert len(ranked.head(2).sentences) == len(ranked.head(2).features) == 2
    assert ranked.head(2).scores.mean() == 2.5
