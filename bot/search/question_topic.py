"""The thing that a question is about, as a noun phrase: what "it" and "they" of the next question stand for."""

from __future__ import annotations

import re
from itertools import takewhile

from bot.search.intent import Intent, QuestionReading

PREPOSITIONS = ("about", "at", "by", "during", "for", "from", "in", "of", "on", "over", "regarding", "to", "with")
BE = frozenset({"is", "are", "was", "were", "isn't", "aren't", "wasn't", "weren't"})
_AUXILIARIES = BE | frozenset(["do", "does", "did", "has", "have", "had", "will", "would", "can", "could", "should"])
_CLOSING = " \t\n?!.…\"'“”,"
_LONGEST = 5  # words of a thing
_STRANGE_NOUNS = frozenset(["people", "men", "women", "children", "police", "troops", "staff", "crew", "media", "data"])
# These questions name their thing in full behind their verb or preposition.
_NAMED_IN_FULL = frozenset({Intent.WHAT_SAID, Intent.WHO_IS, Intent.WHICH_DOCUMENTS, Intent.INDEPENDENCE})
_NEEDS_PREDICATE = frozenset({Intent.IS_IT_SO, Intent.HOW_WHY})
_DETERMINER = re.compile(r"\b(?:the|an?|its|their|his|her|this|these|those)\b", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w'-]*(?: [A-Z][\w'-]*)*")
_BOUNDARY = _AUXILIARIES | set(PREPOSITIONS) | {"and", "or", "that", "which", "who", "because"}
_PARTICIPLE = re.compile(r"(?:ed|en|wn|uilt|ept|ade|old|ound|aid|ent|ut|one)$", re.IGNORECASE)


def topic_of(asked: QuestionReading) -> str:
    """Return the words that a question is about, without the verb of saying and "about"."""
    topic = asked.topic.strip(_CLOSING)
    if asked.verb and asked.verb in topic.split():
        topic = topic.partition(asked.verb)[2].strip()
    first, _, rest = topic.partition(" ")
    return rest if first.lower() in {*PREPOSITIONS, "that"} and rest else topic


def topic_noun_phrase(text: str, asked: QuestionReading) -> str:
    """Return the thing that the question `text` is about, or "" if its form doesn't tell where the thing ends.

    "why did the council close the bridge" -> "the bridge", "is the bridge closed" -> "the bridge".
    """
    topic = topic_of(asked)
    if asked.intent in _NAMED_IN_FULL or asked.speaker:
        return topic
    starts = [found.start() for found in _DETERMINER.finditer(topic)]
    if " by " in topic:
        return ""  # of the two that a passive names, neither is likelier
    if not starts:
        return _named_object(topic, asked)
    phrase = " ".join(takewhile(lambda word: word.lower() not in _BOUNDARY, topic[starts[-1] :].split()))
    before = topic[: starts[-1]].split()
    auxiliary = before[0] if before else _word_before(text, topic)
    if len(before) <= 1 and auxiliary.lower() in _AUXILIARIES:
        return _subject(phrase, predicate=asked.intent in _NEEDS_PREDICATE or auxiliary.lower() not in BE)
    return phrase if len(phrase.split()) <= _LONGEST else ""


def is_plural(thing: str) -> bool:
    """Tell whether "they" may stand for `thing`, by its last word."""
    last = thing.lower().split()[-1:]
    return bool(last) and (last[0] in _STRANGE_NOUNS or (last[0].endswith("s") and not last[0].endswith(("ss", "'s"))))


def counted_noun_phrase(asked: QuestionReading) -> str:
    """Return what a question counts, with its article: "how many new ships left" -> "the new ships"."""
    for count in range(1, len(asked.counted) + 1):
        if is_plural(asked.counted[count - 1]):
            return f"the {' '.join(asked.counted[:count])}"
    return f"the {asked.counted[0]}" if len(asked.counted) == 1 else ""


def _named_object(topic: str, asked: QuestionReading) -> str:
    """Return the name behind a verb, as in "who closed Varga"; without an article nothing else shows where it ends."""
    _, _, rest = topic.partition(" ")
    if asked.asks_for_agent and _NAME.fullmatch(rest):
        return rest
    return topic if _NAME.fullmatch(topic) else ""


def _word_before(text: str, topic: str) -> str:
    before = text[: max(0, text.rfind(topic))].split() if topic else []
    return before[-1] if before else ""


def _subject(phrase: str, *, predicate: bool) -> str:
    """Return the subject of "(is) the bridge closed", "(did) the strike end", "(where is) the naval academy"."""
    words = phrase.split()
    if predicate or _PARTICIPLE.search(words[-1]):
        # Of more words than these nobody can tell which is the first of the predicate.
        return " ".join(words[:2]) if len(words) == 3 else ""
    return phrase if len(words) <= _LONGEST else ""
