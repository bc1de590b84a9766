"""Linear models as tables: scores, probabilities, mismatched features."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from bot.answer.linear_model import LinearModel, linear_model

NAMES = ("coverage", "length")
TABLE = {"bias": 0.5, "features": {"coverage": [0.5, 0.25, 2.0], "length": [3.0, 1.0, -1.0]}}


def test_a_score_is_the_bias_and_the_weighted_standardised_features() -> None:
    scores = linear_model(TABLE, NAMES).scores(np.array([[1.0, 3.0], [0.5, 4.0]]))
    assert scores.tolist() == [0.5 + 2 * 2, 0.5 - 1]


def test_what_is_unknown_counts_as_average() -> None:
    model = linear_model(TABLE, NAMES)
    assert model.scores(np.array([[math.nan, 4.0]])).tolist() == model.scores(np.array([[0.5, 4.0]])).tolist()


def test_a_probability_is_the_logistic_of_the_score_and_never_certain() -> None:
    model = linear_model(TABLE, NAMES)
    assert model.probability([0.5, 3.5]) == pytest.approx(0.5)
    assert 0 < model.probability([-1e6, 0.0]) < model.probability([1e6, 0.0]) < 1


def test_a_table_comes_back_as_it_was_written() -> None:
    table = json.loads(json.dumps(linear_model(TABLE, NAMES).as_table()))
    assert table == TABLE
    assert isinstance(linear_model(table, NAMES), LinearModel)


@pytest.mark.parametrize(
    ("names", "difference"),
    [(("coverage", "age"), "age"), (("length", "coverage"), "their order"), (("coverage",), "length")],
)
def test_weights_of_other_features_are_refused_with_what_differs(names: tuple[str, ...], difference: str) -> None:
    with pytest.raises(ValueError, match=f"other features.*{difference}.*make fit"):
        linear_model(TABLE, names)
