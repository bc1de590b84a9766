"""Capitals of names, given back to questions typed in lower case: "did ada lind go" -> "did Ada Lind go"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.normalize import Word, fold, words
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.frame_words import FRAME_WORDS, word_set

_GIVEN_NAMES = frozenset({"will", "may"})  # names that are other words far more often
_OFTEN_TOGETHER = 0.2  # of a name's passages hold the given name, too: more than a sentence's first word gives
_FEWEST_TOGETHER = 2
_DOMINATES = 1.5  # times as many passages with its neighbour must write an ambiguous word with a capital as without
# What stands before the month, and what before the country.
_BEFORE_A_MONTH = word_set("in since until till by early late mid last this next of through from")
_BEFORE_THE_US = word_set("""
    the in did does do is was are were has have had will would can could should and or vs why when how where than after
    before other new current former across top per which what under outside inside that into
    """)
_BEFORE_A_NOUN = word_set("of for by from with to against between about on all some many most more any")
_ASKING = word_set("who what when where why how which whose whom that he she it they we i you")
_SIDE_BY_SIDE = re.compile(r"[ -]")
_MONTHS = frozenset({"may", "march"})


def restore_case(question: str, vocabulary: Vocabulary) -> str:
    """Return `question` with the capitals of the names that the index knows.

    A word that is a name only sometimes ("rock", "will") needs a neighbour that it stands beside in the articles.
    """
    if question.isupper():
        question = question.lower()
    found = words(question)
    restored = [_certain(found, index, vocabulary) for index in range(len(found))]
    for index in (*range(len(found)), *reversed(range(len(found)))):
        if restored[index] is None and found[index].text[:1].islower():
            restored[index] = _beside_a_name(question, found, restored, index, vocabulary)
    for word, name in reversed(list(zip(found, restored, strict=True))):
        if name is not None:
            question = question[: word.span.start] + name + question[word.span.end :]
    return question


def _certain(found: Sequence[Word], index: int, vocabulary: Vocabulary) -> str | None:
    """Return the word as a name where it can hardly be anything else; a typed capital stays as it is."""
    word = found[index]
    folded = fold(word.text)
    if not word.text[:1].islower():
        return word.text if word.text[:1].isupper() and index and folded not in FRAME_WORDS else None
    if folded == "us":
        return "US" if _is_the_country(found, index, vocabulary) else None
    if folded in _MONTHS and _is_a_month(found, index):
        return word.text.capitalize()
    if folded in FRAME_WORDS or folded in _GIVEN_NAMES or not vocabulary.is_name(word.text):
        return None
    name = vocabulary.capital_form(word.text)
    return _written(word, name) if name else None


def _beside_a_name(
    question: str, found: Sequence[Word], restored: Sequence[str | None], index: int, vocabulary: Vocabulary
) -> str | None:
    """Return an ambiguous word with its capital if the articles write it so beside the name next to it."""
    word = found[index]
    folded = fold(word.text)
    name = vocabulary.capital_form(word.text)
    if name is None or (folded in FRAME_WORDS and folded not in _GIVEN_NAMES) or _is_modal(found, index):
        return None
    for other in (index - 1, index + 1):
        neighbour = restored[other] if 0 <= other < len(found) else None
        if neighbour is None or not _adjacent(question, found[min(index, other)], found[max(index, other)]):
            continue
        if _stands_beside(vocabulary.capital_form(neighbour) or neighbour, name, folded, vocabulary):
            return _written(word, name)
    return None


def _stands_beside(neighbour: str, name: str, folded: str, vocabulary: Vocabulary) -> bool:
    """Tell whether passages with the neighbour hold `name` too, and seldom the word in lower case."""
    both = vocabulary.together(neighbour, name)
    if both < _FEWEST_TOGETHER:
        return False
    if folded in _GIVEN_NAMES:
        return both >= _OFTEN_TOGETHER * vocabulary.form_count(neighbour)
    return both >= _DOMINATES * vocabulary.together(neighbour, folded)


def _adjacent(question: str, first: Word, second: Word) -> bool:
    return _SIDE_BY_SIDE.fullmatch(question[first.span.end : second.span.start]) is not None


def _is_modal(found: Sequence[Word], index: int) -> bool:
    """Tell whether "will" or "may" asks: it begins the question, or stands right behind a question word."""
    return fold(found[index].text) in {"will", "may"} and (index == 0 or fold(found[index - 1].text) in _ASKING)


def _is_a_month(found: Sequence[Word], index: int) -> bool:
    before = fold(found[index - 1].text) if index else ""
    after = found[index + 1].text if index + 1 < len(found) else ""
    return after[:1].isdigit() or before.isdigit() or before in _BEFORE_A_MONTH


def _is_the_country(found: Sequence[Word], index: int, vocabulary: Vocabulary) -> bool:
    if vocabulary.form_count("US") == 0:
        return False
    before = fold(found[index - 1].text) if index else "the"
    last = index + 1 == len(found)
    noun_follows = not last and fold(found[index + 1].text) not in FRAME_WORDS
    return before in _BEFORE_THE_US or (noun_follows and before in _BEFORE_A_NOUN)


def _written(word: Word, name: str) -> str:
    """Return `word` in the letters of `name`, with a possessive 's where it was typed with one."""
    typed = word.text
    cut = len(typed) - len(fold(typed)) if "'" in typed else 0
    return name + typed[len(typed) - cut :] if cut else name
