"""Assessment of one candidate by rules: attribution, score, completeness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answer.criteria.answer_spans import answer_spans, names_place
from bot.answer.criteria.conflicting_figures import conflicting_count
from bot.answer.criteria.introductions import introduction_of
from bot.answer.criteria.leaked_documents import obtained_by, obtainer_bonus, rests_on_leak
from bot.answer.evidence.argument_order import ArgumentOrder, argument_order
from bot.answer.evidence.attribution_of import attribution_for, is_by_speaker
from bot.answer.evidence.candidates import AnswerCandidate, holds_role, matched_parts, provenance_role
from bot.answer.evidence.matching import CARRIED, ELSEWHERE, OWN, all_hard_parts_met, synonyms_of
from bot.answer.origins import extend_chain_to_origin
from bot.model.attribution import Attribution, Role
from bot.model.spans import Span
from bot.normalize import stem
from bot.search.intent import ExpectedAnswer, Intent
from bot.search.query import Query, QueryPartKind

NEAR_MISS = 0.3  # the coverage from which a candidate is worth showing
_SOMEWHERE = 0.2  # the document holds the name, if only as a variant
_COVERAGE_BY_INTENT = {
    Intent.IS_IT_SO: 0.75,
    Intent.INDEPENDENCE: 0.75,
    Intent.WHICH_DOCUMENTS: 0.85,
    Intent.WHO_IS: 0.95,
}
_COVERAGE = 0.6
# One word short, and it is another claim: the least level of every part.
_LEAST_LEVEL = {Intent.IS_IT_SO: CARRIED, Intent.INDEPENDENCE: _SOMEWHERE}
_OWN_COVERAGE = 0.25
_OWN_COVERAGE_OF_A_SPAN = 0.5  # a number or a date answers for its own sentence
_ROLE_BONUS, _SPEAKER_BONUS, _VERB_BONUS, _SOURCE_BONUS, _PLACE_BONUS = 0.5, 0.3, 0.1, 0.1, 0.3
_INTRODUCTION_BONUS = 1.0  # an introduction comes before every mere mention
_SAYING = frozenset({"say", "says", "said", "saying"})
_NEGATION = re.compile(
    r"""
    \b(?: not | never | no\ longer | neither | nor        # not, nor
        | den(?:y|ies|ied) | refus\w+ | fail(?:s|ed)?\ to # denied, refused, failed to
    )\b
  | n[’']t\b                                              # didn't
    """,
    re.IGNORECASE | re.VERBOSE,
)


def assess(query: Query, candidate: AnswerCandidate, attributions: Sequence[Attribution]) -> AnswerCandidate:
    """Return the candidate with attribution, final score and completeness.

    `attributions` are those of its document. A candidate below NEAR_MISS stays as it is.
    """
    if candidate.match.coverage < NEAR_MISS:
        return candidate
    candidate = replace(candidate, attribution=_attribution(query, candidate, attributions))
    by_speaker = _is_by_asked_speaker(query, candidate)
    phrase = _answering_phrase(query, candidate, attributions)
    carries_question = (
        (by_speaker or not query.speaker)
        and _covers_enough(query, candidate)
        and _meets_hard_parts(query, candidate)
        and _is_reported(query, candidate)
        and _counts_as_asked(query, candidate)
        and _holds_expected_kind(query, candidate)
    )
    order = _argument_order(query, candidate) if carries_question else ArgumentOrder.UNKNOWN
    return replace(
        candidate,
        # In this order: a sum of floats depends on it.
        score=candidate.score
        + _intent_bonus(query, candidate)
        + _speech_bonus(query, candidate, by_speaker=by_speaker)
        + _VERB_BONUS * _cue_is_asked_verb(query, candidate)
        + _INTRODUCTION_BONUS * (query.asked.intent is Intent.WHO_IS and phrase is not None)
        + _PLACE_BONUS * _names_asked_place(query, candidate),
        phrase=phrase,
        complete=order is ArgumentOrder.SAME,
        is_reversed=order is ArgumentOrder.REVERSED,
    )


def _attribution(query: Query, candidate: AnswerCandidate, attributions: Sequence[Attribution]) -> Attribution | None:
    attribution = attribution_for(query, candidate, attributions)
    if query.asked.intent is Intent.INDEPENDENCE:
        return extend_chain_to_origin(attribution, attributions)
    return attribution


def _is_by_asked_speaker(query: Query, candidate: AnswerCandidate) -> bool:
    if not query.speaker or candidate.attribution is None:
        return False
    return is_by_speaker(query, candidate.attribution, candidate.units.document.text)


def _answering_phrase(query: Query, candidate: AnswerCandidate, attributions: Sequence[Attribution]) -> Span | None:
    """Return the span of an introduction or a leak's obtainer, or None."""
    if query.asked.intent is Intent.WHO_IS:
        return introduction_of(query, candidate, attributions)
    if query.asked.intent is Intent.LEAKED and not matched_parts(query):
        return obtained_by(candidate)
    return None


def _covers_enough(query: Query, candidate: AnswerCandidate) -> bool:
    """Check the coverage for this kind of question."""
    if query.speaker and not query.topic:
        return True
    if provenance_role(query) is not None:
        return _holds_asked_role(query, candidate)
    if query.asked.intent is Intent.LEAKED:
        return rests_on_leak(candidate.attribution) and candidate.match.coverage >= _COVERAGE
    return _covers_claim(query, candidate)


def _covers_claim(query: Query, candidate: AnswerCandidate) -> bool:
    match, intent = candidate.match, query.asked.intent
    has_span = query.asked.expected is not ExpectedAnswer.ANYTHING
    covers_enough = match.coverage >= _COVERAGE_BY_INTENT.get(intent, _COVERAGE)
    own_enough = match.own >= (_OWN_COVERAGE_OF_A_SPAN if has_span else _OWN_COVERAGE)
    every_part = min(match.levels, default=1.0) >= _LEAST_LEVEL.get(intent, 0.0)
    return covers_enough and own_enough and every_part and _holds_own_numbers(query, candidate)


def _holds_own_numbers(query: Query, candidate: AnswerCandidate) -> bool:
    """Check the sentence itself for a yes/no question's numbers.

    Another number in the sentence beside it makes another claim. Other questions always pass.
    """
    if query.asked.intent is not Intent.IS_IT_SO:
        return True
    levels = zip(matched_parts(query), candidate.match.levels, strict=True)
    return all(level == OWN for part, level in levels if part.kind is QueryPartKind.NUMBER)


def _holds_asked_role(query: Query, candidate: AnswerCandidate) -> bool:
    """Check for a sentence about obtaining, reviewing, verifying or writing.

    Other sentences may hold the content of that text, so that less coverage is enough.
    """
    role = provenance_role(query)
    if role is None:
        return False
    return holds_role(candidate, role) and candidate.match.coverage >= (_COVERAGE if role is Role.WROTE else ELSEWHERE)


def _meets_hard_parts(query: Query, candidate: AnswerCandidate) -> bool:
    """Check all names and numbers for a match."""
    if not all(part.known or not part.hard for part in query.parts):
        return False
    if query.speaker and not query.topic:
        return True
    level = CARRIED if provenance_role(query) is None else _SOMEWHERE
    return all_hard_parts_met(matched_parts(query), candidate.match, level)


def _is_reported(query: Query, candidate: AnswerCandidate) -> bool:
    """Check the candidate for reporting: no boilerplate, not hypothetical.

    For a yes/no question, somebody's opinion is no report either.
    """
    attribution = candidate.attribution
    if candidate.unit.boilerplate:
        return False
    if attribution is None:
        return True
    is_opinion = query.asked.intent is Intent.IS_IT_SO and attribution.role is Role.THOUGHT
    return not attribution.hypothetical and not is_opinion


def _counts_as_asked(query: Query, candidate: AnswerCandidate) -> bool:
    has_number = any(part.kind is QueryPartKind.NUMBER for part in query.topic)
    return not has_number or conflicting_count(query, candidate) is None


def _holds_expected_kind(query: Query, candidate: AnswerCandidate) -> bool:
    """Check for the expected kind of answer: number, date, place."""
    if query.asked.expected in {ExpectedAnswer.NUMBER, ExpectedAnswer.TIME}:
        return bool(answer_spans(query, candidate))
    if query.asked.expected is ExpectedAnswer.PLACE:
        return names_place(query, candidate)
    if query.asked.intent is Intent.IS_IT_SO:
        quoted = candidate.unit.span.of(candidate.units.document.text)
        return bool(_NEGATION.search(quoted)) == bool(_NEGATION.search(query.question))
    return True


def _argument_order(query: Query, candidate: AnswerCandidate) -> ArgumentOrder:
    if provenance_role(query) is not None:
        return ArgumentOrder.SAME
    return argument_order(query, candidate.units, candidate.match.position)


def _intent_bonus(query: Query, candidate: AnswerCandidate) -> float:
    if query.asked.intent is Intent.LEAKED:
        return obtainer_bonus(candidate)
    return _ROLE_BONUS * _holds_asked_role(query, candidate)


def _speech_bonus(query: Query, candidate: AnswerCandidate, *, by_speaker: bool) -> float:
    if query.speaker:
        return _SPEAKER_BONUS * by_speaker
    asks_for_source = query.asked.intent in {Intent.WHO_SAID, Intent.WHO_IS}
    return _SOURCE_BONUS * (asks_for_source and candidate.attribution is not None)


def _cue_is_asked_verb(query: Query, candidate: AnswerCandidate) -> bool:
    """Check the cue for the question's verb: "recommend" before "say"."""
    reading, attribution = query.asked, candidate.attribution
    if not query.speaker or attribution is None or reading.role is not Role.SAID or reading.verb.lower() in _SAYING:
        return False
    verbs = {stemmed for stemmed, _ in synonyms_of(reading.verb)}
    text = candidate.units.document.text
    return any(stem(word) in verbs for cue in attribution.cue for word in cue.of(text).split())


def _names_asked_place(query: Query, candidate: AnswerCandidate) -> bool:
    return query.asked.expected is ExpectedAnswer.PLACE and bool(answer_spans(query, candidate))
