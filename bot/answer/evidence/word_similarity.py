"""Similarity of two words: by stem, variant, or word vectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.normalize import stem
from bot.search.expansion.synonyms import variants

# Cosines of single words under all-MiniLM-L6-v2: unrelated words lie at .2 to .3, synonyms at .6 and above.
_UNRELATED, _SPREAD, _MOST = 0.3, 0.6, 0.95

Vectors = Mapping[str, NDArray[np.float32]]


def similarity_matrix(asked: Sequence[str], held: Sequence[str], vectors: Vectors) -> NDArray[np.float64]:
    """Return the similarity in [0, 1] of each pair; shape (asked, held)."""
    matrix = np.zeros((len(asked), len(held)))
    if not asked or not held:
        return matrix
    if vectors:
        matrix = np.clip((_rows(asked, vectors) @ _rows(held, vectors).T - _UNRELATED) / _SPREAD, 0.0, _MOST)
    stems = [stem(word) for word in held]
    for row, word in enumerate(asked):
        levels = {stem(word): 1.0, **variants(stem(word))}
        for column, held_stem in enumerate(stems):
            if held_stem in levels:
                matrix[row, column] = max(matrix[row, column], levels[held_stem])
    return matrix


def _rows(words: Sequence[str], vectors: Vectors) -> NDArray[np.float64]:
    width = len(next(iter(vectors.values())))
    missing = np.zeros(width)
    return np.array([vectors.get(word.lower(), missing) for word in words], dtype=np.float64)
