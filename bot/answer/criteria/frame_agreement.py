"""Agreement of frames: the same event, participants, roles and polarity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answer.evidence.arguments import Argument
from bot.answer.evidence.frames import SYMMETRIC, Frame
from bot.answer.evidence.word_similarity import Vectors, similarity_matrix

SAME_PREDICATE = 0.45
_AGENT, _PATIENT, _ANYWHERE = 0.3, 0.3, 0.2
_PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "you", "who", "that", "which", "him", "her", "them"])
_UNKNOWN = 0.5


@dataclass(frozen=True, slots=True)
class AlignedFrame:
    """A frame of the question with the closest frame of the sentence.

    `similarity` in [0, 1] is that of their predicates.
    """

    asked: Frame
    quoted: Frame
    similarity: float

    @property
    def is_same_event(self) -> bool:
        return self.similarity >= SAME_PREDICATE

    @property
    def polarity_differs(self) -> bool:
        return self.asked.negated != self.quoted.negated

    @property
    def is_reversed(self) -> bool:
        """Check for an exchange of agent and patient."""
        return self._agent_is_patient and self._patient_is_agent and self.asked.predicate not in SYMMETRIC

    @property
    def is_half_reversed(self) -> bool:
        """Check for an agent or a patient in the other's role."""
        if not (self.asked.agents and self.asked.patients) or self.asked.predicate in SYMMETRIC:
            return False
        return self._agent_is_patient or self._patient_is_agent

    @property
    def agents_conflict(self) -> bool:
        """Check for different named agents."""
        return names_conflict(self.asked.agents, self.quoted.agents)

    @property
    def patients_conflict(self) -> bool:
        """Check for different named patients."""
        return names_conflict(self.asked.patients, (*self.quoted.patients, *self.quoted.others))

    @property
    def agreement(self) -> float:
        """Return the agreement of agents and patients, in [0, 2].

        An open role counts as .5.
        """
        return _agree(self.asked.agents, self.quoted.agents) + _agree(
            self.asked.patients, (*self.quoted.patients, *self.quoted.others)
        )

    @property
    def _agent_is_patient(self) -> bool:
        moved = shares_participant(self.asked.agents, self.quoted.patients)
        return moved and not shares_participant(self.asked.agents, self.quoted.agents)

    @property
    def _patient_is_agent(self) -> bool:
        moved = shares_participant(self.asked.patients, self.quoted.agents)
        return moved and not shares_participant(self.asked.patients, self.quoted.patients)


def align_frames(asked: Iterable[Frame], quoted: Sequence[Frame], vectors: Vectors) -> tuple[AlignedFrame, ...]:
    """Return the closest frame of the sentence for each of the question's.

    The result is empty if the sentence has no frames.
    """
    return tuple(
        max((_aligned(frame, other, vectors) for other in quoted), key=_closeness) for frame in asked if quoted
    )


def _aligned(asked: Frame, quoted: Frame, vectors: Vectors) -> AlignedFrame:
    if not asked.words.isdisjoint(quoted.words):
        return AlignedFrame(asked, quoted, 1.0)
    similarity = similarity_matrix(sorted(asked.forms), sorted(quoted.forms), vectors).max(initial=0.0)
    return AlignedFrame(asked, quoted, float(similarity))


def _closeness(aligned: AlignedFrame) -> float:
    asked, quoted = aligned.asked, aligned.quoted
    non_agents = (*asked.agents, *asked.patients, *asked.others)
    return (
        aligned.similarity
        + _AGENT * shares_participant(asked.agents, quoted.agents)
        + _PATIENT * shares_participant(asked.patients, quoted.patients)
        + _ANYWHERE * shares_participant(non_agents, (*quoted.agents, *quoted.patients, *quoted.others))
    )


def shares_participant(asked: Iterable[Argument], quoted: Sequence[Argument]) -> bool:
    """Check for a shared participant."""
    return any(_is_same(argument, other) for argument in asked for other in quoted)


def _is_same(argument: Argument, other: Argument) -> bool:
    return not argument.stems.isdisjoint(other.stems)


def names_conflict(asked: Sequence[Argument], quoted: Sequence[Argument]) -> bool:
    """Check for names on both sides without a common one."""
    named = [argument for argument in asked if argument.is_name]
    others = [argument for argument in quoted if argument.is_name]
    open_ended = any(argument.head in _PRONOUNS for argument in quoted)
    return bool(named and others) and not open_ended and not shares_participant(named, others)


def _agree(asked: Sequence[Argument], quoted: Sequence[Argument]) -> float:
    if not asked or not quoted:
        return _UNKNOWN
    return float(shares_participant(asked, quoted))
