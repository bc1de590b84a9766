"""Coreference resolution of a follow-up's pronouns.

People are antecedents of "he" and "she", the topic is that of "it" and "them".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from bot.patterns import phrase_pattern
from bot.search.frame_words import word_set
from bot.search.intent import read_question
from bot.search.question_topic import (
    PREPOSITIONS,
    counted_noun_phrase,
    is_plural,
    topic_noun_phrase,
    topic_of,
)
from bot.search.rewriting.follow_up.function_words import (
    AUXILIARIES,
    CLAUSE_PRONOUNS,
    FUNCTION_WORDS,
    PLURAL_PRONOUNS,
    POSSESSIVES,
    PRONOUNS,
    QUESTION_WORDS,
    THEY,
)
from bot.search.rewriting.follow_up.previous_question import CompletedQuestion, PreviousQuestion, names_in

_MAX_ALTERNATIVES = 2  # people named beside the one that a pronoun was taken for
_SHORT_QUESTION = 6  # words
_MAX_TOPIC = 5  # words
_SHORT_BEGINNING = 4  # words before a pronoun: "who told him about"
_MAX_NAMING = 2  # words before "did he" that may name something: "how many new ships"
_PERSONAL = re.compile(r"\b(?:he|him|his|she|hers?)\b(?!')", re.IGNORECASE)
# Pronouns of one family have one antecedent: "he" and "her" of one question are two people.
_FAMILIES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:he|him|his)\b(?!')",
        r"\b(?:she|hers?)\b(?!')",
        r"\bits?\b(?!')",
        r"\b(?:they|them|their)\b(?!')",
        r"\b(?:this|that|these|those|so)$",
    )
)
_TOPICAL = phrase_pattern(r"\b(?:it|its|they|them|their)\b(?!')|\b(?:this|that|these|those|so)$")
_EXPLETIVE_IT = re.compile(
    r"""
    \b(?:is|was|isn't|wasn't)\ it\ (?:true|so|right|correct|that|for|possible|known|clear)\b
  | \b(?:is|was)\ it\ \w+\ (?:for|to|that)\b                  # is it safe to swim
  | \bit\ (?:is|was|been|will|would|has|had)\b               # who says it was her
  | \bit\ (?:takes?|took|seems?|seemed|means?|rains?|rained)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "her" before one of these is the person; before anything else it is a possessive.
_AFTER_OBJECT = word_set("that and or say so then as if because") | QUESTION_WORDS | frozenset(PREPOSITIONS)
_PREPOSITIONAL_PHRASE = phrase_pattern(
    rf"\b(?:{'|'.join(PREPOSITIONS)}) (?:the |an? |his |her )?[\w'-]+(?: [A-Z][\w'-]*)*", ignore_case=False
)
_DETERMINED = re.compile(r"\b(?:the|an?|my|our|each|every) \w", re.IGNORECASE)
_NOUN_PHRASE = phrase_pattern(r"(?:(?:the|an?|this|its|their) )?[\w'-]+(?: [\w'-]+){0,3}")


def resolve_pronouns(question: str, previous: PreviousQuestion, names: Sequence[str]) -> CompletedQuestion | None:
    """Return `question` with its pronouns replaced, or None without any."""
    with_person = _resolve_person(question, previous, names)
    pronoun = _topical_pronoun(question)
    if pronoun is None:
        return with_person
    with_topic = _resolve_topic(with_person.question if with_person else question, pronoun, previous)
    if with_person and with_topic:
        return CompletedQuestion(with_topic.question, f"{with_person.carried_over}; {with_topic.carried_over}")
    return with_topic or with_person


def personal_pronoun(question: str) -> str | None:
    """Return the first pronoun for a person, or None."""
    match = _PERSONAL.search(question)
    return match[0] if match else None


def replace_with_person(
    question: str, pronoun: str, previous: PreviousQuestion, names: Sequence[str]
) -> CompletedQuestion | None:
    """Return `question` with the likeliest person for `pronoun`, or None.

    `names` are the people of the answer before. `carried_over` names the alternatives.
    """
    people = _candidate_people(previous, names)
    if not people:
        return None
    person, *alternatives = people
    carried_over = f"“{pronoun.lower()}” is {person}"
    if alternatives:
        carried_over += f" (it could also be {' or '.join(alternatives[:_MAX_ALTERNATIVES])})"
    return CompletedQuestion(_replace_pronouns(question, _family(pronoun), person), carried_over)


def replace_with_topic(question: str, pronoun: str, previous: PreviousQuestion) -> CompletedQuestion | None:
    """Return `question` with the previous topic for `pronoun`, or None."""
    counted = counted_noun_phrase(previous.reading) if pronoun in PLURAL_PRONOUNS else ""
    topic = counted or topic_noun_phrase(previous.text, previous.reading)
    if not _is_noun_phrase(topic) or (pronoun in THEY and not is_plural(topic)):
        return None
    if pronoun in CLAUSE_PRONOUNS:
        return CompletedQuestion(f"{question} about {topic}", f"“{pronoun}” is about “{topic}”")
    if family := next((family for family in _FAMILIES if family.fullmatch(pronoun)), None):
        return CompletedQuestion(_replace_pronouns(question, family, topic), f"“{pronoun}” is “{topic}”")
    return None


def _resolve_person(question: str, previous: PreviousQuestion, names: Sequence[str]) -> CompletedQuestion | None:
    match = _PERSONAL.search(question)
    if match is None or not _lacks_antecedent(question, match.start()):
        return None
    return replace_with_person(question, match[0], previous, names)


