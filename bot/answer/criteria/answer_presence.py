"""Presence of the expected kind of answer in a sentence."""

from __future__ import annotations

import re

from bot.answer.criteria.answer_spans import PLACE, TIME
from bot.answer.criteria.sentence_ranking import REASON
from bot.answer.evidence.question import AnswerType, QuestionAnalysis
from bot.answer.evidence.sentence import SentenceAnalysis
from bot.normalize import WORD, stem

_COUNTED = re.compile(r"\bhow (?:many|much) ((?:\w+ ){0,3}\w+)", re.IGNORECASE)
_NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][\w’'-]+|“?\b[A-Z][\w’'-]+(?= [A-Z])")
_MANNER = re.compile(r"\b(?:by \w+ing|through|using|with|via|means|works?)\b", re.IGNORECASE)
_UNBOUND, _OTHER_NOUN = 0.6, 0.3


def answer_presence(question: QuestionAnalysis, sentence: SentenceAnalysis) -> float:
    """Return the presence of the expected kind, in [0, 1].

    A number has to be bound to the asked noun; dates, places and names have to be new.
    """
    match question.answer_type:
        case AnswerType.NUMBER:
            return _number(question, sentence)
        case AnswerType.TIME:
            return float(_is_new(TIME, question, sentence))
        case AnswerType.PLACE:
            return float(_is_new(PLACE, question, sentence))
        case AnswerType.REASON:
            return float(REASON.search(sentence.text) is not None)
        case AnswerType.PERSON:
            return float(_is_new(_NAME, question, sentence))
        case AnswerType.MANNER:
            return float(_MANNER.search(sentence.text) is not None)
        case _:
            return 0.5


def _number(question: QuestionAnalysis, sentence: SentenceAnalysis) -> float:
    counted = _COUNTED.search(question.text)
    nouns = {stem(word) for word in WORD.findall(counted[1])} if counted else set()
    asked = {number.value for number in question.numbers}
    levels = [
        1.0 if not nouns.isdisjoint(number.nouns) else _UNBOUND if number.unit or not number.nouns else _OTHER_NOUN
        for number in sentence.numbers
        if not number.is_year and number.value not in asked
    ]
    return max(levels, default=0.0)


def _is_new(pattern: re.Pattern[str], question: QuestionAnalysis, sentence: SentenceAnalysis) -> bool:
    """Check the sentence for a match outside the question's words."""
    known = {stem(word) for word in WORD.findall(question.text)}
    return any(not known.issuperset(map(stem, WORD.findall(match[0]))) for match in pattern.finditer(sentence.text))
