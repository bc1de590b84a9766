"""Who did it to whom, the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answer.criteria.difference_rules.pair import Difference, Pair, everybody, named_by
from bot.answer.criteria.frame_agreement import AlignedFrame
from bot.answer.evidence.frames import SYMMETRIC, Argument
from bot.model import Slot, Span

_EVENT = 0.6
_PRONOUNS = frozenset(["he", "she", "they", "it", "who", "which", "that", "we", "i"])


def roles_reversed(pair: Pair) -> Iterator[Difference]:
    """Yield who and whom if agent and patient have changed places."""
    for aligned in pair.same_events:
        if aligned.asked.predicate in SYMMETRIC or aligned.similarity < _EVENT:
            continue
        found = _exchanged(aligned) or _half_exchanged(aligned)
        if found is None or pair.share_met("") < _EVENT:
            continue
        agent, moved_agent, patient, moved_patient = found
        yield Difference(Slot.WHO, pair.asked(agent.start, agent.end), _span(pair, moved_patient))
        yield Difference(Slot.WHOM, pair.asked(patient.start, patient.end), _span(pair, moved_agent))
        return


def _exchanged(aligned: AlignedFrame) -> tuple[Argument, Argument | None, Argument, Argument | None] | None:
    """Return asked agent, where it stands as patient, asked patient, where it stands as agent."""
    asked, quoted = aligned.asked, aligned.quoted
    for agent in asked.agents:
        moved_agent = named_by(agent, everybody(quoted))
        if moved_agent is None or named_by(agent, quoted.agents):
            continue
        for patient in everybody(asked):
            moved_patient = named_by(patient, quoted.agents)
            if moved_patient is not None and not named_by(patient, everybody(quoted)):
                return agent, moved_agent, patient, moved_patient
    return None


def _half_exchanged(aligned: AlignedFrame) -> tuple[Argument, Argument | None, Argument, Argument | None] | None:
    """Return the same if the asked agent, a name, undergoes it, and nobody, or only a pronoun, is said to do it."""
    asked, quoted = aligned.asked, aligned.quoted
    if aligned.similarity < 1 or any(agent.head not in _PRONOUNS for agent in quoted.agents):
        return None
    for agent in asked.agents:
        moved = named_by(agent, quoted.patients)
        if agent.is_name and moved is not None and asked.patients:
            return agent, moved, asked.patients[0], next(iter(quoted.agents), None)
    return None


def _span(pair: Pair, argument: Argument | None) -> Span | None:
    return pair.quoted(argument.start, argument.end) if argument is not None else None
