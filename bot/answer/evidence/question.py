"""Linguistic analysis of a question: words, frames, numbers, answer type."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.answer.evidence.bound_numbers import BoundNumber, bound_numbers
from bot.answer.evidence.dates import DateMention, dates
from bot.answer.evidence.frames import Frame, frames
from bot.answer.evidence.places import NamedPlace, places
from bot.answer.evidence.polarity import HEDGES, NEGATIVE_STEMS, has_negation
from bot.answer.evidence.quantified import Quantified, quantified
from bot.answer.evidence.statement import as_statement, claim_of
from bot.answer.evidence.wording import days_of, months_of, quantifiers_of
from bot.attribution.lexicon import words_of
from bot.normalize import WORD, fold, stem
from bot.search.frame_words import FRAME_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.tokens import Doc, Token


class AnswerType(StrEnum):
    """The kind of thing in an answer."""

    NUMBER = "number"
    TIME = "time"
    PLACE = "place"
    REASON = "reason"
    PERSON = "person"
    YES_NO = "yes or no"
    MANNER = "manner"
    THING = "thing"
    ANY = "any"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.VERBOSE)


# In order: the first that is found anywhere in the question decides.
_TYPES = (
    (AnswerType.NUMBER, _pattern(r"""
        \b(?: how\s (?:many|much|old|large|big|long|far|high|narrow|tall|often|low|fast)   # how narrow was the vote
          | death\s toll | total | what\s (?:percent\w*|share|number|price|age|rate) )\b""")),  # what share of voters
    (AnswerType.TIME, _pattern(r"\b(?: when | since\s when | (?:what|which)\s (?:day|date|year|month|time) )\b")),
    (AnswerType.PLACE, _pattern(r"\b(?: where | (?:what|which)\s (?:city|country|place|state|town) )\b")),
    (AnswerType.REASON, _pattern(r"\b(?: why | how\s come | what\s (?:caused|made) | reason | what's\s behind )\b")),
    (AnswerType.PERSON, _pattern(r"""
        \b(?: who | whom | whose                                                   # who said it
          | which\s (?:\w+\s)? (?: scientist | expert | senator | governor | lawmaker | official | analyst | outlet
            | paper | company | columnist | minister | professor | author | doctor | writer | leader | group ) )\b""")),
    (AnswerType.YES_NO, _pattern(r"""
        ^(?: is | are | was | were | did | does | do | has | have | had | will | would | can | could | should
           | so\s | any\s )\b""")),
    (AnswerType.MANNER, _pattern(r"\bhow\b")),
    (AnswerType.THING, _pattern(r"\b(?: what | which | whats )\b")),
)  # fmt: skip
_SPEECH = _pattern(r"""
    \b(?: sa(?:y|ys|id|ying) | t(?:ell|ells|old) | claim\w* | think\w* | thought | believ\w* | argu\w* | warn\w*  # say
      | call(?:s|ed)? | describ\w* | explain\w* | report\w* | according | admit\w* | den(?:y|ied|ies) | predict\w*
      | blam\w* | accus\w* | complain\w* | insist\w* | suggest\w* | estimat\w* | view | take | stance | opinion
      | comment(?:s|ed)? | tweet(?:s|ed)?
      | reckon\w* | wrote | write | quote\w* | promis\w* | vow\w* | reveal\w* | confirm\w* | announc\w*
      | make\s of | mean )\b""")  # fmt: skip
_QUESTION_WORDS = words_of("""
    who what which when where why how whom whose
