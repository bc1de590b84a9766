"""What kind of answer a question wants, read from its form of words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.model.attribution import Role
from bot.search.compound_questions import CompoundKind, split_question
from bot.search.leak_questions import strip_leak_phrase
from bot.search.quantity_type import QuantityType, quantity_asked_for
from bot.search.question_forms import articles, facts, fragments, framing, people, reasons, statements
from bot.search.speech_verbs import SPEECH

__all__ = ["SPEECH", "ExpectedAnswer", "Intent", "QuestionReading", "read_question"]


class Intent(StrEnum):
    WHO_SAID = "who said"
    WHAT_SAID = "what was said"
    WHICH_DOCUMENTS = "which documents"
    INDEPENDENCE = "independence"
    AUTHORSHIP = "authorship"
    LEAKED = "leaked"
    WHO_IS = "who is"
    IS_IT_SO = "is it so"
    HOW_WHY = "how or why"
    COMPARISON = "comparison"
    FACT = "fact"


class ExpectedAnswer(StrEnum):
    """What must stand in the answer of a question."""

    NUMBER = "number"
    TIME = "time"
    PLACE = "place"
    PERSON = "person"
    REASON = "reason"
    WAY = "way"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """A question's intent and the pieces its form gives away.

    `speaker` and `topic` are the words between the fixed ones; `verb` is the word of telling between them, `role` what
    somebody is asked to have done by it (None where no such word is there). `context` is what a question is put under:
    "tolls in Lund: who wants them".
    """

    intent: Intent
    topic: str
    speaker: str = ""
    role: Role | None = None
    expected: ExpectedAnswer = ExpectedAnswer.ANYTHING
    verb: str = ""
    asks_for_agent: bool = False  # "who approved X": the topic begins with what somebody did
    quantity_type: QuantityType = QuantityType.ANY
    counted: tuple[str, ...] = ()  # "how many ships took part": the words that say what is counted
    context: str = ""
    second: str = ""  # "... and when?": the second half of a question
    also: QuestionReading | None = None  # what that asks of the same thing; None where it asks after another


def read_question(question: str) -> QuestionReading:
    """Return what kind of answer `question` wants; letter case and closing marks don't matter, and case is kept."""
    plain = framing.ADDRESS.sub("", question.replace("’", "'").strip(" \t\n?!.…\"'"))
    compound = split_question(plain)
    if compound.kind is CompoundKind.COMPARISON:
        return replace(_single(plain), intent=Intent.COMPARISON)
    if compound.kind is CompoundKind.SINGLE:
        return _single(plain)
    first, second = compound.typed
    also = _single(second) if compound.same_event else None
    return replace(_single(first), second=second, also=also)


def _single(plain: str) -> QuestionReading:
    under = framing.CONTEXT.match(plain) or framing.CONTEXT_FRAGMENT.match(plain)
    if under and not framing.ACCORDING_FIRST.match(plain) and (asked := _read(under["question"])):
        return _of_the_context(asked, under["context"].strip())
    return _read(plain) or _fragment(plain)


def _of_the_context(asked: QuestionReading, context: str) -> QuestionReading:
    """Put a question under its context: "Lind of the council, does he think so" asks of Lind."""
    if asked.speaker.lower() in {"he", "she", "they"}:
        return replace(asked, speaker=context, context=asked.context)
    return replace(asked, context=context)


def _read(plain: str) -> QuestionReading | None:
    """Read a question by its form; None for a mere run of words."""
    for pattern in (framing.ACCORDING_FIRST, framing.ACCORDING_LAST):
        if (m := pattern.match(plain)) and (asked := _asked(m["question"])):
            return replace(asked, speaker=asked.speaker or _first(m, "speaker", "owner").strip())
    return _asked(plain)


def _asked(plain: str) -> QuestionReading | None:
    readers: tuple[Callable[[str], QuestionReading | None], ...] = (
        _about_the_articles,
        _sourcing,
        _number,
        _time_or_place,
        _what_said,
        _how_or_why,
        _is_it_so,
        _who,
    )
    return next((asked for reader in readers if (asked := reader(plain))), None)


def _about_the_articles(plain: str) -> QuestionReading | None:
    if articles.AUTHORSHIP.search(plain) and articles.MADE.search(plain):
        return QuestionReading(Intent.AUTHORSHIP, articles.AUTHORSHIP.sub(" ", plain))
    if articles.INDEPENDENCE.search(plain):
        return QuestionReading(Intent.INDEPENDENCE, articles.CONFIRMING.sub(" ", articles.INDEPENDENCE.sub(" ", plain)))
    if (topic := strip_leak_phrase(plain)) is not None:
        return QuestionReading(Intent.LEAKED, topic)
    for pattern in articles.WHICH_DOCUMENTS:
        if m := pattern.match(plain):
            return QuestionReading(Intent.WHICH_DOCUMENTS, m["topic"])
    return None


def _sourcing(plain: str) -> QuestionReading | None:
    m = people.SOURCING.match(plain)
    return QuestionReading(Intent.WHO_SAID, m["topic"], expected=ExpectedAnswer.PERSON) if m else None


def _number(plain: str) -> QuestionReading | None:
    m = facts.NUMBER.match(plain) or facts.NUMBER_OF.match(plain) or facts.WHAT_PAID.match(plain)
    if not m:
        return None
    kind, counted = quantity_asked_for(plain)
    said = facts.SPEAKER_OF_A_FACT.search(m["topic"])
    speaker = said["speaker"] if said else ""
    return QuestionReading(
        Intent.FACT, m["topic"], speaker, expected=ExpectedAnswer.NUMBER, quantity_type=kind, counted=counted
    )


