"""A question taken apart: what kind of answer it wants, and every part that an answer's evidence must carry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from bot.model.answers import Correction
from bot.model.search import Term
from bot.normalize import Word, fold, stem, words
from bot.search.expansion.orthography import spelling_variants
from bot.search.expansion.synonyms import variants
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.frame_words import FRAME_WORDS
from bot.search.intent import Intent, QuestionReading, read_question
from bot.search.numbers import numbers

_VARIANT_WEIGHT = 0.2
_GUESS_WEIGHT = 1.0  # of a word that a misspelt one may stand for as well
# Verbs of telling that tell nothing more: "who denied it" asks after a denial, "who said it" after anything.
_PLAIN_TELLING_WORDS = """
say says said tell told report reports reported reveal revealed publish published cover covered write wrote written
author state stated claim claimed note noted add added mention mentioned comment commented describe described
announce announced argue argued explain explained think thought believe believed obtain obtained acquire acquired
review reviewed analyse analysed analyze examine examined assess assessed verify verified confirm confirmed
authenticate break broke
"""
_PLAIN_TELLING = frozenset(_PLAIN_TELLING_WORDS.split())
_LEAKING = (
    "leaked",
    "leak",
    "obtained",
    "confidential",
    "classified",
    "hacked",
    "documents",
    "files",
    "papers",
    "records",
)
_DISCLOSING = ("AI", "generated", "assisted", "artificial", "disclosure")
_MODEL = re.compile(r"\b([A-Za-z]{1,2})-(\d+)\b")  # an F-16 is written F16 as well


class QueryPartKind(StrEnum):
    NAME = "name"
    NUMBER = "number"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class QueryPart:
    """One thing that the question names: a name (of one or several words), a number, or a word.

    `weight` is how much of the question it carries. `known` is whether the corpus holds all its words at all;
    `needed` marks a plain word without which nothing is answered: what "who approved X" asks about.
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
        """Tell whether evidence without this part is no evidence: a name or a number can't be left out."""
        return self.needed or self.kind is not QueryPartKind.WORD


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `topic` and `speaker` hold the parts; `asked` what kind of answer they are parts of.

    `respelled` are other ways in which the corpus may write the words. `speaker_is_outlet` holds for "according to" an
    outlet that the index knows.
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
        """Return the words to ask the index for: those of the question, and weaker, what stands for them."""
        own = {Intent.AUTHORSHIP: _DISCLOSING, Intent.LEAKED: _LEAKING}
        weighted = dict.fromkeys(own.get(self.asked.intent, ()), 1.0)
        typed = [word for part in self.parts for word in part.words]
        weighted.update({term.text: term.weight for term in self.spelling_variants})
        weighted.update(dict.fromkeys(typed, 1.0))
        for word in typed:
            for other, level in variants(stem(word)).items():
                weighted.setdefault(other, _VARIANT_WEIGHT * level)
        for correction in self.corrections:
            weighted |= {other: _GUESS_WEIGHT for other in correction.others if other not in weighted}
        return [Term(text, weight) for text, weight in weighted.items()]


def clean(question: str) -> str:
    """Return the question without control and direction marks, mentions or addresses, on one line."""
    visible = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in question)
    return " ".join(re.sub(r"<[@#:][^>]*>|@(?:everyone|here)\b|https?://\S+|[`*_~|]", " ", visible).split())


def topic_words(text: str) -> tuple[str, ...]:
    """Return the words of `text` that evidence has to hold, without those that a question is built with."""
    found = [word.text for word in words(clean(text)) if fold(word.text) not in FRAME_WORDS]
    return tuple(dict.fromkeys(found))


def parse(
    question: str,
    vocabulary: Vocabulary,
    corrections: tuple[Correction, ...] = (),
    outlets: Collection[str] = (),
) -> Query:
    """Return the query that `question` (already cleaned and corrected) asks.

    `outlets` are the names of those that the index knows.
    """
    asked = read_question(question)
    shouted = question.isupper()
    topic = _parts(asked.topic, vocabulary, asked, shouted=shouted, first=asked.topic.strip() == question.strip(" ?!."))
    speaker = _parts(asked.speaker, vocabulary, asked, shouted=shouted, first=False)
    if asked.context:
        context = _parts(
            asked.context, vocabulary, replace(asked, verb="", asks_for_agent=False), shouted=shouted, first=False
        )
        topic = tuple(dict.fromkeys((*topic, *context)))
    if asked.intent is Intent.WHAT_SAID and not speaker:
        # "what did they say about X": nobody in particular is asked after.
        asked = replace(asked, intent=Intent.WHO_SAID)
    written = spelling_variants(" ".join((asked.topic, asked.speaker, asked.context)), vocabulary)
    return Query(question, asked, topic, speaker, corrections, written, _is_outlet(asked.speaker, outlets))


def _is_outlet(speaker: str, outlets: Collection[str]) -> bool:
    """Tell whether `speaker` is the name of an outlet, with or without its article or blanks."""
    return bool(speaker) and _outlet_key(speaker) in set(map(_outlet_key, outlets))


def _outlet_key(name: str) -> str:
    return "".join(fold(word.text) for word in words(name)).removeprefix("the")


def _parts(
    text: str, vocabulary: Vocabulary, asked: QuestionReading, *, shouted: bool, first: bool
) -> tuple[QueryPart, ...]:
    text = _MODEL.sub(r"\1\2", text)
    found = words(text)
    values = numbers(text)
    numbered = [word for word in found if any(span.contains(word.span) for _, span in values)]
    parts = [
        QueryPart(QueryPartKind.NUMBER, tuple(w.text for w in found if span.contains(w.span)), 1.5, value=value)
        for value, span in values
        if value not in (0, 1) or text[span.start].isdigit()
    ]
    told = False

    def label(pair: tuple[int, Word]) -> tuple[QueryPartKind | None, int]:
        """Group a run of capitalised words into one name; everything else stands alone."""
        nonlocal told
        index, word = pair
        lower = word.text.lower()
        if (
            word in numbered
            or len(word.text) == 1
            or (fold(word.text) in FRAME_WORDS and not _acronym(word.text, shouted))
        ):
            return None, index
        if lower == asked.verb.lower() and not told and asked.intent is Intent.WHO_SAID:
            told = True
            return (None if lower in _PLAIN_TELLING else QueryPartKind.WORD), index
        capital = word.text[:1].isupper() and not shouted and not (first and index == 0)
        if capital:
            return QueryPartKind.NAME, -1
        return (QueryPartKind.NAME if vocabulary.is_name(word.text) else QueryPartKind.WORD), index

    for (kind, _), run in groupby(enumerate(found), key=label):
        if kind is None:
            continue
        written = tuple(word.text for _, word in run)
        known = all(vocabulary.knows(word) for word in written)
        weight = max(vocabulary.weight(word) for word in written) * (1.5 if kind is QueryPartKind.NAME else 1.0)
        denied = asked.verb in written and stem(asked.verb) == "deni"
        needed = denied or (asked.asks_for_agent and not parts and kind is QueryPartKind.WORD)
        parts.append(QueryPart(kind, written, weight, known, needed=needed))
    return tuple(dict.fromkeys(parts))


def _acronym(word: str, shouted: bool) -> bool:
    """Tell "US" from "us" and "IT" from "it"."""
    return len(word) > 1 and word.isupper() and not shouted
