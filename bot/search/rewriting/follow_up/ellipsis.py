"""Completion of elliptic follow-ups: "who else?", "and in 2021?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.patterns import phrase_pattern
from bot.search.intent import SPEECH, Intent
from bot.search.question_topic import PREPOSITIONS, topic_of
from bot.search.rewriting.follow_up.function_words import AUXILIARIES, DETERMINERS, PRONOUNS, QUESTION_WORDS
from bot.search.rewriting.follow_up.previous_question import (
    NAME_PATTERN,
    CompletedQuestion,
    PreviousQuestion,
    names_in,
)

_MAX_FRAGMENT = 6  # words of "and the ships at Varga?", which is no sentence of its own
_COUNTED_OBJECT = re.compile(r"(?P<counted>.+?) (?P<auxiliary>do|does|did) (?P<clause>.+)", re.IGNORECASE)
_BARE_QUESTION = re.compile(
    r"""
    (?P<question_word>
        how\ (?:many|much|long|often|far|old|big|come) | (?:since|until)\ when | when | where | why | how
      | (?:(?:on|in|at)\ )?(?:what|which)\ (?:day|date|year|month|time|place|city|country)
    )
    (?:\ of\ (?:them|these|those))?               # how many of them
    (?:\ (?:exactly|precisely|so|not|then))?
    (?:\ (?:is|was|did)\ (?:that|this|it|so))?    # when was that
    (?:\ happen)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WHO_SAYS_SO = re.compile(
    r"""
    who\ (?:said|says|reported|reports|claimed|claims|told)(?:\ (?:so|that|this|it|them|him|her|us))?
      | (?:says|said)\ who | according\ to\ whom? | (?:by|from)\ whom?
      | (?:what|who)(?:\ is|\ was|'s)\ (?:the|your|their)\ source | sources?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ELSE = phrase_pattern(r"(?P<question_word>who|what|where|when|why) else(?: (?:said|reported) (?:so|that|this|it))?")
_IS_IT_TRUE = re.compile(r"(?:is|was) (?:it|that|this) (?:true|so|right|correct|confirmed)", re.IGNORECASE)
_WHAT_ABOUT = re.compile(r"(?:what|how) (?:about|of) (?P<replacement>.+)", re.IGNORECASE | re.DOTALL)


def complete_ellipsis(question: str, previous: PreviousQuestion, *, has_lead_in: bool) -> CompletedQuestion | None:
    """Return the elliptic `question` in full, or None for a complete one.

    `has_lead_in`: "and", "but" or the like stood before it.
    """
    return _complete_question_word(question, previous) or _substitute(question, previous, has_lead_in=has_lead_in)


def _complete_question_word(question: str, previous: PreviousQuestion) -> CompletedQuestion | None:
    """Return a bare question ("when?", "who said so?") in full, or None."""
    if bare := _BARE_QUESTION.fullmatch(question):
        completed = _with_question_word(bare["question_word"].lower(), previous)
        return CompletedQuestion(completed, previous.quoted) if completed else previous.append_to(question)
    if _WHO_SAYS_SO.fullmatch(question):
        return previous.append_to("who said so")
    who_else = _ELSE.fullmatch(question)
    if who_else and who_else["question_word"].lower() == previous.question_word:
        return CompletedQuestion(f"{previous.question_word} else {previous.body}", previous.quoted)
    return previous.append_to(question) if who_else or _IS_IT_TRUE.fullmatch(question) else None


def _with_question_word(question_word: str, previous: PreviousQuestion) -> str | None:
    """Return the question before with another question word, or None.

    "who sank it", "when" -> "when was it that someone sank it".
    """
    body = previous.body
    counting = question_word in {"how many", "how much"}
    if body.partition(" ")[0].lower() in AUXILIARIES:
        return None if counting else f"{question_word} {_fill_object_gap(body, previous)}"
    if counting:
        return f"{question_word} {body}"
    if not previous.question_word:
        return None
    if match := _COUNTED_OBJECT.fullmatch(body):
        if not SPEECH.keys().isdisjoint(match["clause"].lower().split()):
            return None  # "how many ships did she say sank": the ships are no object of hers
        return f"{question_word} {match['auxiliary']} {match['clause']} {match['counted']}"
    subject = {"who": "someone ", "what": "something "}.get(previous.question_word, "")
    return f"{question_word} was it that {subject}{body}"


def _fill_object_gap(body: str, previous: PreviousQuestion) -> str:
    """Return the body with an object behind its verb.

    "did she say" -> "did she say something"
    """
    verb = previous.reading.verb
    if previous.question_word != "what" or not (verb.lower() in SPEECH or verb.endswith("ing")):
        return body  # "what was her reaction" lacks no object
    return re.sub(rf"\b{re.escape(verb)}\b", f"{verb} something", body, count=1)


def _substitute(question: str, previous: PreviousQuestion, *, has_lead_in: bool) -> CompletedQuestion | None:
    """Return the question before with one phrase replaced, or None.

    The follow-up is "what about Biden?" or "and in 2021?"; its phrase replaces one of the same kind.
    """
    what_about = _WHAT_ABOUT.fullmatch(question)
    phrase = what_about["replacement"] if what_about else question
    words = phrase.split()
    has_preposition = words[0].lower() in PREPOSITIONS and len(words) > 1
    is_fragment = what_about or has_lead_in or has_preposition
    if len(words) > _MAX_FRAGMENT or not is_fragment or _is_clause(words):
        return None
    if any(word.lower() in PRONOUNS for word in words):
        return previous.append_to(question)
    if has_preposition:
        return _substitute_prepositional_phrase(words[0].lower(), " ".join(words[1:]), previous)
    replaced = _replaced_phrase(phrase, previous)
    if replaced is None:
        return previous.append_to(question)
    if previous.side and replaced == previous.speaker:
        # One speaker does not "agree": ask what the new one says, as each side of a comparison is asked.
        previous = PreviousQuestion(previous.side)
        replaced = previous.speaker or replaced
        if replaced not in previous.text:
            return None
    return CompletedQuestion(_replace_last(previous.text, replaced, phrase), f"“{phrase}” in place of “{replaced}”")


def _is_clause(words: Sequence[str]) -> bool:
    """Return True for words with an initial question word or an auxiliary."""
    return words[0].lower() in QUESTION_WORDS or any(word.lower() in AUXILIARIES for word in words)


def _substitute_prepositional_phrase(preposition: str, phrase: str, previous: PreviousQuestion) -> CompletedQuestion:
    """Return the question before with "in 2021" for its "in 2020".

    A question without such a phrase gets it at its end.
    """
    match = re.search(rf"\b{preposition} (?P<phrase>{_same_kind_pattern(phrase)})", previous.text)
    if match is None:
        return CompletedQuestion(f"{previous.text} {preposition} {phrase}", previous.quoted)
    completed = f"{previous.text[: match.start('phrase')]}{phrase}{previous.text[match.end('phrase') :]}"
    return CompletedQuestion(completed, f"“{preposition} {phrase}” in place of “{match[0].strip()}”")


def _same_kind_pattern(phrase: str) -> str:
    """Return a pattern of similar phrases: figures, names or other words."""
    if phrase[:1].isdigit():
        return r"\d[\w.,-]*"
    if phrase[:1].isupper():
        return NAME_PATTERN
    return rf"\S+(?: (?!(?:{'|'.join(PREPOSITIONS)})\b)\S+)*$"


def _replaced_phrase(phrase: str, previous: PreviousQuestion) -> str | None:
    """Return the words for `phrase` to replace, or None.

    A figure replaces the last figure, a name the speaker or the last name, another phrase the topic.
    """
    if phrase[:1].isdigit():
        figures = re.findall(r"\b\d[\d.,]*\b", previous.text)
        return figures[-1] if figures else None
    has_name = bool(names_in(phrase))
    if previous.speaker and (has_name or phrase.partition(" ")[0].lower() not in DETERMINERS):
        return previous.speaker
    if has_name and (names := names_in(previous.text)):
        return names[-1]
    return topic_of(previous.reading) if previous.reading.intent is Intent.WHAT_SAID else None


def _replace_last(text: str, old: str, new: str) -> str:
    start = text.rindex(old)
    return text[:start] + new + text[start + len(old) :]
