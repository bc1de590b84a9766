"""Questions about the articles themselves (which, how many origins, on what papers), decided by rules.

For all other questions the rules only confirm what the fitted judge finds (`decision`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answer.criteria.ai_authorship import disclosed_ai_use
from bot.answer.criteria.answer_spans import answer_spans, tells_where
from bot.answer.criteria.conflicting_figures import ConflictingFigure, conflicting_count, conflicting_figure, conflicts
from bot.answer.criteria.introductions import introduction_of
from bot.answer.criteria.leaked_documents import obtained_by, obtainer_bonus, pieces, rests
from bot.answer.evidence.argument_order import ArgumentOrder, argument_order
from bot.answer.evidence.attribution_of import attribution_for, is_by_speaker
from bot.answer.evidence.candidates import AnswerCandidate, candidates, holds_role, provenance_role
from bot.answer.evidence.matching import CARRIED, ELSEWHERE, OWN, all_hard_parts_met, synonyms_of
from bot.answer.evidence.units import DocumentUnits
from bot.answer.origins import extend_chain_to_origin
from bot.model.attribution import Attribution, Role
from bot.normalize import stem
from bot.search.intent import ExpectedAnswer, Intent
from bot.search.query import Query, QueryPartKind

SOMEWHERE = 0.2  # a name that the document holds at all, be it by a variant
ENOUGH = {
    Intent.IS_IT_SO: 0.75,
    Intent.INDEPENDENCE: 0.75,
    Intent.WHICH_DOCUMENTS: 0.85,
    Intent.WHO_IS: 0.95,
}
ALL_OF_IT = {Intent.IS_IT_SO: CARRIED, Intent.INDEPENDENCE: SOMEWHERE}
ENOUGH_OTHERWISE = 0.6
OWN_ENOUGH = 0.25
OWN_ENOUGH_FOR_A_SPAN = 0.5  # a number or a date answers for the sentence that it stands in
NEAR_THE_BEST = 0.18
NEAR_THE_BEST_ELSEWHERE = 0.5  # where every document is asked for what it says
CONTRARY = 0.1  # how much less of the question a piece may carry that tells the contrary
NEAR_MISS = 0.3

# Questions about the articles themselves: their answer is a list, a disclosure or a chain, not a sentence.
_STRUCTURAL = frozenset({Intent.WHICH_DOCUMENTS, Intent.AUTHORSHIP, Intent.LEAKED, Intent.INDEPENDENCE})
_OTHER_NUMBER = "It is told with another number."
NAMES_A_PLACE = 0.3
_SAYING = frozenset({"say", "says", "said", "saying"})
INTRODUCES = 1.0  # an introduction comes before all that merely names somebody

_NEGATION = re.compile(
    r"\b(?:not|never|no longer|neither|nor|den(?:y|ies|ied)|refus\w+|fail(?:s|ed)? to)\b|n[’']t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RulesJudgement:
    """The pieces that answer, best first, or none and why; those that only come near; those that tell the contrary.

    `other` tell it with another number than the question, at their `phrase`; `unlike` are pairs among the answers whose
    figures can't both be so.
    """

    answers: tuple[AnswerCandidate, ...]
    near: tuple[AnswerCandidate, ...]
    reason: str | None = None
    against: tuple[AnswerCandidate, ...] = ()
    other: tuple[AnswerCandidate, ...] = ()
    unlike: tuple[ConflictingFigure, ...] = ()


def is_structural(query: Query) -> bool:
    """Return whether a question is about the articles themselves or who handled them: no sentence answers it."""
    return query.asked.intent in _STRUCTURAL or provenance_role(query) is not None


def structural_candidates(query: Query, documents: Sequence[DocumentUnits]) -> Sequence[AnswerCandidate]:
    """Return the pieces that may answer by rules: disclosures, what rests on leaks, or all that share words."""
    match query.asked.intent:
        case Intent.AUTHORSHIP:
            return disclosed_ai_use(query, documents)
        case Intent.LEAKED:
            return pieces(query, documents)
        case _:
            return candidates(query, documents)


def judge_by_rules(
    query: Query, found: Sequence[AnswerCandidate], attributions: Mapping[str, Sequence[Attribution]]
) -> RulesJudgement:
    """Return which candidates answer the question, given the attributions of their documents."""
    if query.asked.intent is Intent.AUTHORSHIP:
        return RulesJudgement(
            tuple(found), (), None if found else "No article that it names discloses how it was made."
        )
    weighed = [_weigh(query, one, attributions.get(one.units.document.id, ())) for one in found]
    weighed.sort(key=lambda one: (-one.score, one.units.document.name, one.match.position))
    complete = [one for one in weighed if one.complete]
    against = _best_of_each(one for one in weighed if one.is_reversed)
    if complete:
        if query.asked.intent is Intent.WHICH_DOCUMENTS:
            return RulesJudgement(_first_of_each(complete), ())
        answers = _near_the_best(query, complete)
        told = {one.units.document.id for one in answers}
        as_much = answers[0].match.coverage - CONTRARY
        contrary = (one for one in against if one.match.coverage >= as_much and one.units.document.id not in told)
        other = (one for one in _other_number(query, weighed) if one.units.document.id not in told)
        unlike = conflicts(query, answers)
        return RulesJudgement(answers, (), against=tuple(contrary), other=tuple(other), unlike=tuple(unlike))
    if other_number := tuple(_other_number(query, weighed)):
        return RulesJudgement((), other_number[:3], _OTHER_NUMBER)
    near = (*against, *(one for one in weighed if one.match.coverage >= NEAR_MISS and not one.is_reversed))[:3]
    return RulesJudgement((), near, _reason(query, near))


def _other_number(query: Query, weighed: Sequence[AnswerCandidate]) -> list[AnswerCandidate]:
    """Return the best piece of each document that tells what is asked with another number than the question's."""
    if not any(part.kind is QueryPartKind.NUMBER for part in query.topic):
        return []
    found = []
    for one in weighed:
        told = one.attribution is None or not one.attribution.hypothetical
        so = not one.complete and not one.unit.boilerplate and told
        if (
            so
            and argument_order(query, one.units, one.match.position) is ArgumentOrder.SAME
            and (at := conflicting_figure(query, one))
        ):
            found.append(replace(one, phrase=at))
    return _best_of_each(found)