""")
_NAME_TAGS = frozenset({"NNP", "NNPS"})
_SPEECH_AGENT_DEPS = frozenset({"nsubj", "pobj", "poss", "attr"})
_FUNCTION_DEPS = frozenset({"aux", "auxpass", "neg"})  # "ca" and "n't" of "can't" are no words to look for


@dataclass(frozen=True, slots=True)
class QuestionWord:
    """A content word: lower-case text, stem, and IDF weight."""

    text: str
    stem: str
    weight: float
    is_name: bool
    is_verb: bool
    is_number: bool
    lemma: str = ""

    @property
    def is_plain(self) -> bool:
        return not self.is_name and not self.is_number


@dataclass(frozen=True, slots=True)
class QuestionAnalysis:
    """A question's analysis.

    `speaker` are the stems of the name of the asked speaker.
    """

    text: str
    answer_type: AnswerType
    asks_speech: bool
    words: tuple[QuestionWord, ...]
    frames: tuple[Frame, ...]
    numbers: tuple[BoundNumber, ...]
    speaker: frozenset[str]
    is_negated: bool
    has_negative_word: bool
    is_hedged: bool
    quantifiers: frozenset[str]
    months: frozenset[str]
    days: frozenset[str]
    statement: str = ""  # the parsed text: frames, numbers, dates and places have its offsets
    quantities: tuple[Quantified, ...] = ()
    dates: tuple[DateMention, ...] = ()
    places: tuple[NamedPlace, ...] = ()

    @property
    def is_yes_no(self) -> bool:
        return self.answer_type is AnswerType.YES_NO

    def weighted(self, weight: Callable[[str], float]) -> QuestionAnalysis:
        """Return the analysis with other weights, of an index that has changed since."""
        return replace(self, words=tuple(replace(word, weight=weight(word.text)) for word in self.words))


def analyse_question(question: str, nlp: Language, weight: Callable[[str], float]) -> QuestionAnalysis:
    """Return the analysis of a question with its capitals restored.

    `weight` returns the IDF of a word.
    """
    doc = _statement(question, nlp)
    words = [word.lower() for word in WORD.findall(question)]
    return QuestionAnalysis(
        text=question,
        answer_type=next((kind for kind, pattern in _TYPES if pattern.search(question)), AnswerType.ANY),
        asks_speech=_SPEECH.search(question) is not None,
        words=tuple(_content_words(doc, weight)),
        frames=tuple(frame for frame in frames(doc) if frame.agents or frame.patients),
        numbers=bound_numbers(doc),
        speaker=_speaker(doc),
        is_negated=has_negation(words),
        has_negative_word=any(stem(word) in NEGATIVE_STEMS for word in words),
        is_hedged=not HEDGES.isdisjoint(words),
        quantifiers=quantifiers_of(words),
        months=months_of(question),
        days=days_of(question),
        statement=doc.text,
        quantities=quantified(doc),
        dates=dates(doc.text),
        places=places(doc),
    )


def _statement(question: str, nlp: Language) -> Doc:
    doc = nlp(claim_of(question))
    statement = as_statement(doc)
    if statement == doc.text:
        return doc
    moved = nlp(statement)
    if moved[0].text[:1].isupper():
        moved[0].tag_ = "NNP"  # it was not the first word of the question, so its capital is that of a name
    return moved


def _content_words(doc: Doc, weight: Callable[[str], float]) -> list[QuestionWord]:
    found: dict[str, QuestionWord] = {}
    for token in doc:
        if token.dep_ in _FUNCTION_DEPS or not (token.is_alpha or token.like_num):
            continue
        if fold(token.text) in FRAME_WORDS or token.lower_ in _QUESTION_WORDS:
            continue
        found.setdefault(
            stem(token.text),
            QuestionWord(
                text=token.lower_,
                stem=stem(token.text),
                weight=weight(token.text),
                is_name=token.tag_ in _NAME_TAGS,
                is_verb=token.pos_ == "VERB",
                is_number=token.like_num,
                lemma=token.lemma_.lower(),
            ),
        )
    return list(found.values())


def _speaker(doc: Doc) -> frozenset[str]:
    """Return the stems of the named subject of speech.

    "according to" counts as such a verb.
    """
    for token in doc:
        if token.dep_ not in _SPEECH_AGENT_DEPS or token.tag_ not in _NAME_TAGS:
            continue
        if _speaks(token):
            return frozenset(stem(part.text) for part in (token, *token.children) if part.tag_ in _NAME_TAGS)
    return frozenset()


def _speaks(name: Token) -> bool:
    head = name.head
    if name.dep_ == "attr":  # "it was Lind who said"
        return any(
            clause.dep_ == "relcl" and _SPEECH.fullmatch(clause.text) for clause in (*name.children, *head.children)
        )
    if name.dep_ == "pobj":
        return head.lower_ in {"to", "per"} and (head.head.lower_ in {"according", "acc"} or head.lower_ == "per")
    return _SPEECH.fullmatch(head.text) is not None
