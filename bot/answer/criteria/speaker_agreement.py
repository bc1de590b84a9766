"""Agreement of a sentence's source with the speaker asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer.evidence.pool import PoolSentence
from bot.answer.evidence.question import QuestionAnalysis
from bot.answer.evidence.sources import UnitSources, is_named, source_names
from bot.model.attribution import Attribution
from bot.model.spans import Span

_FIRST_PERSON = frozenset({"i", "we"})


@dataclass(frozen=True, slots=True)
class SpeakerAgreement:
    """The source of the matched words: the asked speaker, another, or unknown.

    `attribution` covers most of the matched words; `coverage` is the share of them inside its content.
    """

    attribution: Attribution | None
    coverage: float
    is_asked_speaker: bool
    is_other_speaker: bool
    has_named_source: bool


def speaker_agreement(
    question: QuestionAnalysis, sentence: PoolSentence, sources: UnitSources, matched: Sequence[Span]
) -> SpeakerAgreement:
    """Return the source of the `matched` spans of a sentence."""
    text = sentence.units.document.text
    spoken = [found for found in sources.attributions if not _is_first_person(found, text)] or sources.attributions
    best = max(spoken, key=lambda attribution: _rank(question, attribution, matched, sentence), default=None)
    if best is None:
        return SpeakerAgreement(None, 0.0, False, False, False)  # noqa: FBT003 - nobody speaks
    coverage = _coverage(best, matched)
    names = source_names(best, text)
    asked = bool(question.speaker) and not names.isdisjoint(question.speaker)
    named = is_named(best, text)
    other = bool(question.speaker) and named and not asked and coverage > 0
    return SpeakerAgreement(best, coverage, asked, other, named and coverage > 0)


def _is_first_person(attribution: Attribution, text: str) -> bool:
    """Check for a source "I" or "we" inside another's words."""
    return attribution.parent is not None and all(span.of(text).lower() in _FIRST_PERSON for span in attribution.source)


def _rank(
    question: QuestionAnalysis, attribution: Attribution, matched: Sequence[Span], sentence: PoolSentence
) -> tuple[float, bool, float]:
    """Return the sort key of an attribution.

    Most matched words come first, then the asked speaker, then the narrower content.
    """
    width = sum(len(span) for span in attribution.content)
    inside = any(span.overlaps(sentence.unit.span) for span in attribution.content)
    asked = not source_names(attribution, sentence.units.document.text).isdisjoint(question.speaker)
    return _coverage(attribution, matched) + 0.01 * inside, asked, -width


def _coverage(attribution: Attribution, matched: Sequence[Span]) -> float:
    if not matched:
        return 0.0
    return sum(any(content.contains(span) for content in attribution.content) for span in matched) / len(matched)