def _time_or_place(plain: str) -> QuestionReading | None:
    if m := facts.TIME.match(plain):
        return QuestionReading(Intent.FACT, _first(m, "topic", "deadline"), expected=ExpectedAnswer.TIME)
    if facts.WHERE_STANDS.match(plain) or statements.WHAT_IS_BEING_SAID.match(plain):
        return None
    m = facts.PLACE.match(plain)
    return QuestionReading(Intent.FACT, m["topic"], expected=ExpectedAnswer.PLACE) if m else None


def _what_said(plain: str) -> QuestionReading | None:
    for pattern in statements.WHAT_SAID:
        if (m := pattern.match(plain)) and m["speaker"].strip():
            verb = m.groupdict().get("verb") or ""
            why = plain.lower().startswith("why")
            kind = Intent.HOW_WHY if why or statements.NAMES_A_REASON.match(verb) else Intent.WHAT_SAID
            reason = kind is Intent.HOW_WHY or statements.GIVES_A_REASON.match(verb)
            expected = ExpectedAnswer.REASON if reason else ExpectedAnswer.ANYTHING
            speaker, role = m["speaker"].strip().removesuffix("'s"), SPEECH.get(verb.lower())
            return QuestionReading(kind, m["topic"] or "", speaker, role=role, verb=verb, expected=expected)
    return None


def _how_or_why(plain: str) -> QuestionReading | None:
    if m := reasons.WHY.match(plain):
        return QuestionReading(Intent.HOW_WHY, _first(m, "topic", "excuse"), expected=ExpectedAnswer.REASON)
    if m := reasons.HOW.match(plain):
        return QuestionReading(Intent.HOW_WHY, m["topic"], expected=ExpectedAnswer.WAY)
    return None


def _is_it_so(plain: str) -> QuestionReading | None:
    if m := statements.SAID_SO.match(plain):
        verb, speaker = _first(m, "verb", "verb2"), _first(m, "speaker", "speaker2").strip()
        return QuestionReading(Intent.IS_IT_SO, m["topic"], speaker, role=SPEECH.get(verb.lower()), verb=verb)
    if m := statements.IS_IT_SO.match(plain) or statements.IF_THEN.match(plain):
        return QuestionReading(Intent.IS_IT_SO, m["topic"])
    return None


def _who(plain: str) -> QuestionReading | None:
    """A question after a person: who said it, or, where no word of telling stands in it, who is or did it."""
    if m := people.WHAT_IS.match(plain):
        return QuestionReading(Intent.WHO_IS, m["topic"])
    m = people.WHO.match(plain)
    if not m:
        return None
    topic = m["topic"]
    named = people.WHICH_NOUN.sub("", plain) if people.WHICH_NOUN.match(plain) else topic
    is_somebody = people.WHO_IS.match(plain) or people.WHO_TOPIC_IS.match(plain) or people.WHO_BEHIND.match(plain)
    # A Secretary of State states nothing.
    asserted = is_somebody["topic"] if is_somebody else topic
    verb = next((word for word in re.findall(r"(?<!\bof )\b\w+", asserted.lower()) if word in SPEECH), "")
    if is_somebody and " by " not in plain and not verb:
        return _somebody(is_somebody)
    if verb or people.SPEECH_EXPRESSION.search(topic) or people.WHO_SAYS.match(plain):
        return QuestionReading(Intent.WHO_SAID, named, role=SPEECH.get(verb), verb=verb, expected=ExpectedAnswer.PERSON)
    if is_somebody and " by " not in plain:
        return _somebody(is_somebody)
    return QuestionReading(Intent.FACT, topic, asks_for_agent=True, expected=ExpectedAnswer.PERSON)


def _somebody(found: re.Match[str]) -> QuestionReading:
    return QuestionReading(
        Intent.WHO_IS, found["topic"], expected=ExpectedAnswer.PERSON, context=found.groupdict().get("context") or ""
    )


def _fragment(plain: str) -> QuestionReading:
    """Read what has no question word: "Lind on tolls", "Lind's view of tolls", "death toll ferry Lund"."""
    if m := fragments.ANALYST_WHO.match(plain):
        return QuestionReading(
            Intent.WHO_SAID, plain, role=SPEECH.get(m["verb"].lower()), verb=m["verb"], expected=ExpectedAnswer.PERSON
        )
    for pattern in fragments.STATEMENT_FRAGMENTS:
        if m := pattern.match(plain):
            return QuestionReading(Intent.WHAT_SAID, m["topic"], m["speaker"].strip().removesuffix("'s"))
    if fragments.NUMBER_FRAGMENT.search(plain):
        return QuestionReading(Intent.FACT, plain, expected=ExpectedAnswer.NUMBER)
    if fragments.TIME_FRAGMENT.search(plain):
        return QuestionReading(Intent.FACT, plain, expected=ExpectedAnswer.TIME)
    if fragments.REASON_FRAGMENT.search(plain):
        return QuestionReading(Intent.HOW_WHY, plain, expected=ExpectedAnswer.REASON)
    m = fragments.DECLARATIVE.match(plain)
    return QuestionReading(Intent.IS_IT_SO, m["topic"]) if m else QuestionReading(Intent.FACT, plain)


def _first(found: re.Match[str], *names: str) -> str:
    """Return the first of the named groups that took part in the match."""
    return next((found[name] for name in names if found.groupdict().get(name) is not None), "")
