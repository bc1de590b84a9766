"""Languages of claims, and the words that negate in each."""

from __future__ import annotations

import pytest

from bot.desk.similarity.comparison import compare
from bot.desk.similarity.detectors.polarity import negation
from bot.desk.similarity.knowledge import load_knowledge
from bot.desk.similarity.labels import phrases
from bot.desk.similarity.languages.detection import language_of
from bot.desk.similarity.languages.word_lists import split_negation
from bot.desk.similarity.normalize import normalize
from bot.desk.similarity.reading import read
from bot.library.english_words import is_everyday
from bot.library.time_words import time_words


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mayor sold the harbour", "en"),
        ("Mayor sold harbour", "en"),
        ("Der Bürgermeister hat den Hafen verkauft", "de"),
        ("Le maire a vendu le port de la ville", "fr"),
        ("El alcalde vendió el puerto de la ciudad", "es"),
        ("O prefeito não vendeu o porto da cidade", "pt"),
        ("Il sindaco ha venduto il porto della città", "it"),
        ("De burgemeester heeft de haven verkocht", "nl"),
        ("Burmistrz nie sprzedał portu w mieście", "pl"),
        ("Мер не продав порт у місті", "uk"),
        ("Мэр продал порт в городе", "ru"),
        ("Borgmästaren sålde hamnen", ""),
        ("Starosta prodal přístav", ""),
        ("", ""),
    ],
)
def test_a_language_is_recognised_by_its_frequent_words(text: str, language: str) -> None:
    assert language_of(text.lower().split(), is_everyday) == language


@pytest.mark.parametrize(
    ("affirmed", "denied", "words"),
    [
        ("Der Hafen wurde verkauft", "Der Hafen wurde nicht verkauft", "nicht verkauft"),
        ("Le maire a vendu le port", "Le maire n'a jamais vendu le port", "n'a jamais vendu"),
        ("El alcalde vendió el puerto", "El alcalde nunca vendió el puerto", "nunca vendió"),
        ("O prefeito vendeu o porto", "O prefeito não vendeu o porto", "não vendeu"),
        ("Il sindaco ha venduto il porto", "Il sindaco non ha venduto il porto", "non ha"),
        ("De haven is verkocht in maart", "De haven is niet verkocht in maart", "niet verkocht"),
        ("Burmistrz jest w porcie", "Burmistrz nie jest w porcie", "nie jest"),
        ("Мер продав порт у місті", "Мер не продав порт у місті", "не продав"),
        ("Мэр продал порт в городе", "Мэр не продал порт в городе", "не продал"),
    ],
)
def test_a_negation_is_named_in_nine_languages(affirmed: str, denied: str, words: str) -> None:
    knowledge = load_knowledge()
    ours, theirs = read(normalize(denied), knowledge), read(normalize(affirmed), knowledge)
    (difference,) = negation(compare(ours, theirs, None, None))
    assert words.startswith(" ".join(phrases(denied, difference.ours)).split()[0])


@pytest.mark.parametrize(
    ("word", "parts"),
    [("didn't", ("did", "not")), ("didnt", ("did", "not")), ("can't", ("can", "not")), ("won't", ("will", "not")),
     ("cannot", ("can", "not")), ("ain't", ("is", "not")), ("want", ("want",)), ("not", ("not",))],
)  # fmt: skip
def test_a_contracted_negation_is_two_words(word: str, parts: tuple[str, ...]) -> None:
    assert split_negation(word) == parts


def test_words_of_time_come_from_dateparser() -> None:
    assert {"gestern", "montag", "mai"} <= time_words("de")
    assert "lundi" in time_words("fr")
    assert time_words("xx") == frozenset()
