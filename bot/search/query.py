"""The parsed question: its reading and its required parts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from bot.model.answers import Correction
from bot.model.search import Term
from bot.normalize import Word, fold, stem, words
from bot.search.expansion.orthography import spelling_variants
from bot.search.expansion.synonyms import variants
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.frame_words import FRAME_WORDS, word_set
from bot.search.intent import Intent, QuestionReading, read_question
from bot.search.numbers import numbers

_VARIANT_WEIGHT = 0.2
_OTHER_READING_WEIGHT = 1.0  # of the other corrections of a misspelt word
# Speech verbs that any statement meets: "who said it" asks for anything, "who denied it" for a denial.
_NEUTRAL_SPEECH_VERBS = word_set("""
say says said tell told report reports reported reveal revealed publish published cover covered write wrote written
author state stated claim claimed note noted add added mention mentioned comment commented describe described
announce announced argue argued explain explained think thought believe believed obtain obtained acquire acquired
review reviewed analyse analysed analyze examine examined assess assessed verify verified confirm confirmed
authenticate break broke
""")
_LEAK_WORDS = "leaked leak obtained confidential classified hacked documents files papers records"
_INTENT_TERMS = {
    Intent.AUTHORSHIP: ("AI", "generated", "assisted", "artificial", "disclosure"),
    Intent.LEAKED: tuple(_LEAK_WORDS.split()),
}
_MODEL = re.compile(r"\b([A-Za-z]{1,2})-(\d+)\b")  # "F-16" is also written "F16"


class QueryPartKind(StrEnum):
    NAME = "name"
    NUMBER = "number"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class QueryPart:
    """A part of the question: a name, a number, or a word.

    A name has one or more words. `weight` is the part's share in the question. `known`: the corpus holds all its words.
    `needed` marks a plain word without which nothing is answered: the action in "who approved X".
    """

    kind: QueryPartKind
    words: tuple[str, ...]
    weight: float
    known: bool = True
    value: float | None = None
    needed: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(stem(word) for word in self.words)

    @property
    def hard(self) -> bool:
        """Return True for a required part: name, number or needed word."""
        return self.needed or self.kind is not QueryPartKind.WORD


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed question: its reading, and its parts by role.

    `spelling_variants` are other spellings in the corpus. `speaker_is_outlet` is true for "according to" an outlet of
    the index.
    """

    question: str
    asked: QuestionReading
    topic: tuple[QueryPart, ...]
    speaker: tuple[QueryPart, ...] = ()
    corrections: tuple[Correction, ...] = ()
    spelling_variants: tuple[Term, ...] = ()
    speaker_is_outlet: bool = False

    @property
    def parts(self) -> tuple[QueryPart, ...]:
        return self.speaker + self.topic

    def terms(self) -> list[Term]:
        """Return the index terms: the question's words, and weaker variants of them."""
        typed = [word for part in self.parts for word in part.words]
        weights = dict.fromkeys(_INTENT_TERMS.get(self.asked.intent, ()), 1.0)
        weights.update({term.text: term.weight for term in self.spelling_variants})
        weights.update(dict.fromkeys(typed, 1.0))
        for word in typed:
            for variant, similarity in variants(stem(word)).items():
                weights.setdefault(variant, _VARIANT_WEIGHT * similarity)
        for correction in self.corrections:
            weights |= {reading: _OTHER_READING_WEIGHT for reading in correction.others if reading not in weights}
        return [Term(text, weight) for text, weight in weights.items()]


def clean(question: str) -> str:
    r"""Return the question on one line without invisible characters, mentions and links.

    >>> clean("who said that?\n<@123> https://example.org")
    'who said that?'
    """
    visible = "".join(character if unicodedata.category(character)[0] != "C" else " " for character in question)
    return " ".join(re.sub(r"<[@#:][^<>]*>|@(?:everyone|here)\b|https?://\S+|[`*_~|]", " ", visible).split())


def topic_words(text: str) -> tuple[str, ...]:
    """Return the words of `text` without frame words.

    >>> topic_words("what did the port say about tolls")
    ('port', 'tolls')
    """
    content_words = [word.text for word in words(clean(text)) if fold(word.text) not in FRAME_WORDS]
    return tuple(dict.fromkeys(content_words))


