"""Differences in certainty: asked as a fact, reported as planned or possible."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answer.comparison.rules.pair import Difference, Pair
from bot.answer.comparison.rules.polarity import have_same_participant
from bot.answer.evidence.frames import Frame
from bot.model.answers import Slot

_EVENT = 0.75
_SAME = 0.7
_OWN_EVENT = 0.6
_FURTHEST = 40
# "is Lindt selling it" may ask about the future.
_AHEAD = re.compile(r"(?:is|are|am|do|does|can)\b(?! it true)", re.IGNORECASE)
_CERTAIN = re.compile(
    r"""
    \b(?: already | certainly | definitely | surely | undoubtedly | without\ doubt | proven | for\ sure )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_UNCERTAIN = re.compile(
    r"""
    \b(?: may | might | could | possibl[ey] | perhaps | likely | expected\s to | slated\s to | scheduled\s to
      | plan(?:s|ned|ning)?\s to | consider(?:s|ed|ing) | hop(?:es|ed|ing)\s to | intend(?:s|ed)?
      | propos(?:es|ed|ing) | yet\s to ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def only_supposed(pair: Pair) -> Iterator[Difference]:
    """Yield a fact of the question, quoted as planned or possible."""
    if pair.question.is_hedged or not pair.question.is_yes_no or _AHEAD.match(pair.question.text):
        return
    for aligned in pair.same_events:
        asked, quoted = aligned.asked, aligned.quoted
        if aligned.similarity < _SAME or not _only_quoted_is_hedged(asked, quoted) or pair.share_met("") < _EVENT:
            continue
        if have_same_participant(pair, aligned) and not _is_stated_as_fact(pair, asked):
            first = min(quoted.hedges)
            start = first.start if 0 <= quoted.start - first.start <= _FURTHEST else quoted.start
            yield Difference(
                Slot.ACTION, pair.asked_phrase(asked.start, asked.end), pair.quoted_span(start, quoted.end)
            )
            return


def certain_in_question(pair: Pair) -> Iterator[Difference]:
    """Yield "certainly" or "already" asked beside "may" or "expected to" quoted."""
    certain = _CERTAIN.search(pair.question.text)
    hedge = _UNCERTAIN.search(pair.sentence.text)
    if certain is None or hedge is None or pair.question.is_hedged or _CERTAIN.search(pair.sentence.text):
        return
    if pair.share_met(certain[0], own=True) >= _OWN_EVENT:
        yield Difference(Slot.ACTION, certain[0], pair.quoted_span(*hedge.span()))


def _only_quoted_is_hedged(asked: Frame, quoted: Frame) -> bool:
    is_affirmed = not asked.negated and not quoted.negated
    return is_affirmed and bool(quoted.hedges) and not asked.hedges


def _is_stated_as_fact(pair: Pair, asked: Frame) -> bool:
    return any(not quoted.hedges and not asked.words.isdisjoint(quoted.words) for quoted in pair.sentence.frames)
