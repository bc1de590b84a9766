"""Differences in agent or patient: the same action, by or to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answer.comparison.rules.pair import Difference, Pair, find_participant, non_agents
from bot.answer.evidence.arguments import Argument
from bot.answer.evidence.frames import Frame
from bot.model.answers import Slot

_EVENT = 0.65
_SAME = 0.8
_ASKING = frozenset(["who", "what", "which"])


def other_agent(pair: Pair) -> Iterator[Difference]:
    """Yield another named agent of the same action.

    "the ferry was bought by Oster" differs from "did Velm buy the ferry" in the agent.
    """
    for aligned in pair.same_events:
        asked, quoted = aligned.asked, aligned.quoted
        if aligned.similarity >= _SAME and _share_participant(asked.patients, non_agents(quoted)):
            yield from _other_participant(pair, Slot.WHO, asked.agents, quoted.agents, near=False)
    for asked in pair.question.frames:
        agents = [agent for frame in _frames_of_same_event(pair, asked) for agent in frame.agents]
        yield from _other_participant(pair, Slot.WHO, asked.agents, agents)


def other_patient(pair: Pair) -> Iterator[Difference]:
    """Yield another named patient of the same action."""
    for aligned in pair.same_events:
        asked, quoted = aligned.asked, aligned.quoted
        open_ended = all(agent.head in _ASKING for agent in asked.agents)
        if aligned.similarity >= _SAME and (open_ended or _share_participant(asked.agents, quoted.agents)):
            yield from _other_participant(pair, Slot.WHOM, asked.patients, quoted.patients)


def _frames_of_same_event(pair: Pair, asked: Frame) -> list[Frame]:
    """Return the sentence's frames of the same event, else its main frame."""
    same = [aligned.quoted for aligned in pair.same_events if aligned.asked is asked and aligned.similarity >= _SAME]
    return same or [frame for frame in pair.sentence.frames if frame.is_root]


def _other_participant(
    pair: Pair, slot: Slot, asked: Sequence[Argument], quoted: Sequence[Argument], *, near: bool = True
) -> Iterator[Difference]:
    """Yield the difference between two names, without the asked one around.

    With `near`, an occurrence in a neighbouring sentence counts as well.
    """
    names = [argument for argument in asked if argument.names]
    known = {word.stem for word in pair.question.words}
    rivals = [argument for argument in quoted if argument.names and known.isdisjoint(argument.names)]
    if not names or not rivals or len(names) != len(asked):
        return
    name, rival = names[0], rivals[0]
    phrase = pair.asked_phrase(name.start, name.end)
    is_named = pair.occurs_nearby(name.names) if near else pair.occurs_in_sentence(name.names)
    if not is_named and pair.share_met(phrase, own=True) >= _EVENT:
        yield Difference(slot, phrase, pair.quoted_span(rival.start, rival.end))


def _share_participant(asked: Sequence[Argument], quoted: Sequence[Argument]) -> bool:
    return any(find_participant(argument, quoted) for argument in asked)
