"""Order of agent and patient in a sentence, read from word order alone.

"Lind sued Brandt" does not answer "did Brandt sue Lind?".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from bot.answer.evidence.matching import synonyms_of
from bot.answer.evidence.units import DocumentUnits, stems_of
from bot.search.query import Query, QueryPart, QueryPartKind

Triple = tuple[QueryPart, QueryPart, QueryPart]  # agent, action, patient
_LONGEST_AGENT_PHRASE = 40  # characters after "by"

_BE = re.compile(
    r"""
    \b(?: be | been | being | is | are | was | were | get | gets | got )\s+
    (?: \w+ly\s+ )? $                                                       # was badly
    """,
    re.VERBOSE,
)
_BY = re.compile(
    r"""
    (?: \b(?P<noun>[\w'-]+)\ of\ .* )?   # the training of B
    \b(?P<verb>[\w'-]+)\ by\             # trained by
    (?:the\ )?(?P<agent>[\w'-]+)         # A
    """,
    re.VERBOSE,
)


def agent_patient_pairs(query: Query) -> list[Triple]:
    """Return every "A does to B" of the question as a triple.

    That is two names with a single word between them, or a passive.
    """
    topic = [part for part in query.topic if part.kind is not QueryPartKind.NUMBER]
    if passive := _passive(query, topic):
        return passive
    return [
        (agent, action, patient)
        for index, (agent, action) in enumerate(pairwise(topic))
        if agent.kind is QueryPartKind.NAME and action.kind is QueryPartKind.WORD
        for patient in [_first_name(topic[index + 2 : index + 4])]
        if patient is not None and set(agent.stems).isdisjoint(patient.stems)
    ]


def _first_name(parts: Sequence[QueryPart]) -> QueryPart | None:
    return next((part for part in parts if part.kind is QueryPartKind.NAME), None)


def _passive(query: Query, topic: list[QueryPart]) -> list[Triple]:
    """Return the triple of "B is trained by A" or "the training of B by A"."""
    by = _BY.search(query.asked.topic)
    if by is None:
        return []
    names = (index for index, part in enumerate(topic) if part.kind is QueryPartKind.NAME)
    agent = next((index for index in names if by["agent"] in topic[index].words), None)
    if agent is None:
        return []
    before = topic[:agent]
    patient = _first_name(before[::-1])
    words = [part for part in before if part.kind is QueryPartKind.WORD]
    # "The training of B by A" has its noun before "of", "B is trained by A" its verb before "by".
    action = next((part for group in ("noun", "verb") for part in words if by[group] in part.words), None)
    if action is None or patient is None or not set(topic[agent].stems).isdisjoint(patient.stems):
        return []
    return [(topic[agent], action, patient)]


class ArgumentOrder(Enum):
    """Order of agent and patient in a sentence, compared with the question's."""

    SAME = "same"
    REVERSED = "reversed"
    UNKNOWN = "unknown"


def argument_order(query: Query, units: DocumentUnits, position: int) -> ArgumentOrder:
    """Return the order of agent and patient in a unit.

    The agent comes before the action, or after it with "by". One unknown or reversed action decides.
    """
    orders = [_order_of(triple, units, position) for triple in agent_patient_pairs(query)]
    deciding = (ArgumentOrder.UNKNOWN, ArgumentOrder.REVERSED)
    return next((order for order in deciding if order in orders), ArgumentOrder.SAME)


def _order_of(triple: Triple, units: DocumentUnits, position: int) -> ArgumentOrder:
    agents, actions, patients = (_starts(part, units, position) for part in triple)
    if not actions:
        is_introduced = _is_introduced(triple[1], units, position)
        return ArgumentOrder.SAME if is_introduced else ArgumentOrder.UNKNOWN
    if not agents or not patients:
        return ArgumentOrder.SAME
    by = [span.start for span in units.places(position, "by")]
    begin = units.units[position].span.start
    orders = {
        _ActionMention(start, agents, patients, by).order(is_passive=_is_passive(units.document.text, begin, start))
        for start in actions
    }
    return next(order for order in ArgumentOrder if order in orders)


def _is_introduced(action: QueryPart, units: DocumentUnits, position: int) -> bool:
    """Check a unit's lead-in and table header for the action."""
    block, text = units.units[position].block, units.document.text
    introducing = {stemmed for span in (block.lead_in, block.header) if span for stemmed in stems_of(text, span)}
    return any(stemmed in introducing for stemmed, _ in synonyms_of(action.words[-1]))


def _is_passive(text: str, begin: int, action: int) -> bool:
    return _BE.search(text, begin, action) is not None


@dataclass(frozen=True, slots=True)
class _ActionMention:
    """One mention of an action: its start, its participants, each "by"."""

    start: int
    agents: list[int]
    patients: list[int]
    by: list[int]

    def order(self, *, is_passive: bool) -> ArgumentOrder:
        if self._follows_by(self.agents):
            return ArgumentOrder.SAME
        if self._follows_by(self.patients):
            return ArgumentOrder.REVERSED
        participants = self.agents + self.patients
        before = max((start for start in participants if start < self.start), default=None)
        after = min((start for start in participants if start > self.start), default=None)
        if is_passive and before is not None:  # "A is to be trained": A is the patient
            return ArgumentOrder.REVERSED if before in self.agents else ArgumentOrder.SAME
        return self._active_order(before, after)

    def _active_order(self, before: int | None, after: int | None) -> ArgumentOrder:
        if after in self.agents and any(start < self.start for start in self.patients):
            return ArgumentOrder.REVERSED
        if after is None and before in self.patients:
            return ArgumentOrder.UNKNOWN
        agent_first = any(start < self.start for start in self.agents)
        return ArgumentOrder.SAME if agent_first else ArgumentOrder.UNKNOWN

    def _follows_by(self, participants: list[int]) -> bool:
        return any(
            by < start < by + _LONGEST_AGENT_PHRASE for by in self.by if by > self.start for start in participants
        )


def _starts(part: QueryPart, units: DocumentUnits, position: int) -> list[int]:
    return sorted(
        {span.start for stemmed, _ in synonyms_of(part.words[-1]) for span in units.places(position, stemmed)}
    )
