"""The same deed, by another or to another: "the ferry was bought by Oster" for "did Velm buy the ferry"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answer.comparison.rules.pair import Difference, Pair, everybody, named_by
from bot.answer.evidence.arguments import Argument
from bot.answer.evidence.frames import Frame
from bot.model.answers import Slot

_EVENT = 0.65
_SAME = 0.8
_ASKING = frozenset(["who", "what", "which"])


def other_agent(pair: Pair) -> Iterator[Difference]:
    """Yield who, if somebody else is named as the one who did it."""
    for aligned in pair.same_events:
        asked, quoted = aligned.asked, aligned.quoted
        if aligned.similarity >= _SAME and _share_one(asked.patients, everybody(quoted)):
            yield from _other(pair, Slot.WHO, asked.agents, quoted.agents, near=False)
    for asked in pair.question.frames:
        agents = [agent for frame in _told(pair, asked) for agent in frame.agents]
        yield from _other(pair, Slot.WHO, asked.agents, agents)


def other_patient(pair: Pair) -> Iterator[Difference]:
    """Yield to whom, if it was done to somebody else."""
    for aligned in pair.same_events:
        asked, quoted = aligned.asked, aligned.quoted
        open_ended = all(agent.head in _ASKING for agent in asked.agents)
        if aligned.similarity >= _SAME and (open_ended or _share_one(asked.agents, quoted.agents)):
            yield from _other(pair, Slot.WHOM, asked.patients, quoted.patients)


def _told(pair: Pair, asked: Frame) -> list[Frame]:
    """Return the sentence's frames of the same event; without any, its main one."""
    same = [aligned.quoted for aligned in pair.same_events if aligned.asked is asked and aligned.similarity >= _SAME]
    return same or [frame for frame in pair.sentence.frames if frame.is_root]


def _other(
    pair: Pair, slot: Slot, asked: Sequence[Argument], quoted: Sequence[Argument], *, near: bool = True
) -> Iterator[Difference]:
    """Yield the difference if both name one, and the asked one not in the sentence, nor (`near`) beside it."""
    names = [argument for argument in asked if argument.names]
    known = {word.stem for word in pair.question.words}
    others = [argument for argument in quoted if argument.names and known.isdisjoint(argument.names)]
    if not names or not others or len(names) != len(asked):
        return
    name, other = names[0], others[0]
    phrase = pair.asked(name.start, name.end)
    is_named = pair.stands_near(name.names) if near else pair.stands_in_sentence(name.names)
    if not is_named and pair.share_met(phrase, own=True) >= _EVENT:
        yield Difference(slot, phrase, pair.quoted(other.start, other.end))


def _share_one(asked: Sequence[Argument], quoted: Sequence[Argument]) -> bool:
    return any(named_by(argument, quoted) for argument in asked)
