"""Differences in polarity: negation, denial, refusal, and antonyms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answer.comparison.rules.pair import PRONOUNS, Difference, Pair, find_participant, non_agents
from bot.answer.criteria.frame_agreement import AlignedFrame
from bot.answer.evidence.frames import Frame
from bot.answer.evidence.polarity import NEGATIVE_STEMS
from bot.answer.evidence.question import QuestionAnalysis
from bot.answer.evidence.wording import antonyms_of
from bot.attribution.lexicon import words_of
from bot.model.answers import Slot
from bot.model.spans import Span
from bot.normalize import WORD, stem

_EVENT = 0.6
_SAME = 0.7
_CONSENT = frozenset(
    stem(word)
    for word in words_of("""
    accept agree approve admit confirm acknowledge concede commit promise pledge back support endorse allow permit
    respond reply comment answer testify disclose reveal
""")
)
_EMPTY = frozenset({"do", "be"})  # too general to compare
_DENIED_EVENT, _DENIED_OWN = 0.7, 0.7
_IN_SCOPE = 4  # words
_SCOPE_END = re.compile(
    r"""
    [,;:.!?()–—]
  | \b(?: but | until | because | unless | only | just | merely | alone )\b  # "did not go but called"
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DENIAL = re.compile(
    r"""
    \b(?: (?: not | never | cannot | without | neither | nor )\b            # has not, never
       | (?:is|are|was|were|has|have|had|do|does|did|would|could|ca|wo|should)n[’']t\b
       | no\s (?: plans? | intention | evidence | sign | indication | proof )\b
       | (?: declin | refus | fail )(?:e|es|ed|ing|s|al|ure)?\s to\b         # declined to
       | (?: den(?:y|ies|ied|ying) | rul(?:es?|ed|ing)\s out | stop(?:s|ped)?\s short\s of ) \b
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ABOUT = re.compile(r"\b(?:about|regarding|concerning)\b", re.IGNORECASE)
_FURTHEST = 40  # characters from a negator to its predicate, to be shown together


def negation(pair: Pair) -> Iterator[Difference]:
    """Yield an action affirmed in one text and negated in the other."""
    for aligned in pair.same_events:
        if (
            aligned.asked.predicate in _EMPTY
            or not aligned.polarity_differs
            or aligned.similarity < _SAME
            or not have_same_participant(pair, aligned)
        ):
            continue
        asked, quoted = aligned.asked, aligned.quoted
        phrase = _phrase(pair, asked)
        if pair.share_met("") >= _EVENT:
            start, end = _range(quoted)
            yield Difference(Slot.POLARITY, phrase, pair.quoted_span(start, end))
            return


def refusal(pair: Pair) -> Iterator[Difference]:
    """Yield a refusal or denial in place of an asked consent."""
    if pair.question.has_negative_word or pair.question.is_negated or pair.share_met("") < _EVENT:
        return
    for quoted in pair.sentence.frames:
        if quoted.predicate not in NEGATIVE_STEMS or quoted.negated:
            continue
        for asked in pair.question.frames:
            if (
                asked.predicate in _CONSENT
                and any(find_participant(agent, quoted.agents) for agent in asked.agents)
                and _shares_object(pair, asked, quoted)
            ):
                yield Difference(Slot.POLARITY, _phrase(pair, asked), pair.quoted_span(quoted.start, quoted.end))
                return


def denied_word(pair: Pair) -> Iterator[Difference]:
    """Yield a question word right after a denial: "declined to go"."""
    question = pair.question
    if question.has_negative_word or question.is_negated:
        return
    if pair.share_met("", own=True) < _DENIED_OWN or pair.share_met("") < _DENIED_EVENT:
        return
    topic = _topic(question)
    wanted = {word.stem: word.text for word in question.words if word.is_plain and word.stem not in topic}
    for denial in _DENIAL.finditer(pair.sentence.text):
        for word in _scope(pair.sentence.text, denial.end()):
            asked = wanted.get(stem(word[0]))
            if asked is not None and _occurs_once(pair, stem(word[0])):
                yield Difference(Slot.POLARITY, pair.asked_word(asked), pair.quoted_span(denial.start(), word.end()))
                return


def _topic(question: QuestionAnalysis) -> frozenset[str]:
    """Return the stems of the topic of speech: the words after "about".

    The question states nothing about them.
    """
    found = _ABOUT.search(question.text) if question.asks_speech else None
    return frozenset(map(stem, WORD.findall(question.text, found.end()))) if found else frozenset()


def _scope(text: str, start: int) -> Iterator[re.Match[str]]:
    """Yield the words in a denial's scope, up to a break."""
    end = _SCOPE_END.search(text, start)
    stop = end.start() if end else len(text)
    for number, word in enumerate(WORD.finditer(text, start, stop)):
        if number == _IN_SCOPE:
            return
        yield word


def _occurs_once(pair: Pair, stemmed: str) -> bool:
    return sum(stem(word) == stemmed for word in pair.sentence.words) == 1


def opposite(pair: Pair) -> Iterator[Difference]:
    """Yield the opposite action of the same people: "rose" for "fell"."""
    for asked in pair.question.frames:
        for quoted in pair.sentence.frames:
            if not _are_antonyms(asked, quoted) or asked.negated != quoted.negated:
                continue
            if not have_same_participant(pair, AlignedFrame(asked, quoted, 0.0)):
                continue
            phrase = _phrase(pair, asked)
            if not pair.occurs_in_sentence([asked.predicate]) and pair.share_met(phrase) >= _EVENT:
                yield Difference(Slot.ACTION, phrase, pair.quoted_span(quoted.start, quoted.end))
                return


def _are_antonyms(asked: Frame, quoted: Frame) -> bool:
    return any(not antonyms_of(word).isdisjoint(quoted.words) for word in asked.words)


def have_same_participant(pair: Pair, aligned: AlignedFrame) -> bool:
    """Check two frames for a shared participant, by name or pronoun."""
    asked, quoted = aligned.asked, aligned.quoted
    agents = any(find_participant(agent, quoted.agents) for agent in asked.agents)
    if not agents and aligned.similarity == 1 and any(agent.head in PRONOUNS for agent in quoted.agents):
        agents = any(agent.names and pair.occurs_nearby(agent.names) for agent in asked.agents)
    patients = any(find_participant(patient, non_agents(quoted)) for patient in non_agents(asked))
    return (agents or not asked.agents or not quoted.agents) and (agents or patients)


def _shares_object(pair: Pair, asked: Frame, quoted: Frame) -> bool:
    """Check for half of the asked words after the refusal."""
    after = {stem(word) for word in WORD.findall(pair.sentence.text, quoted.end)}
    agents = {found for agent in asked.agents for found in agent.stems}
    wanted = [word.stem for word in pair.question.words if word.stem not in agents and word.stem != asked.predicate]
    return bool(wanted) and sum(word in after for word in wanted) >= 0.5 * len(wanted)


def _phrase(pair: Pair, frame: Frame) -> str:
    start = min([frame.start, *(span.start for span in frame.negators)])
    return (
        pair.asked_phrase(start, frame.end)
        if frame.end - start <= _FURTHEST
        else pair.asked_phrase(frame.start, frame.end)
    )


def _range(frame: Frame) -> tuple[int, int]:
    """Return the range of the predicate with its near negators."""
    spans = [span for span in frame.negators if abs(span.start - frame.start) <= _FURTHEST]
    everything = [*spans, Span(frame.start, frame.end)]
    return min(span.start for span in everything), max(span.end for span in everything)
