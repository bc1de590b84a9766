"""Question classification: the intent and the expected answer, by question form."""

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
    """The kind of phrase in the answer of a question."""

    NUMBER = "number"
    TIME = "time"
    PLACE = "place"
    PERSON = "person"
    REASON = "reason"
    WAY = "way"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """A question's intent and its pieces by form.

    `speaker` and `topic` are the words between the fixed ones; `verb` is the speech verb between them, `role` its role
    in a chain (None without such a verb). `context` is a topic before the question: "tolls in Lund: who wants them".
    """

    intent: Intent
    topic: str
    speaker: str = ""
    role: Role | None = None
    expected: ExpectedAnswer = ExpectedAnswer.ANYTHING
    verb: str = ""
    asks_for_agent: bool = False  # "who approved X": the topic begins with the action
    quantity_type: QuantityType = QuantityType.ANY
    counted: tuple[str, ...] = ()  # the counted noun: "ships" of "how many ships took part"
    context: str = ""
    second: str = ""  # "... and when?": the second half of a question
    also: QuestionReading | None = None  # its reading, None for another event than the first half's


def read_question(question: str) -> QuestionReading:
    """Return the reading of `question`, its letter case kept.

    >>> reading = read_question("What did Ada Lind say about tolls?")
    >>> reading.intent.value, reading.speaker, reading.topic.strip()
    ('what was said', 'Ada Lind', 'about tolls')
    """
    plain = framing.ADDRESS.sub("", question.replace("’", "'").strip(" \t\n?!.…\"'"))
    compound = split_question(plain)
    if compound.kind is CompoundKind.COMPARISON:
        return replace(_read_single_question(plain), intent=Intent.COMPARISON)
    if compound.kind is CompoundKind.SINGLE:
        return _read_single_question(plain)
    first, second = compound.typed
    also = _read_single_question(second) if compound.same_event else None
    return replace(_read_single_question(first), second=second, also=also)


def _read_single_question(plain: str) -> QuestionReading:
    context_match = framing.CONTEXT.match(plain) or framing.CONTEXT_FRAGMENT.match(plain)
    if (
        context_match
        and not framing.ACCORDING_FIRST.match(plain)
        and (reading := _read_form(context_match["question"]))
    ):
        return _with_context(reading, context_match["context"].strip())
    return _read_form(plain) or _read_fragment(plain)


def _with_context(reading: QuestionReading, context: str) -> QuestionReading:
    """Return the reading under a context; a pronoun speaker becomes the context.

    "Lind of the council, does he think so" asks about Lind.
    """
    if reading.speaker.lower() in {"he", "she", "they"}:
        return replace(reading, speaker=context, context=reading.context)
    return replace(reading, context=context)


def _read_form(plain: str) -> QuestionReading | None:
    """Return the reading of a question form, or None for a fragment."""
    for pattern in (framing.ACCORDING_FIRST, framing.ACCORDING_LAST):
        if (match := pattern.match(plain)) and (reading := _read_question_form(match["question"])):
            return replace(reading, speaker=reading.speaker or _first_group(match, "speaker", "owner").strip())
    return _read_question_form(plain)


def _read_question_form(plain: str) -> QuestionReading | None:
    readers: tuple[Callable[[str], QuestionReading | None], ...] = (
        _read_about_articles,
        _read_sourcing,
        _read_number,
        _read_time_or_place,
        _read_statement,
        _read_reason_or_manner,
        _read_yes_no,
        _read_person,
    )
    return next((reading for reader in readers if (reading := reader(plain))), None)


def _read_about_articles(plain: str) -> QuestionReading | None:
    if articles.AUTHORSHIP.search(plain) and articles.MADE.search(plain):
        return QuestionReading(Intent.AUTHORSHIP, articles.AUTHORSHIP.sub(" ", plain))
    if articles.INDEPENDENCE.search(plain):
        return QuestionReading(Intent.INDEPENDENCE, articles.CONFIRMING.sub(" ", articles.INDEPENDENCE.sub(" ", plain)))
    if (topic := strip_leak_phrase(plain)) is not None:
        return QuestionReading(Intent.LEAKED, topic)
    for pattern in articles.WHICH_DOCUMENTS:
        if match := pattern.match(plain):
            return QuestionReading(Intent.WHICH_DOCUMENTS, match["topic"])
    return None


def _read_sourcing(plain: str) -> QuestionReading | None:
    match = people.SOURCING.match(plain)
    return QuestionReading(Intent.WHO_SAID, match["topic"], expected=ExpectedAnswer.PERSON) if match else None


def _read_number(plain: str) -> QuestionReading | None:
    match = facts.NUMBER.match(plain) or facts.NUMBER_OF.match(plain) or facts.WHAT_PAID.match(plain)
    if not match:
        return None
    kind, counted = quantity_asked_for(plain)
    speaker_match = facts.SPEAKER_OF_A_FACT.search(match["topic"])
    speaker = speaker_match["speaker"] if speaker_match else ""
    return QuestionReading(
        Intent.FACT, match["topic"], speaker, expected=ExpectedAnswer.NUMBER, quantity_type=kind, counted=counted
    )


