"""The same deed, by another or to another: "the ferry was bought by Oster" for "did Velm buy the ferry"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answer.criteria.difference_rules.pair import Difference, Pair, everybody, named_by
from bot.answer.evidence.frames import Argument
from bot.model import Slot

_EVENT = 0.75
_SAME = 0.8


def other_agent(pair: Pair) -> Iterator[Difference]:
    """Yield who, if somebody else is named as the one who did it."""
    for aligned in pair.same_events:
        asked, quoted = aligned.asked, aligned.quoted
        if aligned.similarity < _SAME or not _share_one(asked.patients, everybody(quoted)):
            continue
        yield from _other(pair, Slot.WHO, asked.agents, quoted.agents)


def other_patient(pair: Pair) -> Iterator[Difference]:
    """Yield to whom, if it was done to somebody else."""
    for aligned in pair.same_events:
        asked, quoted = aligned.asked, aligned.quoted
        if aligned.similarity < _SAME or not _share_one(asked.agents, quoted.agents):
            continue
        yield from _other(pair, Slot.WHOM, asked.patients, quoted.patients)


def _other(pair: Pair, slot: Slot, asked: Sequence[Argument], quoted: Sequence[Argument]) -> Iterator[Difference]:
    """Yield the difference if both sides name one, and the asked one is named nowhere near."""
    names = [argument for argument in asked if argument.is_name]
    others = [argument for argument in quoted if argument.is_name]
    if not names or not others or len(names) != len(asked):
        return
    name, other = names[0], others[0]
    phrase = pair.asked(name.start, name.end)
    if pair.stands_near(name.stems) or pair.share_met(phrase, own=True) < _EVENT:
        return
    yield Difference(slot, phrase, pair.quoted(other.start, other.end))


def _share_one(asked: Sequence[Argument], quoted: Sequence[Argument]) -> bool:
    return any(named_by(argument, quoted) for argument in asked)
