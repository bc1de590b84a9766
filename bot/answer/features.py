"""Features of one candidate sentence, as named numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np

from bot.answer.criteria.answer_presence import answer_presence
from bot.answer.criteria.frame_agreement import AlignedFrame, align_frames
from bot.answer.criteria.number_agreement import NumberAgreement, number_agreement
from bot.answer.criteria.speaker_agreement import SpeakerAgreement, speaker_agreement
from bot.answer.criteria.word_coverage import (
    Surroundings,
    WordCoverage,
    weighted_share,
    weightiest_gap,
    word_coverage,
)
from bot.answer.evidence.pool import PoolSentence
from bot.answer.evidence.question import QuestionAnalysis
from bot.answer.evidence.sentence import SentenceAnalysis
from bot.answer.evidence.sources import UnitSources
from bot.answer.evidence.word_similarity import Vectors
from bot.answer.evidence.wording import antonyms_of
from bot.model.spans import Span
from bot.normalize import WORD, fold
from bot.search.frame_words import FRAME_WORDS

_OPEN = 0.5


@dataclass(frozen=True, slots=True)
class Features:
    """The features of a candidate.

    Shares lie in [0, 1]; flags are 0 or 1.
    """

    coverage: float
    plain_coverage: float
    plain_coverage_around: float
    name_coverage: float
    name_coverage_around: float
    coverage_around: float
    weightiest_gap: float
    weightiest_gap_around: float
    verb_coverage: float
    verb_coverage_around: float
    worst_word: float
    worst_word_around: float
    worst_name_around: float
    same_event: float
    predicate_similarity: float
    participants_agree: float
    roles_reversed: float
    roles_half_reversed: float
    agent_conflict: float
    patient_conflict: float
    polarity_differs: float
    polarity_differs_mostly: float
    negation_differs: float
    negative_words_differ: float
    antonym: float
    quoted_is_hedged: float
    asked_is_hedged: float
    other_quantifier: float
    quantifier_missing: float
    numbers_met: float
    number_conflict: float
    number_absent: float
    other_unit: float
    year_conflict: float
    year_met: float
    month_conflict: float
    day_conflict: float
    answer_present: float
    length: float
    has_frames: float
    speaker_asked: float
    speaker_agrees: float
    other_speaker: float
    said_by_named: float
    said_by_named_and_asked: float
    matched_in_content: float

    def vector(self) -> tuple[float, ...]:
        """Return the values in the order of FEATURE_NAMES."""
        return astuple(self)


FEATURE_NAMES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True, slots=True)
class Comparison:
    """A candidate compared with the question: agreements, differences, features."""

    coverage: WordCoverage
    aligned: tuple[AlignedFrame, ...]
    numbers: NumberAgreement
    speaker: SpeakerAgreement
    features: Features
    matched: tuple[Span, ...]


def compare(
    question: QuestionAnalysis,
    candidate: PoolSentence,
    sentence: SentenceAnalysis,
    sources: UnitSources,
    vectors: Vectors,
) -> Comparison:
    """Return the comparison of a candidate sentence with the question."""
    coverage = word_coverage(question, surroundings(candidate, sentence), vectors)
    matched = _matched(coverage, candidate)
    aligned = align_frames(question.frames, sentence.frames, vectors)
    numbers = number_agreement(question, sentence)
    speaker = speaker_agreement(question, candidate, sources, _outside_names(question, matched))
    features = Features(
        **_coverage_features(question, coverage),
        **_frame_features(question, aligned),
        **_wording_features(question, sentence, coverage),
        **_number_features(numbers),
        answer_present=answer_presence(question, sentence),
        length=float(np.log(len(sentence.words) + 1)),
        has_frames=float(bool(question.frames)),
        speaker_asked=float(bool(question.speaker)),
        speaker_agrees=float(speaker.is_asked_speaker) if question.speaker else _OPEN,
        other_speaker=float(speaker.is_other_speaker),
        said_by_named=float(speaker.has_named_source),
        said_by_named_and_asked=float(speaker.has_named_source and question.asks_speech),
        matched_in_content=speaker.coverage,
    )
    return Comparison(coverage, aligned, numbers, speaker, features, tuple(span for span in matched if span))


def compared_words(
    question: QuestionAnalysis, candidates: Sequence[PoolSentence], analyses: Sequence[SentenceAnalysis]
) -> frozenset[str]:
    """Return all lower-case words of a comparison, for their vectors."""
    found = {word.text for word in question.words}
    found.update(lemma for frame in question.frames for lemma in frame.forms)
    for candidate, analysis in zip(candidates, analyses, strict=True):
        around = surroundings(candidate, analysis)
        found.update(around.own, around.before, around.after, around.lead_in, around.columns)
        found.update(lemma for frame in analysis.frames for lemma in frame.forms)
    return frozenset(word for word in found if fold(word) not in FRAME_WORDS)


def surroundings(candidate: PoolSentence, sentence: SentenceAnalysis) -> Surroundings:
    """Return the words of a candidate and of its context."""
    title = candidate.units.document.reference.title or ""
    return Surroundings(
        own=sentence.words,
        before=_neighbour(candidate, -1),
        after=_neighbour(candidate, 1),
        title=tuple(word.lower() for word in WORD.findall(title)),
        lead_in=_words_at(candidate, candidate.unit.block.lead_in),
        columns=_words_at(candidate, candidate.unit.block.header),
        lemmas=sentence.lemmas,
    )


def _words_at(candidate: PoolSentence, span: Span | None) -> tuple[str, ...]:
    if span is None:
        return ()
    return tuple(word.lower() for word in WORD.findall(candidate.units.document.text, span.start, span.end))


def _neighbour(candidate: PoolSentence, step: int) -> tuple[str, ...]:
    units, position = candidate.units.units, candidate.position + step
    if not 0 <= position < len(units) or units[position].section != candidate.unit.section:
        return ()
    return tuple(word.lower() for word in WORD.findall(units[position].span.of(candidate.units.document.text)))


def _matched(coverage: WordCoverage, candidate: PoolSentence) -> list[Span | None]:
    """Return the document's span for each question word, or None."""
    start = candidate.unit.span.start
    places = [match.span() for match in WORD.finditer(candidate.text)]
    return [
        Span(start + places[place][0], start + places[place][1]) if 0 <= place < len(places) else None
        for place in coverage.held
    ]


