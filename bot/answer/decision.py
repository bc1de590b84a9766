"""Which of the four states an answer has: what was established, and no more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.answer.comparison.differences import Difference, differences
from bot.answer.comparison.slots import comparison_slots
from bot.answer.evidence.question import QuestionAnalysis
from bot.answer.judge import Judge, JudgedSentence, Judgement
from bot.model.answers import AnswerState, SlotComparison
from bot.search.query import Query, QueryPart

_FAR = 3.0  # log-odds behind the best: 3 of 100 such sentences held the answer


@dataclass(frozen=True)
class Decision:
    """A state with the sentences that stand for it, best first.

    `differing` are sentences that report the asked event otherwise, each with what differs; `comparison` sets the
    question beside the first sentence. `missing` are names of the question that no article holds.
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
    """Return what the judgement establishes; `by_rules` are the units that answer by rules alone.

    Answered: probable enough, nothing differs in the first sentence and, for yes/no, every slot holds. Contrary: that
    first sentence reports the event with a difference that can be pointed at. Nothing: a name stands in no article, or
    no passage was found.
    """
    missing = tuple(part.text for part in query.parts if _has_to_be_known(query, part) and not part.known)
    if missing or not judgement.shown:
        return Decision(AnswerState.NOTHING, missing=missing)
    found = tuple(
        (sentence, differing)
        for sentence in judgement.shown
        if (differing := differences(question, sentence.comparison, sentence.sentence, sentence.analysis))
    )
    slots = _slots(question, judgement.shown[0])
    differs_first = bool(found) and found[0][0] is judgement.shown[0]
    threshold = _threshold(question, judgement.shown, judge, by_rules)
    others = tuple(pair for pair in found if pair[0] is not judgement.shown[0])
    answering = _answering(question, _without(judgement.shown, others))
    likely = [sentence for sentence in close_to_the_best(judgement.shown) if sentence in answering]
    holds = all(slot.holds for slot in slots)
    if likely and holds and not differs_first and judgement.probability >= threshold:
        return Decision(
            AnswerState.ANSWERED,
            answering,
            others,
            slots,
            probability=judgement.probability,
        )
    if differs_first and judgement.contrary >= judge.contrary_threshold:
        first = found[0][0]
        return Decision(
            AnswerState.CONTRARY,
            judgement.shown,
            found,
            _differing_slots(first, found[0][1], slots),
            probability=judgement.probability,
        )
    return Decision(AnswerState.CLOSEST, judgement.shown, probability=judgement.probability)


def _has_to_be_known(query: Query, part: QueryPart) -> bool:
    """Return whether an article has to hold the part's words: a name, or the asked speaker however it is typed."""
    return part.value is None and (part.hard or part in query.speaker)


def _threshold(
    question: QuestionAnalysis, shown: Sequence[JudgedSentence], judge: Judge, by_rules: Collection[tuple[str, int]]
) -> float:
    confirmed = any(sentence.sentence.key in by_rules for sentence in shown)
    return judge.threshold(
        question, confirmed=confirmed, confirmed_row=shown[0].is_row and shown[0].sentence.key in by_rules
    )


def _answering(question: QuestionAnalysis, shown: Sequence[JudgedSentence]) -> tuple[JudgedSentence, ...]:
    """Return the sentences that may stand as an answer, those of the asked speaker first.

    Boilerplate reports nothing, and what somebody "would say" was not said. If words of a speaker are asked for, one
    sentence at least has to be theirs, and none may be another's.
    """
    usable = [sentence for sentence in shown if _reports(question, sentence)]
    if not question.speaker:
        return tuple(usable)
    theirs = [sentence for sentence in usable if _is_speakers(question, sentence)]
    unknown = [
        sentence
        for sentence in close_to_the_best(usable)
        if sentence not in theirs and not sentence.comparison.speaker.is_other_speaker
    ]
    return (*theirs, *unknown) if theirs else ()


def close_to_the_best(shown: Sequence[JudgedSentence]) -> tuple[JudgedSentence, ...]:
    """Return the sentences nearly as likely to answer as the likeliest, and the rows that one of these introduces."""
    best = max((sentence.score for sentence in shown), default=0.0)
    near = [sentence for sentence in shown if best - sentence.score < _FAR]
    return tuple(
        sentence for sentence in shown if sentence in near or any(_introduces(other, sentence) for other in near)
    )


def _introduces(sentence: JudgedSentence, row: JudgedSentence) -> bool:
    """Return whether a row stands in the list or table that a sentence leads in."""
    lead_in = row.sentence.unit.block.lead_in
    same = row.sentence.units.document.id == sentence.sentence.units.document.id
    return same and lead_in is not None and lead_in.overlaps(sentence.sentence.unit.span)


def _reports(question: QuestionAnalysis, sentence: JudgedSentence) -> bool:
    attribution = sentence.comparison.speaker.attribution
    supposed = attribution is not None and attribution.hypothetical and not question.is_hedged
    return not supposed and not sentence.sentence.unit.boilerplate


def _is_speakers(question: QuestionAnalysis, sentence: JudgedSentence) -> bool:
    """Return whether the asked speaker says it, or published it."""
    by_outlet = not sentence.sources.outlet_names.isdisjoint(question.speaker)
    return by_outlet or sentence.comparison.speaker.is_asked_speaker


def _slots(question: QuestionAnalysis, first: JudgedSentence) -> tuple[SlotComparison, ...]:
    if not question.is_yes_no:
        return ()
    return comparison_slots(question, first.comparison, first.sentence, first.analysis)


def _without(
    shown: Sequence[JudgedSentence], others: Sequence[tuple[JudgedSentence, tuple[Difference, ...]]]
) -> tuple[JudgedSentence, ...]:
    left_out = [sentence for sentence, _ in others]
    return tuple(sentence for sentence in shown if sentence not in left_out)


def _differing_slots(
    first: JudgedSentence, found: Sequence[Difference], slots: Sequence[SlotComparison]
) -> tuple[SlotComparison, ...]:
    """Return the comparison of a contrary card: what differs first, then what holds."""
    text = first.sentence.units.document.text
    named = {difference.slot for difference in found}
    differing = (
        SlotComparison(
            difference.slot, difference.asked, difference.quoted.of(text) if difference.quoted else None, holds=False
        )
        for difference in found
    )
    return (*differing, *(slot for slot in slots if slot.holds and slot.slot not in named))
