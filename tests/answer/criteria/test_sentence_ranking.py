"""Ranking features: names, numbers, sources, kinds of answer, vectors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.answer.criteria.sentence_ranking import RANK_FEATURES, rank_features
from bot.answer.evidence.pool import PoolSentence, sentence_pool
from bot.answer.evidence.sources import DocumentSources, UnitSources
from bot.answer.evidence.units import DocumentUnits, split_units
from bot.attribution.pipeline import attribute
from bot.model.search import Hit
from bot.model.spans import Span
from tests.answer.comparing import analyse
from tests.answer.conftest import document

if TYPE_CHECKING:
    from spacy.language import Language

TEXT = """The harbour

The ferry Orla carried 40 lorries to Velm.

Mara Lindt said that the ferry is unsafe because the hull leaks.

It rained. Was anybody hurt?
"""
FIRST, SAID, RAINED, ASKED = 1, 2, 3, 4


def features(question: str, nlp: Language, vectors: np.ndarray | None = None) -> dict[str, list[float]]:
    """Return each feature of the four sentences below the heading, by its name."""
    article = document(TEXT, "a.txt")
    units = split_units(article)
    assert [unit.span.of(article.text)[:3] for unit in units.units] == ["The", "The", "Mar", "It ", "Was"]
    sources = DocumentSources(units, attribute(article, nlp))
    pool = [PoolSentence(units, position, 0, 1.0) for position in (FIRST, SAID, RAINED, ASKED)]
    query, known = (None, {}) if vectors is None else (np.array([1, 0], np.float32), {article.id: vectors})
    rows = rank_features(analyse(question, nlp), pool, lambda sentence: sources.of(sentence.position), query, known)
    return dict(zip(RANK_FEATURES, rows.T.tolist(), strict=True))


@pytest.mark.parametrize(
    ("feature", "question", "values"),
    [
        ("names", "did the Orla sail?", [1, 0, 0, 0]),
        ("names with context", "did the Orla sail?", [1, 1, 0, 0]),
        ("names in the article", "did the Orla sail to Oster?", [0.5] * 4),
        ("a name is missing", "did the Orla sail to Oster?", [1] * 4),
        ("a name is missing", "did the Orla sail?", [0] * 4),
        ("numbers", "did the Orla carry 40 lorries?", [1, 0, 0, 0]),
        ("a number is missing", "did the Orla carry 40 lorries?", [0, 1, 1, 1]),
        ("a number is missing", "did the Orla carry 40 lorries and 9 cars?", [1, 1, 1, 1]),
        ("source is named in the question", "what did Mara Lindt say about the ferry?", [0, 1, 0, 0]),
        ("source named and speech asked", "what did Mara Lindt say about the ferry?", [0, 1, 0, 0]),
        ("source named and speech asked", "did Mara Lindt sell the ferry?", [0] * 4),
        ("has a source", "did the ferry sink?", [0, 1, 0, 0]),
        ("answer type number", "how many lorries did the Orla carry?", [1, 0, 0, 0]),
        ("answer type reason", "why is the ferry unsafe?", [0, 1, 0, 0]),
        ("answer type person", "who said that the ferry is unsafe?", [0, 1, 0, 0]),
        ("answer type", "did the ferry sink?", [0] * 4),
        ("is a question", "did the ferry sink?", [0, 0, 0, 1]),
    ],
)
def test_a_feature_tells_the_sentences_apart(feature: str, question: str, values: list[float], nlp: Language) -> None:
    assert features(question, nlp)[feature] == values


def test_more_of_the_words_weigh_more_and_gaps_are_counted_from_the_best(nlp: Language) -> None:
    found = features("did the ferry Orla carry lorries?", nlp)
    assert found["coverage"][0] == max(found["coverage"]) > found["coverage"][1] > found["coverage"][2] == 0
    assert found["coverage gap"][0] == 0
    assert found["coverage gap"][1] == pytest.approx(found["coverage"][1] - found["coverage"][0])
    assert found["bm25 rank"][0] == 1
    assert found["coverage with context"][1] > found["coverage"][1]


def test_what_is_near_in_meaning_comes_first_and_gaps_are_counted_from_it(nlp: Language) -> None:
    vectors = np.array([[0, 0], [0.6, 0.8], [1, 0], [0, 1], [0, 0]], np.float32)
    found = features("did the ferry sink?", nlp, vectors)
    assert found["cosine"] == pytest.approx([0.6, 1, 0, 0])
    assert found["cosine gap"] == pytest.approx([-0.4, 0, -1, -1])
    assert found["cosine rank"][:2] == [0.5, 1]
    assert found["cosine with context"][2] > 0  # the sentence before it lends it some


def test_without_a_model_of_meaning_all_cosines_are_unknown(nlp: Language) -> None:
    found = features("did the ferry sink?", nlp)
    assert all(np.isnan(value) for name in found if "cosine" in name for value in found[name])
    assert not any(np.isnan(value) for name in found if "cosine" not in name for value in found[name])


def test_an_empty_pool_has_no_rows(nlp: Language) -> None:
    rows = rank_features(analyse("did it sink?", nlp), [], lambda _: UnitSources(()), None, {})
    assert rows.shape == (0, len(RANK_FEATURES))


def test_the_pool_holds_each_sentence_once_with_its_best_passage() -> None:
    units = split_units(document(TEXT, "a.txt"))
    spans = [unit.span for unit in units.units]
    hits = [
        Hit("a", 0, Span(spans[FIRST].start, spans[SAID].end), 8.0),
        Hit("gone", 0, Span(0, 10), 6.0),
        Hit("a", 1, Span(spans[SAID].start, spans[RAINED].end), 2.0),
    ]
    pool = sentence_pool(hits, {"a": _named(units, "a")})
    ranked = [(sentence.position, sentence.passage_rank, sentence.passage_score) for sentence in pool]
    assert ranked == [(FIRST, 0, 1.0), (SAID, 0, 1.0), (RAINED, 2, 0.25)]
    assert pool[0].text == "The ferry Orla carried 40 lorries to Velm."


def test_no_passages_make_no_pool() -> None:
    assert sentence_pool([], {}) == []


def _named(units: DocumentUnits, id_: str) -> DocumentUnits:
    return replace(units, document=replace(units.document, reference=replace(units.document.reference, id=id_)))


def test_sources_are_told_apart_by_what_of_them_stands_in_a_sentence(nlp: Language) -> None:
    article = document(
        "---\ntitle: Ferry\noutlet: Velm Courier\n---\n\nMara Lindt spoke on Monday. "
        "She said that the ferry is unsafe. Officials would likely say that it is safe.\n\nIt rained.\n",
        "a.md",
    )
    units = split_units(article)
    sources = DocumentSources(units, attribute(article, nlp))
    named = {unit.span.of(article.text): sources.of(position) for position, unit in enumerate(units.units)}
    of_saying = named["She said that the ferry is unsafe."]
    assert {"mara", "lindt"} <= of_saying.content_names
    assert of_saying.has_named_source
    assert of_saying.is_attributed
    assert not of_saying.is_hypothetical
    assert {"velm", "courier"} <= of_saying.outlet_names
    assert named["Officials would likely say that it is safe."].is_hypothetical
    assert not named["It rained."].is_attributed
