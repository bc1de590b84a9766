"""Which words of a typed text are looked for: the rare ones, from every stretch of it, and never very many."""

from __future__ import annotations

import math

import pytest

from bot.quotecheck import typed_quote
from bot.quotecheck.term_rarity import neighbours, rare_words, rarities, weight
from bot.quotecheck.typed_quote import TypedQuote


def whole(typed: TypedQuote) -> tuple[int, int]:
    return 0, len(typed.words)


def looked_up(text: str, held: int = 1, passages: int = 98) -> dict[str, float]:
    typed = typed_quote.read(text)
    return rarities(typed, whole(typed), lambda _: held, passages)


def test_a_word_is_the_rarer_the_fewer_passages_have_it() -> None:
    counts = {"ferry": 99, "Lindholm": 1, "whale": 0}
    typed = typed_quote.read("the ferry to Lindholm, a whale")
    found = rarities(typed, whole(typed), counts.__getitem__, 98)
    assert found == {"ferry": 0.0, "lindholm": pytest.approx(math.log(99) / math.log(100)), "whale": 0.0}


def test_function_words_and_an_editors_words_are_not_looked_up() -> None:
    assert looked_up("the ferry [Nordlink] and [The] tram").keys() == {"ferry", "tram"}


def test_of_a_stretch_the_ten_longest_words_are_looked_up() -> None:
    words = ["x" * length for length in range(2, 16)]
    assert looked_up(" ".join(words)).keys() == set(words[-10:])


def test_of_a_long_text_words_from_its_beginning_its_middle_and_its_end_are_looked_up() -> None:
    words = [f"word{number:04}" for number in range(1000)]
    found = looked_up(" ".join(words))
    assert len(found) == 60
    assert {words.index(word) // 200 for word in found} == {0, 1, 2, 3, 4}
    assert words[0] in found
    assert any(word in found for word in words[-28:])


def test_every_word_of_a_short_text_is_looked_up() -> None:
    words = [f"word{number:02}" for number in range(15)]
    assert looked_up(" ".join(words)).keys() == set(words)
    assert looked_up("ferry").keys() == {"ferry"}
    assert looked_up("") == {}


def test_the_seven_rarest_known_words_of_a_stretch_lead_to_articles() -> None:
    words = [f"Word{number}" for number in range(12)]
    typed = typed_quote.read(" ".join(words))
    rarity = {word.lower(): number / 12 for number, word in enumerate(words)}
    assert rare_words(typed, whole(typed), rarity) == words[:4:-1]


def test_without_a_known_word_any_that_is_no_function_word_is_taken() -> None:
    typed = typed_quote.read("The ferry of the line")
    assert rare_words(typed, whole(typed), {}) == ["ferry", "line"]
    typed = typed_quote.read("What is it")
    assert rare_words(typed, whole(typed), {}) == ["What", "is", "it"]


def test_neighbours_are_pairs_in_the_order_in_which_they_were_typed() -> None:
    typed = typed_quote.read("The Ferry line, the ferry")
    assert neighbours(typed, whole(typed)) == ["the ferry", "ferry line", "line the"]
    assert neighbours(typed, (0, 1)) == []


@pytest.mark.parametrize(("words", "pairs"), [(30, 29), (31, 15), (1000, 30)])
def test_there_are_thirty_pairs_at_the_most(words: int, pairs: int) -> None:
    typed = typed_quote.read(" ".join(f"word{number}" for number in range(words)))
    assert len(neighbours(typed, whole(typed))) == pairs


def test_function_words_hardly_count_and_unknown_words_count_as_rather_rare() -> None:
    assert weight("the", {"the": 1.0}) == weight("ferry", {"ferry": 0.01}) == 0.05
    assert weight("ferry", {"ferry": 0.5}) == 0.5
    assert weight("whale", {}) == weight("whale", {"whale": 0.0}) == 0.7