def parse(
    question: str,
    vocabulary: Vocabulary,
    corrections: tuple[Correction, ...] = (),
    outlets: Collection[str] = (),
) -> Query:
    """Return the query of a cleaned and corrected `question`.

    `outlets` are the names of the index's outlets.
    """
    reading = read_question(question)
    all_capitals = question.isupper()
    is_all_topic = reading.topic.strip() == question.strip(" ?!.")
    topic = _parts(reading.topic, vocabulary, reading, all_capitals=all_capitals, begins_question=is_all_topic)
    speaker = _parts(reading.speaker, vocabulary, reading, all_capitals=all_capitals)
    if reading.context:
        context_reading = replace(reading, verb="", asks_for_agent=False)
        context = _parts(reading.context, vocabulary, context_reading, all_capitals=all_capitals)
        topic = tuple(dict.fromkeys((*topic, *context)))
    if reading.intent is Intent.WHAT_SAID and not speaker:
        # "what did they say about X" names no speaker.
        reading = replace(reading, intent=Intent.WHO_SAID)
    respelled = spelling_variants(" ".join((reading.topic, reading.speaker, reading.context)), vocabulary)
    return Query(question, reading, topic, speaker, corrections, respelled, _is_outlet(reading.speaker, outlets))


def _is_outlet(speaker: str, outlets: Collection[str]) -> bool:
    """Return True for an outlet's name, with or without "the" and blanks."""
    return bool(speaker) and _outlet_key(speaker) in set(map(_outlet_key, outlets))


def _outlet_key(name: str) -> str:
    return "".join(fold(word.text) for word in words(name)).removeprefix("the")


def _parts(
    text: str,
    vocabulary: Vocabulary,
    reading: QuestionReading,
    *,
    all_capitals: bool,
    begins_question: bool = False,
) -> tuple[QueryPart, ...]:
    """Return the parts of `text`, a piece of the question.

    Numbers come first, then names and words in order.
    """
    text = _MODEL.sub(r"\1\2", text)
    tokens = words(text)
    values = numbers(text)
    numeric = [token for token in tokens if any(span.contains(token.span) for _, span in values)]
    parts = [
        QueryPart(
            QueryPartKind.NUMBER, tuple(token.text for token in tokens if span.contains(token.span)), 1.5, value=value
        )
        for value, span in values
        if value not in (0, 1) or text[span.start].isdigit()
    ]
    labels = _token_labels(
        tokens, numeric, vocabulary, reading, all_capitals=all_capitals, begins_question=begins_question
    )
    for (kind, _), run in groupby(zip(tokens, labels, strict=True), key=lambda pair: pair[1]):
        if kind is None:
            continue
        written = tuple(token.text for token, _ in run)
        known = all(vocabulary.knows(word) for word in written)
        weight = max(vocabulary.weight(word) for word in written) * (1.5 if kind is QueryPartKind.NAME else 1.0)
        is_denial = reading.verb in written and stem(reading.verb) == "deni"
        needed = is_denial or (reading.asks_for_agent and not parts and kind is QueryPartKind.WORD)
        parts.append(QueryPart(kind, written, weight, known, needed=needed))
    return tuple(dict.fromkeys(parts))


def _token_labels(
    tokens: Sequence[Word],
    numeric: Collection[Word],
    vocabulary: Vocabulary,
    reading: QuestionReading,
    *,
    all_capitals: bool,
    begins_question: bool,
) -> list[tuple[QueryPartKind | None, int]]:
    """Return each token's kind and group number, None for one without content.

    A run of capitalised words shares one number; it is one name. Every other word is a part of its own.
    """
    labels: list[tuple[QueryPartKind | None, int]] = []
    awaits_verb = reading.intent is Intent.WHO_SAID
    for index, token in enumerate(tokens):
        lower = token.text.lower()
        is_frame_word = fold(token.text) in FRAME_WORDS and not _is_acronym(token.text, all_capitals)
        is_capitalised = token.text[:1].isupper() and not all_capitals and not (begins_question and index == 0)
        if token in numeric or len(token.text) == 1 or is_frame_word:
            labels.append((None, index))
        elif awaits_verb and lower == reading.verb.lower():
            awaits_verb = False
            labels.append((None if lower in _NEUTRAL_SPEECH_VERBS else QueryPartKind.WORD, index))
        elif is_capitalised:
            labels.append((QueryPartKind.NAME, -1))
        else:
            labels.append((QueryPartKind.NAME if vocabulary.is_name(token.text) else QueryPartKind.WORD, index))
    return labels


def _is_acronym(word: str, all_capitals: bool) -> bool:
    return len(word) > 1 and word.isupper() and not all_capitals