def _outside_names(question: QuestionAnalysis, matched: list[Span | None]) -> list[Span]:
    return [
        span
        for word, span in zip(question.words, matched, strict=True)
        if span is not None and word.stem not in question.speaker
    ]


def _coverage_features(question: QuestionAnalysis, coverage: WordCoverage) -> dict[str, float]:
    plain = np.array([word.is_plain for word in question.words], dtype=bool)
    names = np.array([word.is_name for word in question.words], dtype=bool)
    verbs = np.array([word.is_verb for word in question.words], dtype=bool)
    every = np.ones(len(question.words), dtype=bool)
    own, around = coverage.own, coverage.around
    return {
        "coverage": weighted_share(question, own, every),
        "plain_coverage": weighted_share(question, own, plain),
        "plain_coverage_around": weighted_share(question, around, plain),
        "name_coverage": weighted_share(question, own, names),
        "name_coverage_around": weighted_share(question, around, names),
        "coverage_around": weighted_share(question, around, every),
        "weightiest_gap": weightiest_gap(question, own, plain),
        "weightiest_gap_around": weightiest_gap(question, around, plain),
        "verb_coverage": weighted_share(question, own, verbs),
        "verb_coverage_around": weighted_share(question, around, verbs),
        "worst_word": float(own[plain].min(initial=1.0)),
        "worst_word_around": float(around[plain].min(initial=1.0)),
        "worst_name_around": float(around[names].min(initial=1.0)),
    }


def _frame_features(question: QuestionAnalysis, aligned: tuple[AlignedFrame, ...]) -> dict[str, float]:
    same = [frame for frame in aligned if frame.is_same_event]
    asked = len(question.frames)
    differing = sum(frame.polarity_differs for frame in same)
    return {
        "same_event": len(same) / asked if asked else _OPEN,
        "predicate_similarity": max((frame.similarity for frame in aligned), default=0.0) if asked else _OPEN,
        "participants_agree": sum(frame.agreement for frame in same) / (2 * len(same)) if same else 0.4,
        "roles_reversed": float(any(frame.is_reversed for frame in same)),
        "roles_half_reversed": float(any(frame.is_half_reversed for frame in same)),
        "agent_conflict": float(any(frame.agents_conflict for frame in same)),
        "patient_conflict": float(any(frame.patients_conflict for frame in same)),
        "polarity_differs": float(differing > 0),
        "polarity_differs_mostly": float(2 * differing > len(same)),
    }


def _wording_features(
    question: QuestionAnalysis, sentence: SentenceAnalysis, coverage: WordCoverage
) -> dict[str, float]:
    contradicted = any(
        level < 1 and not antonyms_of(word.stem).isdisjoint(sentence.stems)
        for word, level in zip(question.words, coverage.own, strict=True)
    )
    asked, quoted = question.quantifiers, sentence.quantifiers
    negative = question.is_negated or question.has_negative_word
    return {
        "negation_differs": float(question.is_negated != sentence.is_negated),
        "negative_words_differ": float(negative != (sentence.is_negated or sentence.has_negative_word)),
        "antonym": float(contradicted),
        "quoted_is_hedged": float(sentence.is_hedged and not question.is_hedged),
        "asked_is_hedged": float(question.is_hedged and not sentence.is_hedged),
        "other_quantifier": float(bool(asked - quoted) and bool(quoted)),
        "quantifier_missing": float(bool(asked - quoted)),
        "month_conflict": float(
            bool(question.months and sentence.months) and question.months.isdisjoint(sentence.months)
        ),
        "day_conflict": float(bool(question.days and sentence.days) and question.days.isdisjoint(sentence.days)),
    }


def _number_features(numbers: NumberAgreement) -> dict[str, float]:
    return {
        "numbers_met": numbers.met / numbers.asked if numbers.asked else 0.7,
        "number_conflict": float(bool(numbers.conflicts)),
        "number_absent": float(numbers.absent > 0),
        "other_unit": float(numbers.other_unit > 0),
        "year_conflict": float(bool(numbers.years_conflict)),
        "year_met": float(numbers.years_met),
    }