def _weigh(query: Query, one: AnswerCandidate, attributions: Sequence[Attribution]) -> AnswerCandidate:
    """Return the candidate with its attribution, its final score, and whether it carries the whole question."""
    if one.match.coverage < NEAR_MISS:
        return one
    attribution = attribution_for(query, one, attributions)
    if query.asked.intent is Intent.INDEPENDENCE:
        attribution = extend_chain_to_origin(attribution, attributions)
    met, unit, intent = one.match, one.unit, query.asked.intent
    parts = query.topic if query.speaker else query.parts
    role = provenance_role(query)
    score = one.score
    own_enough = OWN_ENOUGH if query.asked.expected is ExpectedAnswer.ANYTHING else OWN_ENOUGH_FOR_A_SPAN
    enough = met.coverage >= ENOUGH.get(intent, ENOUGH_OTHERWISE) and met.own >= own_enough
    hard = all_hard_parts_met(parts, met)
    if intent in ALL_OF_IT:
        # One word short, and it is another claim.
        enough = enough and min(met.levels, default=1.0) >= ALL_OF_IT[intent]
    if intent is Intent.IS_IT_SO:
        # Another number in the sentence beside it is another claim, too.
        enough = enough and all(
            level == OWN for part, level in zip(parts, met.levels, strict=True) if part.kind is QueryPartKind.NUMBER
        )
    if intent is Intent.LEAKED:
        enough = rests(attribution) and met.coverage >= ENOUGH_OTHERWISE
        score += obtainer_bonus(replace(one, attribution=attribution))
    if role is not None:
        # Who obtained or reviewed a document stands in one sentence; what the document tells may stand elsewhere.
        enough = holds_role(one, role) and met.coverage >= (ENOUGH_OTHERWISE if role is Role.WROTE else ELSEWHERE)
        hard = all_hard_parts_met(parts, met, SOMEWHERE)
        score += 0.5 * enough
    if query.speaker:
        if not query.topic:
            enough = hard = True
        spoken = attribution is not None and is_by_speaker(query, attribution, one.units.document.text)
        enough, score = enough and spoken, score + 0.3 * spoken + 0.1 * _in_those_words(query, attribution, one)
    elif intent in {Intent.WHO_SAID, Intent.WHO_IS} and attribution is not None:
        score += 0.1
    phrase = introduction_of(query, one, attributions) if intent is Intent.WHO_IS else None
    if intent is Intent.LEAKED and not parts:
        phrase = obtained_by(replace(one, attribution=attribution))
    score += INTRODUCES * (phrase is not None and intent is Intent.WHO_IS)
    if query.asked.expected is ExpectedAnswer.PLACE and answer_spans(query, one):
        score += NAMES_A_PLACE
    usable = not unit.boilerplate and all(part.known or not part.hard for part in query.parts)
    told = attribution is None or not attribution.hypothetical
    if intent is Intent.IS_IT_SO:
        # What somebody regards as so is not said to be so.
        told = told and (attribution is None or attribution.role is not Role.THOUGHT)
    numbered = any(part.kind is QueryPartKind.NUMBER for part in query.topic)
    so_many = not numbered or conflicting_count(query, one) is None
    whole = usable and enough and hard and told and so_many and _answers_kind(query, one)
    way = ArgumentOrder.SAME if role is not None else argument_order(query, one.units, met.position)
    return replace(
        one,
        attribution=attribution,
        score=score,
        phrase=phrase,
        complete=whole and way is ArgumentOrder.SAME,
        is_reversed=whole and way is ArgumentOrder.REVERSED,
    )


