"""Shorthand of people on deadline, read in full."""

import pytest

from bot.normalize import fold
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.frame_words import FRAME_WORDS
from bot.search.query import parse
from bot.search.rewriting.context_remarks import drop_remarks
from bot.search.rewriting.shorthand import expand_shorthand

WORDS = Vocabulary({"California": 60, "Lindt": 9, "tolls": 8, "Moss": 4, "Mosses": 1, "Mora": 50, "Moras": 2}, 100)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("wat did lindt say abt ppl n tolls???", "what did lindt say about people and tolls?"),
        ("whats the toll w/ a car, w/o a car b4 noon", "what's the toll with a car, without a car before noon"),
        ("isnt it so, didnt they, wont they, cant they", "isn't it so, didn't they, won't they, can't they"),
        ("DIDNT LINDT SAY SO", "didn't lindt say so"),
        ("y did lindt go", "why did lindt go"),
        ("lindt quit, says who?", "who says lindt quit?"),
        ("says who that lindt quit", "who says that lindt quit"),
        ("acc to lindt is it 5 mil", "according to lindt is it 5 million"),
        ("any proof that lindt quit?", "is it true that lindt quit?"),
        ("is there any evidence that lindt quit", "is it true that lindt quit"),
        ("is it really true lindt quit", "is it true that lindt quit"),
        ("how come lindt quit", "why lindt quit"),
        ("hey wtf is the toll lol", "is the toll"),
        ("ok so, who raised it pls", "who raised it"),
        ("the pm said at 5 pm", "the prime minister said at 5 pm"),
        ("re: tolls", "tolls"),
        ("on nov 3 2021 n 4 dec", "on November 3 2021 and 4 December"),
        ("lindt quit, right?", "is it true that lindt quit?"),
        ("so lindt quit the council?", "is it true that lindt quit the council?"),
        ("californias tolls - total?", "california's tolls - total?"),
    ],
)
def test_shorthand_is_read_in_full(typed: str, read: str) -> None:
    assert expand_shorthand(typed, WORDS) == read


@pytest.mark.parametrize(
    "question",
    [
        "as is her wont",
        "moral cant from the bench",
        "260k, 2.5bn and 3m",
        "“wat u r doin n y” who said it",
        "who said 'i dont wanna go'",
        "is the in n out in Lund open",
        "were its ill effects well known",
        "what did r&b singers do",
        "who won at the u of lund",
        "how many moras are there",
        "pls",
        "who said that",
    ],
)
def test_what_may_mean_something_else_stays(question: str) -> None:
    assert expand_shorthand(question, WORDS) == question


def test_a_possessive_is_read_only_if_the_plural_is_much_rarer_than_the_name() -> None:
    assert expand_shorthand("moras tolls", Vocabulary({"Mora": 100, "Moras": 2}, 100)) == "mora's tolls"
    assert expand_shorthand("moras tolls", Vocabulary({"Mora": 99, "Moras": 2}, 100)) == "moras tolls"
    assert expand_shorthand("the californias tolls", WORDS) == "the californias tolls"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("reader asks if Lindt quit, is that so?", "is it true that Lindt quit?"),
        ("Was it open? A reader is asking and I need it before 5", "Was it open?"),
        ("writing up the flood in Lund, which mayor spoke", "flood in Lund: which mayor spoke"),
        ("do we know why Lindt quit", "why Lindt quit"),
        ("who did the readers ask", "who did the readers ask"),
    ],
)
def test_remarks_around_a_question_are_dropped(typed: str, asked: str) -> None:
    assert drop_remarks(typed) == asked


@pytest.mark.parametrize("word", ["isnt", "didn't", "whats", "who's", "theyll", "lol", "wat", "ur"])
def test_shorthand_is_never_looked_for(word: str) -> None:
    assert fold(word) in FRAME_WORDS
    assert [part.text for part in parse(f"{word} tolls", WORDS).parts] == ["tolls"]


@pytest.mark.parametrize("word", ["ill", "shell", "well", "shed"])
def test_a_word_of_its_own_is_looked_for(word: str) -> None:
    assert word not in FRAME_WORDS
