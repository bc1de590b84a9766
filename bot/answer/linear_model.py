"""Fitted linear models as readable tables: mean, scale and weight a feature."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A linear model over named features.

    score = bias + sum of weight * (value - mean) / scale, over features in the order of `names`.
    """

    names: tuple[str, ...]
    mean: Matrix
    scale: Matrix
    weight: Matrix
    bias: float = 0.0

    def scores(self, features: Matrix) -> Matrix:
        """Return the score of each row of shape (rows, len(names)).

        Unknown values (NaN) count as average.
        """
        return np.asarray(np.nan_to_num((features - self.mean) / self.scale, nan=0.0) @ self.weight + self.bias)

    def probability(self, features: Sequence[float]) -> float:
        """Return the logistic of one row's score, in (0, 1)."""
        score = float(self.scores(np.asarray([features], dtype=np.float64))[0])
        return 1 / (1 + math.exp(-max(min(score, 30.0), -30.0)))

    def as_table(self) -> dict[str, Any]:
        """Return the model as JSON: features in order, each [mean, scale, weight]."""
        rows = zip(self.names, self.mean, self.scale, self.weight, strict=True)
        return {
            "bias": round(self.bias, 4),
            "features": {name: [round(float(value), 4) for value in row] for name, *row in rows},
        }


def linear_model(table: Mapping[str, Any], names: Sequence[str]) -> LinearModel:
    """Return the model of a table.

    Raises ValueError for features other than `names`, or in another order.
    """
    features: Mapping[str, Sequence[float]] = table["features"]
    if tuple(features) != tuple(names):
        unlike = sorted(set(features).symmetric_difference(names)) or "their order"
        raise ValueError(f"the weights were fitted for other features ({unlike}): run `make fit`")
    columns = np.array(list(features.values()), dtype=np.float64).T
    return LinearModel(tuple(names), columns[0], columns[1], columns[2], float(table["bias"]))
