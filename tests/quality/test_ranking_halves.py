"""The split and the figures of the ranking's measurement."""

from __future__ import annotations

from tests.quality.ranking_halves import RankedQuestion, RankingFigures, halves


def _question(text: str, *documents: str) -> RankedQuestion:
    return RankedQuestion(text, documents, frozenset((name, "the ferry sank") for name in documents))


def test_articles_that_questions_connect_are_in_one_half() -> None:
    alone = [_question(str(number), f"news-{number}") for number in range(40)]
    linked = [_question("pair", f"news-{number}", f"news-{number + 1}") for number in range(39)]
    assert all(halves(alone).values())
    assert sorted(map(len, halves(alone + linked).values())) == [0, 79]


def test_a_passage_is_right_by_its_words_and_its_article() -> None:
    question = _question("what sank?", "harbour")
    assert question.is_right("harbour", "On Monday “The Ferry — sank”.")
    assert not question.is_right("harbour", "The ferry sanks.")
    assert not question.is_right("quay", "The ferry sank.")


def test_figures_are_printed_as_in_the_table() -> None:
    assert str(RankingFigures(0.7228, 0.9038)) == "0.723 / 0.904"
