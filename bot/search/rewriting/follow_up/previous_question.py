"""The question before a follow-up, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.search.compound_questions import CompoundKind, split_question
from bot.search.frame_words import word_set
from bot.search.intent import QuestionReading, read_question
from bot.search.question_topic import PREPOSITIONS
from bot.search.refusals.unanswerable_input import LONGEST
from bot.search.rewriting.follow_up.function_words import AUXILIARIES, LEAD_INS, PRONOUNS, QUESTION_WORDS

CLOSING_MARKS = " \t\n?!.…\"'“”"
NAME_PATTERN = r"\b[A-Z][\w'.-]*(?: (?:(?:de|van|von|bin|al|of|the) )?[A-Z][\w'.-]*)*"
_NAME = re.compile(NAME_PATTERN)
_MONTHS_AND_DAYS = word_set("""
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    """)
_QUESTION_WORD_AND_BODY = re.compile(
    r"""
    (?P<question_word>
        (?:(?:on|in|at)\ )?(?:what|which)\ (?:day|date|year|month|time|place|city|country)
      | how\ (?:many|much|long|often|far|old|big) | (?:since|until)\ when
      | whom? | whose | what | which | when | where | why | how
    )\b\s*
    (?P<body>.*)
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class CompletedQuestion:
    """A completed follow-up; `carried_over` describes the words it took."""

    question: str
    carried_over: str


@dataclass(frozen=True)
class PreviousQuestion:
    """The first half of the question before, without closing marks.

    `side` is one side of a comparison as a question of its own, or "".
    """

    text: str
    side: str = ""

    @cached_property
    def reading(self) -> QuestionReading:
        return read_question(self.text)

    @property
    def question_word(self) -> str:
        """Return the question word in lower case, or ""."""
        match = _QUESTION_WORD_AND_BODY.match(self.text)
        return match["question_word"].lower() if match else ""

    @property
    def body(self) -> str:
        match = _QUESTION_WORD_AND_BODY.match(self.text)
        return match["body"] if match else self.lowered

    @property
    def quoted(self) -> str:
        return f"“{self.text}?”"

    @property
    def speaker(self) -> str:
        """Return the named speaker, or "" for none or a pronoun."""
        speaker = self.reading.speaker.strip()
        return "" if speaker.lower() in PRONOUNS else speaker

    @property
    def lowered(self) -> str:
        """Return the text without the capital of its question word or auxiliary."""
        first = self.text.partition(" ")[0].lower()
        return self.text[:1].lower() + self.text[1:] if first in AUXILIARIES | QUESTION_WORDS else self.text

    def append_to(self, question: str) -> CompletedQuestion:
        """Return `question` with this one behind it.

        It is the fallback for questions without a grammatical way to join them.

        >>> PreviousQuestion("Did the crew put out the fire").append_to("how long did it take").question
        'how long did it take: did the crew put out the fire'
        """
        return CompletedQuestion(f"{question.rstrip(CLOSING_MARKS)}: {self.lowered}", self.quoted)


def normalize_question(question: str) -> str:
    """Return `question` with straight apostrophes and single blanks, without closing marks."""
    return " ".join(question.replace("’", "'").split()).strip(CLOSING_MARKS)


def read_previous_question(question: str) -> PreviousQuestion | None:
    """Return the question before, or None for an unusable one.

    An empty or too long question is unusable.
    """
    plain = normalize_question(question)
    if not 0 < len(plain) <= LONGEST:
        return None
    compound = split_question(plain)
    if compound.kind is CompoundKind.COMPARISON:
        return PreviousQuestion(plain, side=compound.parts[0])
    return PreviousQuestion(compound.parts[0])


def names_in(text: str) -> list[str]:
    """Return the capitalised runs of `text` without sentence-initial function words and months.

    >>> names_in("When did Ada Lind of Lund speak in May")
    ['Ada Lind of Lund']
    """
    names = []
    for match in _NAME.finditer(text):
        words = match[0].split()
        if match.start() == 0 and words[0].lower() in QUESTION_WORDS | AUXILIARIES | LEAD_INS | set(PREPOSITIONS):
            words = words[1:]
        if words and not _MONTHS_AND_DAYS.issuperset(words):
            names.append(" ".join(words).removesuffix("'s"))
    return names
