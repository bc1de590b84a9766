"""Differences in speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answer.comparison.rules.pair import Difference, Pair
from bot.answer.evidence.sources import source_names
from bot.model.answers import Slot
from bot.model.attribution import Attribution
from bot.model.spans import Span
from bot.normalize import WORD, stem

_MATCHED = 0.5  # share of the matched words in the other source's content
_EVENT = 0.6
_QUOTATION = re.compile('["“]([^"”]{4,})["”]')
_FEWEST_WORDS = 2
_PRONOUNS = frozenset(["he", "she", "they", "it", "i", "we", "you", "who"])


def other_speaker(pair: Pair) -> Iterator[Difference]:
    """Yield another named source of the asked words."""
    speaker, question = pair.comparison.speaker, pair.question
    if speaker.attribution is None or not speaker.is_other_speaker or speaker.coverage < _MATCHED:
        return
    phrase = _speaker_phrase(pair)
    text = pair.candidate.units.document.text
    links = {stem(word) for link in speaker.attribution.chain for word in WORD.findall(link.name)}
    known = links | source_names(speaker.attribution, text)
    if not known.isdisjoint(question.speaker) or pair.occurs_in_sentence(question.speaker):
        return
    if not phrase or (pair.share_met(phrase, own=True) < _EVENT and not _holds_quotation(pair)):
        return
    span = _source_span(pair, speaker.attribution)
    if span is not None:
        yield Difference(Slot.WHO, phrase, span)


def _holds_quotation(pair: Pair) -> bool:
    """Check the sentence for the question's quotation."""
    quoted = _QUOTATION.search(pair.question.text)
    words = [stem(word) for word in WORD.findall(quoted[1])] if quoted else []
    return len(words) >= _FEWEST_WORDS and pair.sentence.stems.issuperset(words)


def _speaker_phrase(pair: Pair) -> str:
    """Return the speaker's name in the question's own words."""
    words = [match for match in WORD.finditer(pair.question.text) if stem(match[0]) in pair.question.speaker]
    return pair.question.text[words[0].start() : words[-1].end()] if words else ""


def _source_span(pair: Pair, attribution: Attribution) -> Span | None:
    """Return the span of the other source's name in the sentence."""
    text = pair.candidate.units.document.text
    inside = [span for span in attribution.source if pair.candidate.unit.span.contains(span)]
    return next(
        (span for span in inside if any(map(str.isupper, span.of(text))) and span.of(text).lower() not in _PRONOUNS),
        None,
    )
