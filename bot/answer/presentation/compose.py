"""From decision to Answer: findings, headline, comparison and notes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bot.answer.comparison.differences import Difference
from bot.answer.criteria.answer_spans import answer_spans
from bot.answer.criteria.conflicting_figures import conflicting_pairs
from bot.answer.decision import Decision, close_to_the_best
from bot.answer.evidence.attribution_of import attribution_for
from bot.answer.evidence.candidates import AnswerCandidate
from bot.answer.evidence.matching import PartMatch, part_levels
from bot.answer.judge import JudgedSentence
from bot.answer.origins import origins
from bot.answer.presentation.deduplicate import drop_near_duplicates
from bot.answer.presentation.findings import finding, with_highlights
from bot.answer.presentation.headlines import (
    answer_headline,
    closest_headline,
    contrary_headline,
    copyable_line,
    nothing_headline,
    parts_headline,
    who_headline,
)
from bot.answer.presentation.notes import notes
from bot.answer.structural import RulesJudgement
from bot.model.answers import Answer, AnswerPart, AnswerState, Finding
from bot.model.attribution import Attribution
from bot.search.intent import ExpectedAnswer
from bot.search.query import Query

_SPANNED = frozenset({ExpectedAnswer.NUMBER, ExpectedAnswer.TIME, ExpectedAnswer.PLACE})
Attributions = Mapping[str, Sequence[Attribution]]


def compose(query: Query, decision: Decision, attributions: Attributions, pending: Collection[str] = ()) -> Answer:
    """Return the answer of a decision.

    The caller fills in counts and times. The sources of the `pending` documents are not known yet.
    """
    candidates = [_candidate(query, judged, attributions) for judged in decision.shown]
    shown = [finding(query, candidate) for candidate in candidates]
    differing = tuple(_differing(query, *pair, attributions) for pair in decision.differing)
    waiting = tuple(id_ for id_ in pending if any(id_ == found.document.id for found in (*shown, *differing)))
    match decision.state:
        case AnswerState.ANSWERED:
            return _answered(query, decision, candidates, shown, (differing, waiting))
        case AnswerState.CONTRARY:
            first = {found.quote for found in differing}
            return Answer(
                query.question,
                AnswerState.CONTRARY,
                contrary_headline(),
                corrections=query.corrections,
                contrary=(*differing, *(found for found in shown if found.quote not in first)),
                comparison=decision.comparison,
                pending=waiting,
            )
        case AnswerState.CLOSEST:
            return Answer(
                query.question,
                AnswerState.CLOSEST,
                closest_headline(),
                corrections=query.corrections,
                near_misses=tuple(shown),
                pending=waiting,
            )
        case AnswerState.NOTHING:
            return Answer(
                query.question,
                AnswerState.NOTHING,
                nothing_headline(decision.missing),
                corrections=query.corrections,
            )


def compose_parts(question: str, typed: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """Return one answer to a question of several parts.

    It is answered if one of its parts is. Each block shows the state of its own part.
    """
    parts = tuple(_part(text, answer) for text, answer in zip(typed, answers, strict=True))
    states = [answer.state for answer in answers]
    state = next((state for state in AnswerState if state in states), AnswerState.NOTHING)
    return Answer(
        question,
        state,
        parts_headline(parts),
        corrections=answers[0].corrections,
        findings=_interleave([answer.findings for answer in answers]),
        near_misses=_interleave([answer.near_misses for answer in answers]),
        contrary=_interleave([answer.contrary for answer in answers]),
        parts=parts,
        origins=origins([found for answer in answers for found in answer.findings]),
        notes=tuple(dict.fromkeys(note for answer in answers for note in answer.notes)),
        pending=tuple(dict.fromkeys(id_ for answer in answers for id_ in answer.pending)),
    )


def _part(text: str, answer: Answer) -> AnswerPart:
    short = answer.headline.partition("”: ")[0] + "”" if answer.headline.startswith("“") else ""
    findings = answer.findings if answer.state is AnswerState.ANSWERED else answer.contrary
    return AnswerPart(text, answer.state, short, findings, answer.near_misses)


def _interleave(groups: Sequence[Sequence[Finding]]) -> tuple[Finding, ...]:
    """Return the firsts of all groups, then the seconds, each quote once."""
    longest = max(map(len, groups), default=0)
    ordered = [group[at] for at in range(longest) for group in groups if at < len(group)]
    return tuple({(found.document.id, found.quote.span): found for found in ordered}.values())


def _answered(
    query: Query,
    decision: Decision,
    candidates: Sequence[AnswerCandidate],
    shown: Sequence[Finding],
    beside: tuple[tuple[Finding, ...], tuple[str, ...]],
) -> Answer:
    differing, waiting = beside
    findings, copies = drop_near_duplicates(shown)
    found_origins = origins(findings)
    conflicts = tuple(conflicting_pairs(query, candidates))
    judgement = RulesJudgement(tuple(candidates), (), conflicts=conflicts)
    return Answer(
        query.question,
        AnswerState.ANSWERED,
        _headline(query, candidates, _likely_findings(decision, findings)),
        corrections=query.corrections,
        findings=findings,
        contrary=differing,
        comparison=decision.comparison,
        copyable=copyable_line(findings[0]),
        origins=found_origins,
        conflict=bool(differing or conflicts),
        notes=notes(query, judgement, findings, found_origins, copies=copies, pending=waiting),
        pending=waiting,
    )


def _likely_findings(decision: Decision, findings: Sequence[Finding]) -> Sequence[Finding]:
    """Return the findings for the headline: nearly as probable as the best."""
    likely = {judged.candidate.unit.span for judged in close_to_the_best(decision.shown)}
    return [found for found in findings if found.quote.span in likely] or findings


def _headline(query: Query, candidates: Sequence[AnswerCandidate], findings: Sequence[Finding]) -> str:
    if query.asked.expected in _SPANNED:
        spans = [
            (answers[0].of(candidate.units.document.text), found)
            for candidate, found in zip(candidates, findings, strict=False)
            if len(answers := answer_spans(query, candidate)) == 1
        ]
        if spans:
            return answer_headline([text for text, _ in spans], [found for _, found in spans])
    return who_headline(findings)


def _differing(
    query: Query, judged: JudgedSentence, differences: Sequence[Difference], attributions: Attributions
) -> Finding:
    marked = [difference.quoted for difference in differences if difference.quoted is not None]
    return with_highlights(finding(query, _candidate(query, judged, attributions)), marked)


def _candidate(query: Query, judged: JudgedSentence, attributions: Attributions) -> AnswerCandidate:
    units, position = judged.candidate.units, judged.candidate.position
    coverage = judged.comparison.features
    match = PartMatch(
        unit=judged.candidate.unit,
        position=position,
        coverage=coverage.coverage_around,
        own=coverage.coverage,
        levels=part_levels(query.topic, units, position),
        places=tuple(sorted(set(judged.comparison.matched))),
    )
    found = AnswerCandidate(units, match, judged.score)
    known = attributions.get(units.document.id, ())
    attribution = attribution_for(query, found, known)
    return AnswerCandidate(units, match, judged.score, attribution)