def _read_time_or_place(plain: str) -> QuestionReading | None:
    if match := facts.TIME.match(plain):
        return QuestionReading(Intent.FACT, _first_group(match, "topic", "deadline"), expected=ExpectedAnswer.TIME)
    if facts.WHERE_STANDS.match(plain) or statements.WHAT_IS_BEING_SAID.match(plain):
        return None
    match = facts.PLACE.match(plain)
    return QuestionReading(Intent.FACT, match["topic"], expected=ExpectedAnswer.PLACE) if match else None


def _read_statement(plain: str) -> QuestionReading | None:
    for pattern in statements.WHAT_SAID:
        if (match := pattern.match(plain)) and match["speaker"].strip():
            verb = match.groupdict().get("verb") or ""
            why = plain.lower().startswith("why")
            kind = Intent.HOW_WHY if why or statements.NAMES_A_REASON.match(verb) else Intent.WHAT_SAID
            reason = kind is Intent.HOW_WHY or statements.GIVES_A_REASON.match(verb)
            expected = ExpectedAnswer.REASON if reason else ExpectedAnswer.ANYTHING
            speaker, role = match["speaker"].strip().removesuffix("'s"), SPEECH.get(verb.lower())
            return QuestionReading(kind, match["topic"] or "", speaker, role=role, verb=verb, expected=expected)
    return None


def _read_reason_or_manner(plain: str) -> QuestionReading | None:
    if match := reasons.WHY.match(plain):
        return QuestionReading(Intent.HOW_WHY, _first_group(match, "topic", "excuse"), expected=ExpectedAnswer.REASON)
    if match := reasons.HOW.match(plain):
        return QuestionReading(Intent.HOW_WHY, match["topic"], expected=ExpectedAnswer.WAY)
    return None


def _read_yes_no(plain: str) -> QuestionReading | None:
    if match := statements.SAID_SO.match(plain):
        verb, speaker = _first_group(match, "verb", "verb2"), _first_group(match, "speaker", "speaker2").strip()
        return QuestionReading(Intent.IS_IT_SO, match["topic"], speaker, role=SPEECH.get(verb.lower()), verb=verb)
    if match := statements.IS_IT_SO.match(plain) or statements.IF_THEN.match(plain):
        return QuestionReading(Intent.IS_IT_SO, match["topic"])
    return None


def _read_person(plain: str) -> QuestionReading | None:
    """Return the reading of a question for a person.

    The person is a speaker ("who said"), an agent ("who closed") or an identity ("who is").
    """
    if match := people.WHAT_IS.match(plain):
        return QuestionReading(Intent.WHO_IS, match["topic"])
    match = people.WHO.match(plain)
    if not match:
        return None
    topic = match["topic"]
    topic_with_noun = people.WHICH_NOUN.sub("", plain) if people.WHICH_NOUN.match(plain) else topic
    person_match = people.WHO_IS.match(plain) or people.WHO_TOPIC_IS.match(plain) or people.WHO_BEHIND.match(plain)
    # A Secretary of State states nothing.
    asserted = person_match["topic"] if person_match else topic
    verb = next((word for word in re.findall(r"(?<!\bof )\b\w+", asserted.lower()) if word in SPEECH), "")
    if person_match and " by " not in plain and not verb:
        return _person_reading(person_match)
    if verb or people.SPEECH_EXPRESSION.search(topic) or people.WHO_SAYS.match(plain):
        return QuestionReading(
            Intent.WHO_SAID, topic_with_noun, role=SPEECH.get(verb), verb=verb, expected=ExpectedAnswer.PERSON
        )
    if person_match and " by " not in plain:
        return _person_reading(person_match)
    return QuestionReading(Intent.FACT, topic, asks_for_agent=True, expected=ExpectedAnswer.PERSON)


def _person_reading(match: re.Match[str]) -> QuestionReading:
    return QuestionReading(
        Intent.WHO_IS, match["topic"], expected=ExpectedAnswer.PERSON, context=match.groupdict().get("context") or ""
    )


def _read_fragment(plain: str) -> QuestionReading:
    """Return the reading of a query without a question word.

    "Lind on tolls", "Lind's view of tolls", "death toll ferry Lund"
    """
    if match := fragments.ANALYST_WHO.match(plain):
        return QuestionReading(
            Intent.WHO_SAID,
            plain,
            role=SPEECH.get(match["verb"].lower()),
            verb=match["verb"],
            expected=ExpectedAnswer.PERSON,
        )
    for pattern in fragments.STATEMENT_FRAGMENTS:
        if match := pattern.match(plain):
            return QuestionReading(Intent.WHAT_SAID, match["topic"], match["speaker"].strip().removesuffix("'s"))
    if fragments.NUMBER_FRAGMENT.search(plain):
        return QuestionReading(Intent.FACT, plain, expected=ExpectedAnswer.NUMBER)
    if fragments.TIME_FRAGMENT.search(plain):
        return QuestionReading(Intent.FACT, plain, expected=ExpectedAnswer.TIME)
    if fragments.REASON_FRAGMENT.search(plain):
        return QuestionReading(Intent.HOW_WHY, plain, expected=ExpectedAnswer.REASON)
    match = fragments.DECLARATIVE.match(plain)
    return QuestionReading(Intent.IS_IT_SO, match["topic"]) if match else QuestionReading(Intent.FACT, plain)


def _first_group(match: re.Match[str], *names: str) -> str:
    """Return the first matched group among `names`, or ""."""
    return next((match[name] for name in names if match.groupdict().get(name) is not None), "")
