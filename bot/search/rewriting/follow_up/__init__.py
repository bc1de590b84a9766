"""Follow-up questions ("and when?"), completed from the question before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.search.refusals.unanswerable_input import LONGEST
from bot.search.rewriting.follow_up.coreference import (
    personal_pronoun,
    replace_with_person,
    replace_with_topic,
    resolve_pronouns,
)
from bot.search.rewriting.follow_up.ellipsis import complete_ellipsis
from bot.search.rewriting.follow_up.function_words import LEAD_INS
from bot.search.rewriting.follow_up.previous_question import (
    CLOSING_MARKS,
    CompletedQuestion,
    normalize_question,
    read_previous_question,
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A self-contained question.

    `carried_over` says what it took from the question before: "“he” is Kurt Campbell".
    """

    question: str
    carried_over: str | None = None


def complete_follow_up(question: str, previous_question: str, names: Sequence[str]) -> FollowUp:
    """Return `question` with its omissions filled from the question before.

    `names` are the people of the answer before. A complete question comes back unchanged, and so does one that would
    become too long.

    >>> before = "what did Kurt Campbell say about submarines?"
    >>> complete_follow_up("and what did he say about the profits?", before, []).question
    'what did Kurt Campbell say about the profits?'
    """
    plain, previous = normalize_question(question), read_previous_question(previous_question)
    if previous is None or not 0 < len(plain) <= LONGEST:
        return FollowUp(question)
    fragment = _strip_lead_ins(plain)
    completed = complete_ellipsis(fragment, previous, has_lead_in=fragment != plain)
    return _follow_up(question, completed or resolve_pronouns(fragment, previous, names))


def resolve_pronoun(question: str, pronoun: str, previous_question: str, names: Sequence[str]) -> FollowUp:
    """Return `question` with the antecedent of an unresolved `pronoun`.

    The caller knows that the question names no other antecedent. If the question before gives none either, it is
    appended whole.

    >>> resolve_pronoun("how long did it take?", "it", "did the crew put out the fire?", []).question
    'how long did the fire take?'
    """
    previous = read_previous_question(previous_question)
    fragment = _strip_lead_ins(normalize_question(question))
    if previous is None or not 0 < len(fragment) <= LONGEST:
        return FollowUp(question)
    if person := personal_pronoun(fragment):
        return _follow_up(question, replace_with_person(fragment, person, previous, names))
    return _follow_up(question, replace_with_topic(fragment, pronoun, previous) or previous.append_to(fragment))


def _follow_up(question: str, completed: CompletedQuestion | None) -> FollowUp:
    if completed is None or len(completed.question) >= LONGEST:
        return FollowUp(question)
    return FollowUp(completed.question.rstrip(CLOSING_MARKS) + "?", completed.carried_over)


def _strip_lead_ins(question: str) -> str:
    """Return `question` without the lead-in words before it: "and", "but", "ok so"."""
    words = question.split()
    while len(words) > 1 and words[0].strip(",").lower() in LEAD_INS:
        words = words[1:]
    return " ".join(words)
