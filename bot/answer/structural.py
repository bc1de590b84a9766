"""Rules for questions about the articles: listings, origins, leaks, AI authorship.

For all other questions the rules only confirm the sentences that the fitted judge finds (`decision`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answer.criteria.ai_authorship import disclosed_ai_use
from bot.answer.criteria.conflicting_figures import ConflictingFigures, conflicting_figure, conflicting_pairs
from bot.answer.criteria.leaked_documents import leak_candidates
from bot.answer.evidence.argument_order import ArgumentOrder, argument_order
from bot.answer.evidence.candidates import AnswerCandidate, candidates, provenance_role
from bot.answer.evidence.units import DocumentUnits
from bot.answer.rule_assessment import NEAR_MISS, assess
from bot.model.attribution import Attribution
from bot.search.intent import Intent
from bot.search.query import Query, QueryPartKind

_NEAR_THE_BEST = 0.18
_NEAR_THE_BEST_ELSEWHERE = 0.5  # every document is asked for its own account
_REVERSED_COVERAGE = 0.1  # a reversed candidate may cover this much less than the best answer
_MOST_NEAR = 3

# Questions about the articles themselves: their answer is a list, a disclosure or a chain, not a sentence.
_STRUCTURAL = frozenset({Intent.WHICH_DOCUMENTS, Intent.AUTHORSHIP, Intent.LEAKED, Intent.INDEPENDENCE})
_OTHER_NUMBER = "The articles give another number."
_UNDISCLOSED = "None of the named articles discloses how it was made."


@dataclass(frozen=True, slots=True)
class RulesJudgement:
    """The candidates by rules: answers, near ones, and contradicting ones.

    `reason` explains a missing answer. `reversed_roles` report the event with agent and patient exchanged;
    `other_numbers` report it with another number than the question's, at their `phrase`; `conflicts` are pairs of
    answers with incompatible figures.
    """

    answers: tuple[AnswerCandidate, ...]
    near: tuple[AnswerCandidate, ...]
    reason: str | None = None
    reversed_roles: tuple[AnswerCandidate, ...] = ()
    other_numbers: tuple[AnswerCandidate, ...] = ()
    conflicts: tuple[ConflictingFigures, ...] = ()


def is_structural(query: Query) -> bool:
    """Check for a question about the articles or their handling.

    No single sentence answers it.
    """
    return query.asked.intent in _STRUCTURAL or provenance_role(query) is not None


def structural_candidates(query: Query, documents: Sequence[DocumentUnits]) -> Sequence[AnswerCandidate]:
    """Return the candidates: AI disclosures, leak reports, or all matches."""
    match query.asked.intent:
        case Intent.AUTHORSHIP:
            return disclosed_ai_use(query, documents)
        case Intent.LEAKED:
            return leak_candidates(query, documents)
        case _:
            return candidates(query, documents)


def judge_by_rules(
    query: Query, found: Sequence[AnswerCandidate], attributions: Mapping[str, Sequence[Attribution]]
) -> RulesJudgement:
    """Return the judgement by rules; `attributions` by document id."""
    if query.asked.intent is Intent.AUTHORSHIP:
        return RulesJudgement(tuple(found), (), None if found else _UNDISCLOSED)
    assessed = sorted(
        (assess(query, candidate, attributions.get(candidate.units.document.id, ())) for candidate in found),
        key=lambda candidate: (-candidate.score, candidate.units.document.name, candidate.match.position),
    )
    complete = [candidate for candidate in assessed if candidate.complete]
    if not complete:
        return _judge_without_answer(query, assessed)
    if query.asked.intent is Intent.WHICH_DOCUMENTS:
        return RulesJudgement(_first_of_each_document(complete), ())
    return _judge_with_answers(query, assessed, _near_the_best(query, complete))


def _judge_with_answers(
    query: Query, assessed: Sequence[AnswerCandidate], answers: tuple[AnswerCandidate, ...]
) -> RulesJudgement:
    """Return the answers, with the contradicting candidates of other documents."""
    answering = {candidate.units.document.id for candidate in answers}
    elsewhere = [candidate for candidate in assessed if candidate.units.document.id not in answering]
    least = answers[0].match.coverage - _REVERSED_COVERAGE
    reversed_roles = [candidate for candidate in _reversed_roles(elsewhere) if candidate.match.coverage >= least]
    return RulesJudgement(
        answers,
        (),
        reversed_roles=tuple(reversed_roles),
        other_numbers=tuple(_other_numbers(query, elsewhere)),
        conflicts=tuple(conflicting_pairs(query, answers)),
    )


def _judge_without_answer(query: Query, assessed: Sequence[AnswerCandidate]) -> RulesJudgement:
    if other_numbers := tuple(_other_numbers(query, assessed)):
        return RulesJudgement((), other_numbers[:_MOST_NEAR], _OTHER_NUMBER)
    covering = (
        candidate for candidate in assessed if candidate.match.coverage >= NEAR_MISS and not candidate.is_reversed
    )
    near = (*_reversed_roles(assessed), *covering)[:_MOST_NEAR]
    return RulesJudgement((), near, _reason(query, near))


def _reversed_roles(assessed: Iterable[AnswerCandidate]) -> list[AnswerCandidate]:
    return _best_of_each_document(candidate for candidate in assessed if candidate.is_reversed)


def _other_numbers(query: Query, assessed: Sequence[AnswerCandidate]) -> list[AnswerCandidate]:
    """Return each document's best candidate with another number than the question's."""
    if not any(part.kind is QueryPartKind.NUMBER for part in query.topic):
        return []
    return _best_of_each_document(
        replace(candidate, phrase=figure)
        for candidate in assessed
        if _may_contradict(candidate)
        and argument_order(query, candidate.units, candidate.match.position) is ArgumentOrder.SAME
        and (figure := conflicting_figure(query, candidate))
    )


def _may_contradict(candidate: AnswerCandidate) -> bool:
    is_hypothetical = candidate.attribution is not None and candidate.attribution.hypothetical
    return not candidate.complete and not candidate.unit.boilerplate and not is_hypothetical


def _near_the_best(query: Query, complete: Sequence[AnswerCandidate]) -> tuple[AnswerCandidate, ...]:
    """Return the candidates close to the best, one a document first."""
    asks_every_document = provenance_role(query) is not None or query.asked.intent is Intent.INDEPENDENCE
    least = 0.0 if query.asked.intent is Intent.LEAKED else complete[0].score - _NEAR_THE_BEST
    least_of_first = least - _NEAR_THE_BEST_ELSEWHERE if asks_every_document else least
    counts: dict[str, int] = {}
    chosen: list[tuple[int, AnswerCandidate]] = []
    for candidate in complete:
        count = counts.get(candidate.units.document.id, 0)
        if candidate.score >= (least if count else least_of_first):
            counts[candidate.units.document.id] = count + 1
            chosen.append((count, candidate))
    return tuple(candidate for _, candidate in sorted(chosen, key=lambda pair: pair[0]))


def _best_of_each_document(ranked: Iterable[AnswerCandidate]) -> list[AnswerCandidate]:
    best: dict[str, AnswerCandidate] = {}
    for candidate in ranked:
        best.setdefault(candidate.units.document.id, candidate)
    return list(best.values())


def _first_of_each_document(complete: Sequence[AnswerCandidate]) -> tuple[AnswerCandidate, ...]:
    """Return each document's first mention in prose.

    The documents stay in the order of their best candidates.
    """
    first: dict[str, AnswerCandidate] = {}
    for candidate in complete:
        known = first.setdefault(candidate.units.document.id, candidate)
        if _prose_position(candidate) < _prose_position(known):
            first[candidate.units.document.id] = candidate
    return tuple(first.values())


def _prose_position(candidate: AnswerCandidate) -> tuple[bool, int]:
    return candidate.unit.heading, candidate.match.position


def _reason(query: Query, near: Sequence[AnswerCandidate]) -> str:
    """Return why nothing answers, as a sentence for the card."""
    unknown = [part.text for part in query.parts if part.hard and not part.known and not part.needed]
    if unknown:
        return f"No article mentions {_listed(unknown)}."
    if fault := _fault(near[0]) if near else None:
        return fault
    if query.speaker:
        return "No article quotes this speaker on this."
    return "No article covers every part of the question." if near else "No article covers this."


def _fault(nearest: AnswerCandidate) -> str | None:
    if nearest.is_reversed:
        return "The articles report it with the roles reversed."
    if nearest.unit.boilerplate:
        return "It appears only in a link list or donation appeal, not in reporting."
    if nearest.attribution is not None and nearest.attribution.hypothetical:
        return "The closest match is hypothetical (“would say”), not a statement."
    return None


def _listed(names: Sequence[str]) -> str:
    return " or ".join(f"“{name}”" for name in names)