def _answers_kind(query: Query, one: AnswerCandidate) -> bool:
    """Tell whether the piece holds the kind of thing that is asked for."""
    quoted = one.unit.span.of(one.units.document.text)
    if query.asked.expected in {ExpectedAnswer.NUMBER, ExpectedAnswer.TIME}:
        return bool(answer_spans(query, one))
    if query.asked.expected is ExpectedAnswer.PLACE:
        return tells_where(query, one)
    if query.asked.intent is Intent.IS_IT_SO:
        return bool(_NEGATION.search(quoted)) == bool(_NEGATION.search(query.question))
    return True


def _in_those_words(query: Query, attribution: Attribution | None, one: AnswerCandidate) -> bool:
    """Tell whether the cue is the very word asked with: what experts recommend, before what they say."""
    if query.asked.role is not Role.SAID or query.asked.verb.lower() in _SAYING:
        return False
    cues = attribution.cue if attribution else ()
    asked = {other for other, _ in synonyms_of(query.asked.verb)}
    return any(stem(word) in asked for cue in cues for word in cue.of(one.units.document.text).split())


def _near_the_best(query: Query, complete: Sequence[AnswerCandidate]) -> tuple[AnswerCandidate, ...]:
    """Return the candidates close to the best, the best of each document before any document's second."""
    wide = provenance_role(query) is not None or query.asked.intent is Intent.INDEPENDENCE
    floor = 0.0 if query.asked.intent is Intent.LEAKED else complete[0].score - NEAR_THE_BEST
    turns: dict[str, int] = {}
    kept = []
    for one in complete:
        turn = turns.get(one.units.document.id, 0)
        if one.score >= (floor - NEAR_THE_BEST_ELSEWHERE if wide and turn == 0 else floor):
            turns[one.units.document.id] = turn + 1
            kept.append((turn, one))
    return tuple(one for _, one in sorted(kept, key=lambda pair: pair[0]))


def _best_of_each(candidates: Iterable[AnswerCandidate]) -> list[AnswerCandidate]:
    best: dict[str, AnswerCandidate] = {}
    for one in candidates:
        best.setdefault(one.units.document.id, one)
    return list(best.values())


def _first_of_each(complete: Sequence[AnswerCandidate]) -> tuple[AnswerCandidate, ...]:
    """Return one piece of each document, the first mention in its prose, documents in order of their best piece."""
    first: dict[str, AnswerCandidate] = {}
    for one in complete:
        kept = first.setdefault(one.units.document.id, one)
        if (one.unit.heading, one.match.position) < (kept.unit.heading, kept.match.position):
            first[one.units.document.id] = one
    return tuple(first.values())


def _reason(query: Query, near: Sequence[AnswerCandidate]) -> str:
    unknown = [part.text for part in query.parts if part.hard and not part.known and not part.needed]
    if unknown:
        return f"The corpus never mentions {_listed(unknown)}."
    if near and near[0].is_reversed:
        return "It is told the other way round."
    if near and near[0].unit.boilerplate:
        return "It stands only in a list of links or a plea to readers, which no article reports."
    if near and near[0].attribution is not None and near[0].attribution.hypothetical:
        return "The nearest text only supposes what somebody would say."
    if query.speaker:
        return "No article quotes this speaker with this."
    if near:
        return "No article carries every part of the question."
    return "No article speaks of this."


def _listed(names: Sequence[str]) -> str:
    return " or ".join(f"“{name}”" for name in names)
