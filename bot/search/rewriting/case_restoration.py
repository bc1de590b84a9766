"""Truecasing: capitals for names typed in lower case."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.normalize import Word, fold, words
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.frame_words import FRAME_WORDS, word_set

_GIVEN_NAMES = frozenset({"will", "may"})  # far more often other words than names
_MIN_GIVEN_NAME_SHARE = 0.2  # of the surname's passages; sentence-initial "Will" stays below
_MIN_COOCCURRENCES = 2  # passages
_MIN_CAPITAL_RATIO = 1.5  # passages beside the neighbour with a capital to those without
# Words before the month, and words before the country.
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
    """Return `question` with the capitals of the index's names.

    "did ada lind go" -> "did Ada Lind go". An ambiguous word ("rock", "will") needs a neighbour from the articles.
    """
    if question.isupper():
        question = question.lower()
    tokens = words(question)
    forms = [_unambiguous_form(tokens, index, vocabulary) for index in range(len(tokens))]
    for index in (*range(len(tokens)), *reversed(range(len(tokens)))):
        if forms[index] is None and tokens[index].text[:1].islower():
            forms[index] = _form_beside_name(question, tokens, forms, index, vocabulary)
    for word, name in reversed(list(zip(tokens, forms, strict=True))):
        if name is not None:
            question = question[: word.span.start] + name + question[word.span.end :]
    return question


def _unambiguous_form(tokens: Sequence[Word], index: int, vocabulary: Vocabulary) -> str | None:
    """Return the capitalised form of an unambiguous name, or None.

    A typed capital stays.
    """
    word = tokens[index]
    folded = fold(word.text)
    if not word.text[:1].islower():
        return word.text if word.text[:1].isupper() and index and folded not in FRAME_WORDS else None
    if folded == "us":
        return "US" if _is_the_country(tokens, index, vocabulary) else None
    if folded in _MONTHS and _is_a_month(tokens, index):
        return word.text.capitalize()
    if folded in FRAME_WORDS or folded in _GIVEN_NAMES or not vocabulary.is_name(word.text):
        return None
    name = vocabulary.capital_form(word.text)
    return _in_letters_of(word, name) if name else None


def _form_beside_name(
    question: str, tokens: Sequence[Word], forms: Sequence[str | None], index: int, vocabulary: Vocabulary
) -> str | None:
    """Return an ambiguous word with a capital, or None.

    The articles write it with a capital beside its neighbour in the question.
    """
    word = tokens[index]
    folded = fold(word.text)
    name = vocabulary.capital_form(word.text)
    if name is None or (folded in FRAME_WORDS and folded not in _GIVEN_NAMES) or _is_modal(tokens, index):
        return None
    for neighbour_index in (index - 1, index + 1):
        neighbour = forms[neighbour_index] if 0 <= neighbour_index < len(tokens) else None
        first, second = sorted((index, neighbour_index))
        if neighbour is None or not _are_adjacent(question, tokens[first], tokens[second]):
            continue
        if _is_name_beside(vocabulary.capital_form(neighbour) or neighbour, name, folded, vocabulary):
            return _in_letters_of(word, name)
    return None


def _is_name_beside(neighbour: str, name: str, folded: str, vocabulary: Vocabulary) -> bool:
    """Return True for a name that co-occurs with the neighbour.

    The lower-case word must co-occur much less.
    """
    cooccurrences = vocabulary.together(neighbour, name)
    if cooccurrences < _MIN_COOCCURRENCES:
        return False
    if folded in _GIVEN_NAMES:
        return cooccurrences >= _MIN_GIVEN_NAME_SHARE * vocabulary.form_count(neighbour)
    return cooccurrences >= _MIN_CAPITAL_RATIO * vocabulary.together(neighbour, folded)


def _are_adjacent(question: str, first: Word, second: Word) -> bool:
    return _SIDE_BY_SIDE.fullmatch(question[first.span.end : second.span.start]) is not None


def _is_modal(tokens: Sequence[Word], index: int) -> bool:
    """Return True for "will" or "may" as a modal verb.

    It begins the question or stands right behind a question word.
    """
    return fold(tokens[index].text) in {"will", "may"} and (index == 0 or fold(tokens[index - 1].text) in _ASKING)


def _is_a_month(tokens: Sequence[Word], index: int) -> bool:
    before = fold(tokens[index - 1].text) if index else ""
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    return after[:1].isdigit() or before.isdigit() or before in _BEFORE_A_MONTH


def _is_the_country(tokens: Sequence[Word], index: int, vocabulary: Vocabulary) -> bool:
    if vocabulary.form_count("US") == 0:
        return False
    before = fold(tokens[index - 1].text) if index else "the"
    noun_follows = index + 1 < len(tokens) and fold(tokens[index + 1].text) not in FRAME_WORDS
    return before in _BEFORE_THE_US or (noun_follows and before in _BEFORE_A_NOUN)


def _in_letters_of(word: Word, name: str) -> str:
    """Return `name` with the typed possessive 's of `word`."""
    typed = word.text
    suffix_length = len(typed) - len(fold(typed)) if "'" in typed else 0
    return name + typed[len(typed) - suffix_length :] if suffix_length else name
