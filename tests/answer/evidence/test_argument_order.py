"""Agent and patient, read from word order."""

import pytest

from bot.answer.evidence.argument_order import ArgumentOrder, argument_order
from bot.answer.evidence.units import split_units
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.query import parse
from tests.answer.conftest import document

WORDS = Vocabulary(
    dict.fromkeys(["Russia", "Russian", "China", "Chinese", "Ukraine", "training", "soldiers", "gas", "imports"], 2), 30
)


def telling(question: str, sentence: str) -> ArgumentOrder:
    return argument_order(parse(question, WORDS), split_units(document(sentence, "a.txt")), 0)


@pytest.mark.parametrize(
    "sentence",
    [
        "Russia will train Chinese soldiers.",
        "Russia and China agreed that Russian officers train Chinese soldiers.",
        "Chinese soldiers are trained by Russia.",
        "Members of China's army, all of them soldiers, are due to be trained in Russia.",
        "Russian training for Chinese soldiers goes on.",
        "A pact between Russia and China to train Chinese soldiers was signed.",
    ],
)
def test_the_doer_stands_before_the_deed_or_behind_by(sentence: str) -> None:
    assert telling("who said that Russia trains Chinese soldiers?", sentence) is ArgumentOrder.SAME


@pytest.mark.parametrize(
    "sentence",
    [
        "China will train Russian soldiers.",
        "Russian soldiers are trained by China.",
        "Russian soldiers are to be trained in China this year.",
        "Russian officials approved Chinese training for Russian soldiers.",
    ],
)
def test_the_other_way_round_is_seen(sentence: str) -> None:
    assert telling("who said that Russia trains Chinese soldiers?", sentence) is ArgumentOrder.REVERSED


@pytest.mark.parametrize(
    "sentence",
    ["Russia will train Chinese soldiers on lessons of its war in Ukraine.", "Ukraine watches China. It imports gas."],
)
def test_a_bystander_is_no_doer(sentence: str) -> None:
    assert telling("who said that Ukraine trains Chinese soldiers?", sentence) is ArgumentOrder.UNKNOWN


@pytest.mark.parametrize(
    "question", ["are Chinese soldiers trained by Russia?", "who reported the training of Chinese soldiers by Russia?"]
)
def test_a_question_in_the_passive_names_its_doer_behind_by(question: str) -> None:
    assert telling(question, "Russia will train Chinese soldiers.") is ArgumentOrder.SAME
    assert telling(question, "China will train Russian soldiers.") is ArgumentOrder.REVERSED
