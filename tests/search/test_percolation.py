"""Stored queries are looked up by an article's words, and none that may match is missed."""

from __future__ import annotations

from random import Random

from bot.search.expansion.vocabulary import Vocabulary
from bot.search.percolation import Percolator, StoredQuery, phrase_stems, stored_phrase, stored_query
from bot.search.query import parse

VOCABULARY = Vocabulary({"Orlets": 3, "Weiss": 2, "lighthouse": 5, "ferry": 9, "council": 40}, 50)


def percolator(*queries: StoredQuery) -> Percolator:
    return Percolator(queries, VOCABULARY.frequency)


def asked(question: str, id_: int = 1) -> StoredQuery:
    return stored_query(id_, parse(question, VOCABULARY).parts)


def held(text: str) -> frozenset[str]:
    return frozenset(phrase_stems(text))


def test_an_article_with_the_names_and_half_of_the_words_is_a_candidate() -> None:
    index = percolator(asked("did the council close the lighthouse at Orlets?"))
    assert index.candidates(held("Orlets has a council")) == [1]
    assert index.candidates(held("Orlets has a harbour")) == []
    assert index.candidates(held("the council closed a lighthouse")) == []


def test_a_synonym_counts_as_the_word() -> None:
    assert percolator(asked("what did the Kremlin say?")).candidates(held("Russia said nothing")) == [1]


def test_a_long_name_is_found_by_its_initials() -> None:
    index = percolator(asked("what did the International Atomic Energy Agency find?"))
    assert index.candidates(held("the IAEA found traces")) == [1]


def test_another_number_is_no_obstacle() -> None:
    index = percolator(asked("did 40 divers leave Orlets?"))
    assert index.candidates(held("12 divers left Orlets")) == [1]


def test_a_phrase_needs_all_its_words() -> None:
    index = percolator(stored_phrase(7, "Harbour Watch"))
    assert index.candidates(held("the watch at the harbour")) == [7]
    assert index.candidates(held("the harbour")) == []


def test_a_query_is_filed_under_few_words_and_never_missed() -> None:
    """Compared with asking every query, on random queries and articles."""
    random, words = Random(5), [f"word{number}" for number in range(30)]

    def some(most: int) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(random.sample(words, random.randint(1, 2))) for _ in range(random.randint(0, most)))

    queries = [query for id_ in range(300) if (query := StoredQuery(id_, some(2), some(5))).required or query.other]
    index = Percolator(queries, lambda word: int(word.removeprefix("word")) % 7)
    for _ in range(200):
        article = frozenset(random.sample(words, random.randint(1, 12)))
        assert index.candidates(article) == [query.id for query in queries if query.may_match(article)]
