"""L2-regularised logistic models fitted by Newton's method, in numpy alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answer.linear_model import LinearModel

Matrix = NDArray[np.float64]
_STEPS = 40
_HALVINGS = 12
_SMALLEST_STEP = 1e-6


def fit_logistic(names: Sequence[str], rows: Matrix, labels: Matrix, *, penalty: float) -> LinearModel:
    """Return the binary logistic model of `rows`.

    `penalty` is the L2 weight on standardised features.
    """
    mean, scale = _standard(rows)
    scaled = np.concatenate([(rows - mean) / scale, np.ones((len(rows), 1))], axis=1)
    shrink = np.full(scaled.shape[1], penalty)
    shrink[-1] = 0.0
    weight = np.zeros(scaled.shape[1])

    def loss(trial: Matrix) -> float:
        score = scaled @ trial
        return float((np.logaddexp(0, score) - labels * score).sum() + (shrink * trial**2).sum() / 2)

    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-scaled @ weight))
        gradient = scaled.T @ (chance - labels) + shrink * weight
        curvature = (scaled * (chance * (1 - chance))[:, None]).T @ scaled + np.diag(shrink + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        weight = _damped(weight, step, loss)
        if np.abs(step).max() < _SMALLEST_STEP:
            break
    return LinearModel(tuple(names), mean, scale, weight[:-1], float(weight[-1]))


def fit_choice(names: Sequence[str], groups: Sequence[tuple[Matrix, Matrix]], *, penalty: float) -> LinearModel:
    """Return the conditional logit (McFadden 1974) of each group's choice.

    Each group is its rows and the chosen ones' labels; groups without a chosen row are left out.
    """
    mean, scale = _standard(np.concatenate([rows for rows, _ in groups]))
    chosen = [((rows - mean) / scale, labels / labels.sum()) for rows, labels in groups if labels.sum() > 0]
    weight = np.zeros(len(names))

    def loss(trial: Matrix) -> float:
        scores = [(rows @ trial, target) for rows, target in chosen]
        return float(sum(np.logaddexp.reduce(score) - target @ score for score, target in scores)) + float(
            penalty * (trial @ trial) / 2
        )

    for _ in range(_STEPS):
        gradient, curvature = penalty * weight, penalty * np.eye(len(weight))
        for rows, target in chosen:
            chance = np.exp(rows @ weight - (rows @ weight).max())
            chance /= chance.sum()
            centre = chance @ rows
            gradient = gradient - rows.T @ (target - chance)
            curvature = curvature + (rows * chance[:, None]).T @ rows - np.outer(centre, centre)
        step = np.linalg.solve(curvature, gradient)
        weight = _damped(weight, step, loss)
        if np.abs(step).max() < _SMALLEST_STEP:
            break
    return LinearModel(tuple(names), mean, scale, weight)


def _damped(weight: Matrix, step: Matrix, loss: Callable[[Matrix], float]) -> Matrix:
    """Return the weight after a Newton step, halved for descent.

    This is Armijo's rule without its slope.
    """
    before = loss(weight)
    for halvings in range(_HALVINGS):
        trial = np.asarray(weight - step / 2**halvings, dtype=np.float64)
        if loss(trial) <= before:
            return trial
    return weight


def _standard(rows: Matrix) -> tuple[Matrix, Matrix]:
    scale = rows.std(axis=0)
    return rows.mean(axis=0), np.where(scale > _SMALLEST_STEP, scale, 1.0)