def _resolve_topic(question: str, pronoun: str, previous: PreviousQuestion) -> CompletedQuestion | None:
    is_group = pronoun == "they" and " and " in previous.speaker
    if previous.speaker and (is_group or read_question(question).speaker.strip().lower() == pronoun):
        replaced = _replace_pronouns(question, _family(pronoun), previous.speaker)
        return CompletedQuestion(replaced, f"“{pronoun}” is {previous.speaker}")
    if not topic_of(previous.reading):
        return None
    if with_topic := replace_with_topic(question, pronoun, previous):
        return with_topic
    # A long question says enough by itself: its "they" is often nobody in particular.
    return previous.append_to(question) if len(question.split()) <= _SHORT_QUESTION else None


def _topical_pronoun(question: str) -> str | None:
    """Return the unresolved pronoun for a thing, group or statement, or None."""
    match = None if _EXPLETIVE_IT.search(question) else _TOPICAL.search(question)
    if match is None:
        return None
    pronoun = match[0].lower()
    if pronoun in CLAUSE_PRONOUNS:
        return pronoun if len(question.split()) <= _SHORT_QUESTION else None
    return pronoun if _lacks_antecedent(question, match.start()) else None


def _lacks_antecedent(question: str, position: int) -> bool:
    """Return True for a pronoun at `position` without an antecedent before it.

    Names are often typed in lower case, so the pronoun's position decides: right behind an auxiliary ("what did he
    say") or a short beginning ("who paid her", "what happened to him") nothing has been named yet.
    """
    before = _PREPOSITIONAL_PHRASE.sub(" ", question[:position])
    if names_in(before) or _DETERMINED.search(before):
        return False
    words = [word.strip(",;:").lower() for word in before.split()]
    naming = [word for word in words if word not in FUNCTION_WORDS]
    if not words or words[-1] in AUXILIARIES:
        return len(naming) <= _MAX_NAMING
    has_subject = any(word in AUXILIARIES and following in naming for word, following in pairwise(words))
    longest = _SHORT_BEGINNING + (words[-1] in PREPOSITIONS)
    return len(words) <= longest and len(naming) <= 1 and not has_subject


def _family(pronoun: str) -> re.Pattern[str]:
    return next(family for family in _FAMILIES if family.fullmatch(pronoun))


def _candidate_people(previous: PreviousQuestion, names: Sequence[str]) -> list[str]:
    """Return possible antecedents, the likeliest first.

    The order: speakers of the question before, known people in its text, the people of the answer, other full names.
    """
    known = _drop_shorter_names(names)
    people = _person_names(previous.text)
    speakers = [name for name in names_in(previous.speaker)[::-1] if name in people]
    if previous.speaker and not names_in(previous.speaker):
        speakers = [previous.speaker]
    mentioned = speakers + _known_names_in(previous.text, known)[::-1]
    candidates = mentioned or known or [name for name in people[::-1] if " " in name]
    full_names = (
        next((full_name for full_name in known if _is_same_person(name, full_name)), name) for name in candidates
    )
    return _drop_shorter_names(full_names)


def _person_names(text: str) -> list[str]:
    """Return the names in `text` without organisations ("the Port Board").

    "the Pope" counts as a person.
    """
    names = names_in(text)
    organisations = {
        name for name in names if " " in name and re.search(rf"\bthe {re.escape(name)}\b", text, re.IGNORECASE)
    }
    return [name for name in names if name not in organisations]


def _known_names_in(text: str, known: Sequence[str]) -> list[str]:
    """Return the known names with their last word in `text`.

    They are in the order of `text`.
    """
    folded = text.casefold()
    positions = {name: folded.rfind(name.split()[-1].casefold()) for name in known}
    return sorted((name for name in known if positions[name] >= 0), key=lambda name: positions[name])


def _drop_shorter_names(names: Iterable[str]) -> list[str]:
    """Return `names` without pronouns and later variants of the same person's name."""
    distinct: list[str] = []
    for name in names:
        is_pronoun = name.lower() in PRONOUNS
        if name.split() and not is_pronoun and not any(_is_same_person(name, earlier) for earlier in distinct):
            distinct.append(name)
    return distinct


def _is_same_person(name: str, other_name: str) -> bool:
    """Return True for a name that ends the other: "Lind", "Ada Lind"."""
    shorter, longer = sorted((name.casefold().split(), other_name.casefold().split()), key=len)
    return longer[-len(shorter) :] == shorter


def _is_noun_phrase(topic: str) -> bool:
    words = topic.lower().split()
    return (
        len(words) <= _MAX_TOPIC
        and _NOUN_PHRASE.fullmatch(topic) is not None
        and not any(word in AUXILIARIES or word in PREPOSITIONS for word in words)
    )


def _replace_pronouns(question: str, pronouns: re.Pattern[str], antecedent: str) -> str:
    """Return `question` with its pronouns replaced, possessives by possessives."""

    def replacement(match: re.Match[str]) -> str:
        pronoun = match[0].lower()
        following = question[match.end() :].split()[:1]
        is_possessive_her = pronoun == "her" and following and following[0].lower() not in _AFTER_OBJECT
        return f"{antecedent}'s" if pronoun in POSSESSIVES or is_possessive_her else antecedent

    return pronouns.sub(replacement, question)
