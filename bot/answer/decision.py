"""The state of an answer: answered, contrary, closest or nothing (docs/answers.md)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.answer.comparison.differences import Difference, differences
from bot.answer.comparison.rules.pair import Pair
from bot.answer.comparison.slots import comparison_slots
from bot.answer.evidence.question import QuestionAnalysis
from bot.answer.judge import Judge, JudgedSentence, Judgement
from bot.model.answers import AnswerState, SlotComparison
from bot.search.query import Query, QueryPart

_FAR = 3.0  # log-odds below the best: 3 of 100 such sentences held the answer


@dataclass(frozen=True)
class Decision:
    """A state with its sentences, best first.

    `differing` are sentences that report the asked event otherwise, each with its differences. `comparison` compares
    the question with the first sentence, slot by slot. `missing` are names of the question without any article.
    """

    state: AnswerState
    shown: tuple[JudgedSentence, ...] = ()
    differing: tuple[tuple[JudgedSentence, tuple[Difference, ...]], ...] = ()
    comparison: tuple[SlotComparison, ...] = ()
    missing: tuple[str, ...] = ()
    probability: float = 0.0


def decide(
    query: Query,
    question: QuestionAnalysis,
    judgement: Judgement,
    judge: Judge,
    by_rules: Collection[tuple[str, int]] = (),
) -> Decision:
    """Return the decision for a judgement.

    `by_rules` are the keys of units that answer by rules alone.

    Answered: probable enough, no difference in the first sentence, and for yes/no every slot holds. Contrary: the
    first sentence reports the event with a difference. Nothing: a name is in no article, or no passage was found.
    Closest: everything else.
    """
    missing = tuple(part.text for part in query.parts if _has_to_be_known(query, part) and not part.known)
    if missing or not judgement.shown:
        return Decision(AnswerState.NOTHING, missing=missing)
    first, pair = judgement.shown[0], _pair(question, judgement.shown[0])
    differing = _differing(question, judgement.shown)
    others = tuple((judged, found) for judged, found in differing if judged is not first)
    of_first = next((found for judged, found in differing if judged is first), ())
    slots = comparison_slots(pair, of_first)
    if not of_first and all(slot.holds for slot in slots):
        answering = _answering(question, _without(judgement.shown, others))
        likely = any(judged in answering for judged in close_to_the_best(judgement.shown))
        if likely and judgement.probability >= _threshold(question, judgement.shown, judge, by_rules):
            return Decision(AnswerState.ANSWERED, answering, others, slots, probability=judgement.probability)
    if of_first and judgement.contrary >= judge.contrary_threshold:
        comparison = _contrary_comparison(pair, of_first, slots)
        return Decision(AnswerState.CONTRARY, judgement.shown, differing, comparison, probability=judgement.probability)
    return Decision(AnswerState.CLOSEST, judgement.shown, probability=judgement.probability)


def _pair(question: QuestionAnalysis, judged: JudgedSentence) -> Pair:
    return Pair(question, judged.comparison, judged.candidate, judged.analysis)


def _differing(
    question: QuestionAnalysis, shown: Sequence[JudgedSentence]
) -> tuple[tuple[JudgedSentence, tuple[Difference, ...]], ...]:
    return tuple((judged, found) for judged in shown if (found := differences(_pair(question, judged))))


def _has_to_be_known(query: Query, part: QueryPart) -> bool:
    """Check for a name or a speaker: an article must hold it."""
    return part.value is None and (part.hard or part in query.speaker)


def _threshold(
    question: QuestionAnalysis, shown: Sequence[JudgedSentence], judge: Judge, by_rules: Collection[tuple[str, int]]
) -> float:
    first = shown[0]
    return judge.threshold(
        question,
        confirmed=any(judged.candidate.key in by_rules for judged in shown),
        confirmed_row=first.is_row and first.candidate.key in by_rules,
    )


def _answering(question: QuestionAnalysis, shown: Sequence[JudgedSentence]) -> tuple[JudgedSentence, ...]:
    """Return the possible answers, those of the asked speaker first.

    Boilerplate is no report, and "would say" is no statement. If a speaker is asked about, at least one sentence has
    to be by that speaker, and none by another.
    """
    reporting = [judged for judged in shown if _is_reporting(question, judged)]
    if not question.speaker:
        return tuple(reporting)
    by_speaker = [judged for judged in reporting if _is_by_asked_speaker(question, judged)]
    by_unknown = [
        judged
        for judged in close_to_the_best(reporting)
        if judged not in by_speaker and not judged.comparison.speaker.is_other_speaker
    ]
    return (*by_speaker, *by_unknown) if by_speaker else ()


def close_to_the_best(shown: Sequence[JudgedSentence]) -> tuple[JudgedSentence, ...]:
    """Return the sentences nearly as probable as the best, and their rows."""
    best = max((judged.score for judged in shown), default=0.0)
    near = [judged for judged in shown if best - judged.score < _FAR]
    return tuple(judged for judged in shown if judged in near or any(_introduces(other, judged) for other in near))


def _introduces(judged: JudgedSentence, row: JudgedSentence) -> bool:
    """Check for the lead-in of a row's list or table."""
    lead_in = row.candidate.unit.block.lead_in
    is_same_document = row.candidate.units.document.id == judged.candidate.units.document.id
    return is_same_document and lead_in is not None and lead_in.overlaps(judged.candidate.unit.span)


def _is_reporting(question: QuestionAnalysis, judged: JudgedSentence) -> bool:
    attribution = judged.comparison.speaker.attribution
    is_hypothetical = attribution is not None and attribution.hypothetical and not question.is_hedged
    return not is_hypothetical and not judged.candidate.unit.boilerplate


def _is_by_asked_speaker(question: QuestionAnalysis, judged: JudgedSentence) -> bool:
    """Check for the asked speaker as source or publisher."""
    is_by_outlet = not judged.sources.outlet_names.isdisjoint(question.speaker)
    return is_by_outlet or judged.comparison.speaker.is_asked_speaker


def _without(
    shown: Sequence[JudgedSentence], others: Sequence[tuple[JudgedSentence, tuple[Difference, ...]]]
) -> tuple[JudgedSentence, ...]:
    left_out = [judged for judged, _ in others]
    return tuple(judged for judged in shown if judged not in left_out)


def _contrary_comparison(
    pair: Pair, found: Sequence[Difference], slots: Sequence[SlotComparison]
) -> tuple[SlotComparison, ...]:
    """Return the comparison of a contrary card: differing slots first."""
    differing_slots = {difference.slot for difference in found}
    holding = (slot for slot in slots if slot.holds and slot.slot not in differing_slots)
    return (*(pair.compare_slot(difference) for difference in found), *holding)
