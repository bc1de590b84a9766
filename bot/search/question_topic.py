"""The topic of a question as a noun phrase.

It is the antecedent of "it" and "they" in the next question.
"""

from __future__ import annotations

import re
from itertools import takewhile

from bot.search.intent import Intent, QuestionReading

PREPOSITIONS = ("about", "at", "by", "during", "for", "from", "in", "of", "on", "over", "regarding", "to", "with")
BE = frozenset({"is", "are", "was", "were", "isn't", "aren't", "wasn't", "weren't"})
_AUXILIARIES = BE | frozenset(["do", "does", "did", "has", "have", "had", "will", "would", "can", "could", "should"])
_CLOSING = " \t\n?!.…\"'“”,"
_MAX_WORDS = 5  # of a noun phrase
_IRREGULAR_PLURALS = frozenset(
    ["people", "men", "women", "children", "police", "troops", "staff", "crew", "media", "data"]
)
# These questions name their topic in full behind their verb or preposition.
_NAMED_IN_FULL = frozenset({Intent.WHAT_SAID, Intent.WHO_IS, Intent.WHICH_DOCUMENTS, Intent.INDEPENDENCE})
_NEEDS_PREDICATE = frozenset({Intent.IS_IT_SO, Intent.HOW_WHY})
_DETERMINER = re.compile(r"\b(?:the|an?|its|their|his|her|this|these|those)\b", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w'-]*(?: [A-Z][\w'-]*)*")
_BOUNDARY = _AUXILIARIES | set(PREPOSITIONS) | {"and", "or", "that", "which", "who", "because"}
_PARTICIPLE = re.compile(r"(?:ed|en|wn|uilt|ept|ade|old|ound|aid|ent|ut|one)$", re.IGNORECASE)


def topic_of(reading: QuestionReading) -> str:
    """Return the topic without the speech verb and "about"."""
    topic = reading.topic.strip(_CLOSING)
    if reading.verb and reading.verb in topic.split():
        topic = topic.partition(reading.verb)[2].strip()
    first, _, remainder = topic.partition(" ")
    return remainder if first.lower() in {*PREPOSITIONS, "that"} and remainder else topic


def topic_noun_phrase(text: str, reading: QuestionReading) -> str:
    """Return the topic of `text` as a noun phrase, or "".

    "" stands for a topic with an unclear end. "why did the council close the bridge" -> "the bridge", "is the bridge
    closed" -> "the bridge"
    """
    topic = topic_of(reading)
    if reading.intent in _NAMED_IN_FULL or reading.speaker:
        return topic
    starts = [match.start() for match in _DETERMINER.finditer(topic)]
    if " by " in topic:
        return ""  # a passive names two topics, and neither is likelier
    if not starts:
        return _named_object(topic, reading)
    phrase = " ".join(takewhile(lambda word: word.lower() not in _BOUNDARY, topic[starts[-1] :].split()))
    before = topic[: starts[-1]].split()
    auxiliary = before[0] if before else _word_before(text, topic)
    if len(before) <= 1 and auxiliary.lower() in _AUXILIARIES:
        return _subject(phrase, predicate=reading.intent in _NEEDS_PREDICATE or auxiliary.lower() not in BE)
    return phrase if len(phrase.split()) <= _MAX_WORDS else ""


def is_plural(noun_phrase: str) -> bool:
    """Return True for a possible antecedent of "they", by its last word.

    >>> is_plural("the new ships"), is_plural("the police"), is_plural("the press")
    (True, True, False)
    """
    last = noun_phrase.lower().split()[-1:]
    return bool(last) and (
        last[0] in _IRREGULAR_PLURALS or (last[0].endswith("s") and not last[0].endswith(("ss", "'s")))
    )


def counted_noun_phrase(reading: QuestionReading) -> str:
    """Return the counted noun phrase with its article, or "".

    "how many new ships left" -> "the new ships"
    """
    for count in range(1, len(reading.counted) + 1):
        if is_plural(reading.counted[count - 1]):
            return f"the {' '.join(reading.counted[:count])}"
    return f"the {reading.counted[0]}" if len(reading.counted) == 1 else ""


def _named_object(topic: str, reading: QuestionReading) -> str:
    """Return the name behind a verb ("who closed Varga"), or "".

    Without an article, only a name shows its end.
    """
    _, _, remainder = topic.partition(" ")
    if reading.asks_for_agent and _NAME.fullmatch(remainder):
        return remainder
    return topic if _NAME.fullmatch(topic) else ""


def _word_before(text: str, topic: str) -> str:
    before = text[: max(0, text.rfind(topic))].split() if topic else []
    return before[-1] if before else ""


def _subject(phrase: str, *, predicate: bool) -> str:
    """Return the subject at the beginning of a clause, or "".

    "(is) the bridge closed", "(did) the strike end", "(where is) the naval academy"
    """
    words = phrase.split()
    if predicate or _PARTICIPLE.search(words[-1]):
        # In more words than three, the beginning of the predicate is unclear.
        return " ".join(words[:2]) if len(words) == 3 else ""
    return phrase if len(words) <= _MAX_WORDS else ""
