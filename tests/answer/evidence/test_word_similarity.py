"""Similarity of two words: by stem, variant, or vector."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bot.answer.evidence.word_similarity import similarity_matrix


def vector(cosine: float) -> np.ndarray:
    """Return a unit vector with this cosine to (1, 0)."""
    return np.array([cosine, math.sqrt(1 - cosine**2)], dtype=np.float32)


@pytest.mark.parametrize(
    ("cosine", "level"),
    [(-0.5, 0), (0.2, 0), (0.3, 0), (0.45, 0.25), (0.6, 0.5), (0.8, 0.8333), (0.9, 0.95), (1, 0.95)],
)
def test_vectors_count_from_a_cosine_above_unrelated_words_and_never_as_the_same_word(
    cosine: float, level: float
) -> None:
    vectors = {"ferry": vector(1), "boat": vector(cosine)}
    assert similarity_matrix(["ferry"], ["boat"], vectors)[0, 0] == pytest.approx(level, abs=1e-3)


def test_a_stem_is_the_same_word_and_a_variant_nearly_with_and_without_vectors() -> None:
    for vectors in ({}, {"ferry": vector(1), "france": vector(0)}):
        matrix = similarity_matrix(["ferry", "france"], ["ferries", "french", "quay"], vectors)
        assert matrix[0].tolist() == [1, 0, 0]
        assert 0.5 < matrix[1, 1] <= 1
        assert matrix[1, [0, 2]].tolist() == [0, 0]


def test_nothing_is_similar_to_nothing() -> None:
    assert similarity_matrix([], ["ferry"], {}).shape == (0, 1)
    assert similarity_matrix(["ferry"], [], {}).shape == (1, 0)
