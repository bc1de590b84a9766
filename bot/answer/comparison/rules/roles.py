"""Differences in role: agent and patient exchanged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.answer.comparison.rules.pair import PRONOUNS, Difference, Pair, find_participant, non_agents
from bot.answer.criteria.frame_agreement import AlignedFrame
from bot.answer.evidence.arguments import Argument
from bot.answer.evidence.frames import SYMMETRIC, Frame
from bot.answer.evidence.wording import antonyms_of, is_converse, is_same_action
from bot.model.answers import Slot
from bot.model.spans import Span
from bot.normalize import stem
from bot.search.expansion.synonyms import variants

_EVENT = 0.6
_WINNING = frozenset(map(stem, ["win", "triumph", "victory"]))
_OTHER_WORDS = 0.7  # of the question, if the predicates are not the same


@dataclass(frozen=True, slots=True)
class _Exchange:
    """The asked agent and patient, each with its reversed place."""

    agent: Argument
    moved_agent: Argument | None
    patient: Argument
    moved_patient: Argument | None

    @property
    def has_name(self) -> bool:
        return bool(self.agent.names or self.patient.names)


def roles_reversed(pair: Pair) -> Iterator[Difference]:
    """Yield agent and patient of an exchange."""
    for exchange in _exchanges(pair):
        agent, patient = exchange.agent, exchange.patient
        yield Difference(Slot.WHO, pair.asked_phrase(agent.start, agent.end), _span(pair, exchange.moved_patient))
        yield Difference(Slot.WHOM, pair.asked_phrase(patient.start, patient.end), _span(pair, exchange.moved_agent))
        return


def _exchanges(pair: Pair) -> Iterator[_Exchange]:
    """Yield the exchanges of roles: within the same event first.

    Within another predicate both have to be names, and the rest of the question has to be met.
    """
    if pair.share_met("") >= _EVENT:
        yield from _exchanges_in_event(pair)
    yield from _exchanges_in_other_predicates(pair)


def _exchanges_in_event(pair: Pair) -> Iterator[_Exchange]:
    for aligned in pair.same_events:
        if _is_symmetric(aligned.asked) or aligned.similarity < _EVENT:
            continue
        exchange = (
            _exchange_of(aligned.asked, aligned.quoted)
            or _exchange_with_pronoun(aligned)
            or _replaced_agent(pair, aligned)
            or _victory_of_loser(aligned)
        )
        if exchange is not None and exchange.has_name and not _has_asked_roles(pair, aligned.asked):
            yield exchange


def _exchanges_in_other_predicates(pair: Pair) -> Iterator[_Exchange]:
    for frame in pair.question.frames:
        asked = _resolve_pronoun(pair, frame)
        phrase = pair.asked_phrase(asked.start, asked.end)
        if _is_symmetric(asked) or pair.share_met(phrase, own=True) < _OTHER_WORDS:
            continue
        for quoted in pair.sentence.frames:
            exchange = _exchange_of(asked, quoted)
            if exchange is None or not (exchange.agent.names and exchange.patient.names):
                continue
            if not _are_converse(asked, quoted) and not _has_asked_roles(pair, asked):
                yield exchange


def _is_symmetric(frame: Frame) -> bool:
    return frame.predicate in SYMMETRIC


def _resolve_pronoun(pair: Pair, frame: Frame) -> Frame:
    """Resolve a frame's pronoun: "did Lindt say she would" -> Lindt."""
    if not frame.agents or any(agent.head not in PRONOUNS for agent in frame.agents):
        return frame
    names = [agent for question_frame in pair.question.frames for agent in question_frame.agents if agent.names]
    return replace(frame, agents=tuple(names[:1])) if names else frame


def _exchange_of(asked: Frame, quoted: Frame) -> _Exchange | None:
    for agent in asked.agents:
        moved_agent = _same_name(agent, non_agents(quoted))
        if moved_agent is None or _same_name(agent, quoted.agents):
            continue
        for patient in non_agents(asked):
            moved_patient = _same_name(patient, quoted.agents)
            if moved_patient is not None and not _same_name(patient, non_agents(quoted)):
                return _Exchange(agent, moved_agent, patient, moved_patient)
    return None


def _exchange_with_pronoun(aligned: AlignedFrame) -> _Exchange | None:
    """Return the exchange of an asked agent, here a patient.

    The agent of the sentence has to be a pronoun, or left out.
    """
    asked, quoted = aligned.asked, aligned.quoted
    if aligned.similarity < 1 or any(agent.head not in PRONOUNS for agent in quoted.agents):
        return None
    for agent in asked.agents:
        moved = find_participant(agent, quoted.patients)
        if agent.is_name and moved is not None and asked.patients:
            return _Exchange(agent, moved, asked.patients[0], next(iter(quoted.agents), None))
    return None


def _victory_of_loser(aligned: AlignedFrame) -> _Exchange | None:
    """Return the exchange in a victory of the asked loser.

    "Oster won" reverses "did Velm beat Oster".
    """
    asked, quoted = aligned.asked, aligned.quoted
    if quoted.predicate not in _WINNING or quoted.negated or not is_same_action(asked.predicate, quoted.predicate):
        return None
    for agent in asked.agents:
        for patient in asked.patients:
            moved = _same_name(patient, quoted.agents)
            if moved is not None and not _same_name(agent, quoted.agents):
                return _Exchange(agent, None, patient, moved)
    return None


def _replaced_agent(pair: Pair, aligned: AlignedFrame) -> _Exchange | None:
    """Return the exchange with another agent of the same action.

    The asked agent is only mentioned, and another name of the question acts.
    """
    asked, quoted = aligned.asked, aligned.quoted
    if aligned.similarity < 1 or not any(_same_name(patient, non_agents(quoted)) for patient in non_agents(asked)):
        return None
    for agent in asked.agents:
        for rival_agent in quoted.agents:
            if not (agent.names and rival_agent.names) or _same_name(agent, quoted.agents):
                continue
            rival = _same_name(rival_agent, _other_participants(pair, asked))
            if rival is not None and pair.occurs_in_sentence(agent.names):
                return _Exchange(agent, None, rival, rival_agent)
    return None


def _other_participants(pair: Pair, asked: Frame) -> list[Argument]:
    """Return the participants of the question's other frames."""
    return [
        participant
        for frame in pair.question.frames
        if frame is not asked and frame.predicate not in {agent.head for agent in asked.agents}
        for participant in (*frame.agents, *non_agents(frame))
    ]


def _has_asked_roles(pair: Pair, asked: Frame) -> bool:
    """Check the other frames for the asked participants in their asked roles."""
    return any(
        any(_same_name(agent, quoted.agents) for agent in asked.agents)
        and any(_same_name(patient, non_agents(quoted)) for patient in non_agents(asked))
        for quoted in pair.sentence.frames
    )


def _same_name(argument: Argument, others: Iterable[Argument]) -> Argument | None:
    """Return the argument with the same name, or head without names."""
    known = replace(argument, names=argument.names | {other for name in argument.names for other in variants(name)})
    for other in others:
        if argument.is_same_name(other) or known.is_same_name(other):
            return other
        if not (argument.names and other.names) and argument.head == other.head:
            return other
    return None


def _are_converse(asked: Frame, quoted: Frame) -> bool:
    """Check for converse predicates: "sold to", "bought from"."""
    return any(is_converse(one, other) or other in antonyms_of(one) for one in asked.words for other in quoted.words)


def _span(pair: Pair, argument: Argument | None) -> Span | None:
    return pair.quoted_span(argument.start, argument.end) if argument is not None else None
