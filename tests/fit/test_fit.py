"""Fitting: known solutions, folds of whole articles, and threshold limits."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from bot.answer.evidence.pool import PoolSentence
from bot.answer.evidence.units import split_units
from bot.model.spans import Span
from tests.answer.conftest import document
from tests.fit.__main__ import Sample, _thresholds
from tests.fit.logistic import fit_choice, fit_logistic
from tests.fit.questions import FOLDS, GoldQuestion, GoldSpan, covers, gold_labels, load_questions


def test_a_model_of_one_group_finds_its_log_odds() -> None:
    """Of 4 rows with the feature 3 are right, without it 1.

    These odds are known in closed form.
    """
    rows = np.array([[1.0]] * 4 + [[0.0]] * 4)
    labels = np.array([1, 1, 1, 0, 1, 0, 0, 0], dtype=np.float64)
    model = fit_logistic(("there",), rows, labels, penalty=0.0)
    assert model.probability([1.0]) == pytest.approx(0.75, abs=1e-6)
    assert model.probability([0.0]) == pytest.approx(0.25, abs=1e-6)


def test_a_penalty_draws_the_weight_towards_nothing_and_leaves_the_bias() -> None:
    rows = np.array([[1.0]] * 4 + [[0.0]] * 4)
    labels = np.array([1, 1, 1, 0, 1, 1, 0, 1], dtype=np.float64)
    strong = fit_logistic(("there",), rows, labels, penalty=1e6)
    assert abs(strong.weight[0]) < 1e-3
    assert strong.probability([0.5]) == pytest.approx(0.75, abs=1e-3)


def test_a_choice_is_as_likely_as_it_was_made() -> None:
    """In 3 of 4 pairs the row with the feature is chosen.

    Its weight is the log of 3.
    """
    pair = np.array([[1.0], [0.0]])
    groups = [(pair, np.array([1.0, 0.0]))] * 3 + [(pair, np.array([0.0, 1.0]))]
    model = fit_choice(("there",), groups, penalty=0.0)
    scores = model.scores(pair)
    assert scores[0] - scores[1] == pytest.approx(math.log(3), abs=1e-6)


def test_a_group_of_which_nothing_is_chosen_teaches_nothing() -> None:
    pair = np.array([[1.0], [0.0]])
    groups = [(pair, np.array([1.0, 0.0]))] * 3 + [(pair, np.array([0.0, 1.0]))]
    silent = [*groups, (pair, np.zeros(2))]
    assert fit_choice(("there",), silent, penalty=1.0).weight == pytest.approx(
        fit_choice(("there",), groups, penalty=1.0).weight
    )


def test_a_feature_that_never_varies_counts_for_nothing() -> None:
    rows = np.array([[1.0, 5.0], [0.0, 5.0], [1.0, 5.0], [0.0, 5.0]])
    model = fit_logistic(("there", "same"), rows, np.array([1.0, 0.0, 1.0, 0.0]), penalty=1.0)
    assert model.weight[1] == 0
    assert np.isfinite(model.scores(rows)).all()


def _row(id_: str, article: str | None, *, answerable: bool = True) -> str:
    evidence = [{"doc": article, "start": 0, "end": 10}] if answerable else None
    row = {"id": id_, "question": "?", "answerable": answerable, "docs": [article] if article else []}
    return json.dumps({**row, "evidence": evidence})


def test_all_questions_of_an_article_lie_in_one_fold(tmp_path: Path) -> None:
    names = [f"article-{number}" for number in range(30)]
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.write_text("\n".join(_row(f"a{name}", name) for name in names), encoding="utf-8")
    second.write_text("\n".join(_row(f"b{name}", name) for name in reversed(names)), encoding="utf-8")
    folds: dict[str, set[int]] = {}
    for question in load_questions([first, second]):
        folds.setdefault(question.article, set()).add(question.fold)
    assert sorted(folds) == sorted(names)
    assert all(len(found) == 1 for found in folds.values())
    assert {fold for found in folds.values() for fold in found} == set(range(FOLDS))


def test_a_question_without_an_article_belongs_to_the_one_before_it(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    rows = [_row("1", None, answerable=False), _row("2", "ferry"), _row("3", None, answerable=False), _row("4", "tram")]
    file.write_text("\n".join(rows), encoding="utf-8")
    assert [question.article for question in load_questions([file])] == ["ferry", "ferry", "ferry", "tram"]


def test_gold_counts_from_half_of_its_span_on() -> None:
    article = document("The ferry sank. It rained.\n", "a.txt")
    sentences = [PoolSentence(split_units(article), position, 0, 1.0) for position in (0, 1)]
    end = len("The ferry sank.")
    assert gold_labels(sentences, [GoldSpan("a", Span(0, 2 * end))]).tolist() == [1, 0]
    assert gold_labels(sentences, [GoldSpan("a", Span(0, 2 * end + 1))]).tolist() == [0, 0]
    assert gold_labels(sentences, [GoldSpan("b", Span(0, end))]).tolist() == [0, 0]
    assert covers(sentences, [GoldSpan("a", Span(0, 26))])


def _samples(*found: tuple[float, bool, bool, bool]) -> tuple[list[Sample], np.ndarray]:
    """Return samples of (probability, answerable, right, confirmed)."""
    samples = [
        Sample(
            GoldQuestion("set", str(number), "?", "article", able, (), (), {}),
            is_yes_no=False,
            learned=(np.zeros((0, 1)), np.zeros(0)),
            is_confirmed=confirmed,
            is_right=right,
        )
        for number, (_, able, right, confirmed) in enumerate(found)
    ]
    return samples, np.array([probability for probability, *_ in found])


def test_a_threshold_keeps_out_what_is_answered_wrongly() -> None:
    samples, probability = _samples(*[(0.8, True, True, False)] * 20, *[(0.6, False, False, False)] * 20)
    assert 0.6 < _thresholds(samples, probability)["other"] <= 0.8


def test_a_threshold_lets_in_what_is_answered_rightly() -> None:
    samples, probability = _samples(*[(0.8, True, True, False)] * 20, *[(0.6, True, True, False)] * 20)
    assert _thresholds(samples, probability)["other"] <= 0.6


@pytest.mark.parametrize(("false", "let_in"), [(8, True), (9, False)])
def test_of_unanswerable_questions_few_may_be_answered_however_many_are_right(false: int, *, let_in: bool) -> None:
    samples, probability = _samples(
        *[(0.8, True, True, False)] * 200,
        *[(0.6, True, True, False)] * 60,
        *[(0.6, False, False, False)] * false,
        *[(0.3, False, False, False)] * (100 - false),
    )
    assert (_thresholds(samples, probability)["other"] <= 0.6) is let_in


def test_what_rules_confirm_has_a_threshold_of_its_own() -> None:
    samples, probability = _samples(
        *[(0.8, True, True, False)] * 20,
        *[(0.6, True, True, True)] * 20,
        *[(0.6, False, False, False)] * 20,
        *[(0.5, False, False, True)] * 20,
    )
    found = _thresholds(samples, probability)
    assert 0.5 < found["other, confirmed"] <= 0.6 < found["other"]
    assert {"yes or no", "contrary", "row, confirmed"} <= found.keys()
