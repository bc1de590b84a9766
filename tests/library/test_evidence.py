"""Evidence with and without known vectors and ready attributions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from bot.answer.criteria.sentence_ranking import RANK_FEATURES
from bot.answer.evidence.pool import PASSAGES
from bot.answer.judge import COMPARED
from bot.app import App, open_app
from bot.library.evidence import GatheredEvidence
from bot.model.search import NO_FILTER
from bot.settings import load_settings

FERRY = "Ferry line to close\n\nMara Lindt said that the ferry line to Velm will close in May.\n\nNobody was hurt.\n"
OTHERS = 40
COSINE = RANK_FEATURES.index("cosine")
QUESTION = "who said that the ferry line to Velm will close?"


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (folder / "trams.txt").write_text(
        "Trams\n\n" + " ".join(f"Line {number} of the tram will close in June." for number in range(OTHERS)) + "\n",
        encoding="utf-8",
    )
    async with open_app(load_settings(data=tmp_path / "data", corpus=(folder,), _env_file=None)) as opened:
        await opened.sync()
        yield opened


async def gathered(app: App, *, timeout_s: float = 60, whole: bool = True) -> GatheredEvidence:
    query = app.passage_search.parse(QUESTION)
    hits = await app.evidence.find_passages(query, NO_FILTER)
    return await app.evidence.gather(query, hits, timeout_s=timeout_s, whole=whole)


def known(evidence: GatheredEvidence) -> int:
    """Return how many sentences of the pool have a vector."""
    return int(np.count_nonzero(evidence.ranked.features[:, COSINE]))


async def test_of_documents_without_vectors_the_best_sentences_are_encoded_at_once(app: App) -> None:
    assert app.sentence_vectors is not None
    evidence = await gathered(app)
    assert len(evidence.ranked.sentences) > OTHERS
    assert 0 < known(evidence) < len(evidence.ranked.sentences)
    assert "Mara Lindt" in evidence.ranked.sentences[0].text
    assert evidence.ranked.features[0, COSINE] > 0.5


async def test_of_documents_with_vectors_all_sentences_have_theirs(app: App) -> None:
    await app.complete()
    evidence = await gathered(app)
    assert known(evidence) == len(evidence.ranked.sentences)


async def test_only_the_best_are_parsed_and_compared_in_their_order(app: App) -> None:
    evidence = await gathered(app)
    assert len(evidence.compared) == COMPARED
    texts = [sentence.text for sentence in evidence.ranked.sentences[:COMPARED]]
    assert [analysis.text for analysis, _, _ in evidence.compared] == texts


async def test_attributions_are_worked_out_and_tell_who_says_the_best(app: App) -> None:
    evidence = await gathered(app)
    assert evidence.pending == ()
    sources = evidence.compared[0][1]
    assert {"mara", "lindt"} <= sources.content_names


async def test_what_is_not_attributed_in_time_is_pending_and_known_later(app: App) -> None:
    early = await gathered(app, timeout_s=0.0, whole=False)
    best = early.ranked.sentences[0].units.document.id
    assert best in early.pending
    assert not early.compared[0][1].is_attributed
    late = await gathered(app, whole=False)
    assert late.pending == ()
    assert late.compared[0][1].is_attributed


async def test_a_question_asked_again_is_parsed_once_and_weighed_by_the_articles_of_now(app: App) -> None:
    first = (await gathered(app)).question
    (app.folders[0] / "more.txt").write_text("Ferries\n\n" + "The ferry was late.\n\n" * 30, encoding="utf-8")
    await app.sync()
    again = (await gathered(app)).question
    assert {cache.name: cache.entries for cache in app.evidence.caches()}["parsed questions"] == 1
    assert again == first.weighted({word.text: word.weight for word in again.words}.__getitem__)
    [(before, now)] = [
        (old.weight, new.weight) for old, new in zip(first.words, again.words, strict=True) if new.text == "ferry"
    ]
    assert now < before


async def test_a_prepared_article_has_stored_attributions_and_vectors(app: App) -> None:
    assert app.sentence_vectors is not None
    hits = await app.evidence.find_passages(app.passage_search.parse(QUESTION), NO_FILTER)
    documents = await app.documents.get([hits[0].document])
    await app.evidence.prepare(documents)
    async with open_app(app.settings) as later:
        assert (await later.attributions.known(list(documents.values()))).keys() == documents.keys()
        assert later.sentence_vectors is not None
        assert (await later.sentence_vectors.get(list(documents.values()))).keys() == documents.keys()


async def test_the_passages_of_a_question_are_scored_as_when_the_judge_was_fitted(app: App) -> None:
    query = app.passage_search.parse(QUESTION)
    by_words = {(hit.document, hit.ordinal): hit.score for hit in app.index.candidates(query.terms(), PASSAGES)}
    best = max(by_words.values())
    for hit in await app.evidence.find_passages(query, NO_FILTER):
        opening = {0: 0.3, 1: 0.15}.get(hit.ordinal, 0.0)
        assert hit.score == pytest.approx(by_words[hit.document, hit.ordinal] + opening * best)
