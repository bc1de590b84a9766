"""Which of the names that documents give for what they rest on are one and the same: never merged when unsure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.attribution.linking import Heard, one_voice


def one_by_one(named: Sequence[Heard]) -> list[list[int]]:
    """Return the numbers of `named` in groups, one for each root, in the order in which they first come.

    Two names share a group where each is the other's voice among all of them, as `linking` tells voices.
    """
    voices = [one_voice(heard.name, named) for heard in named]
    groups: list[list[int]] = []
    for number in range(len(named)):
        home = next((g for g in groups if all(_is_one(named, voices, number, other) for other in g)), None)
        if home is None:
            groups.append([number])
        else:
            home.append(number)
    return groups


def _is_one(named: Sequence[Heard], voices: Sequence[list[Heard]], one: int, other: int) -> bool:
    return _among(named[other], voices[one]) and _among(named[one], voices[other])


def _among(heard: Heard, voice: Sequence[Heard]) -> bool:
    return any(each.name == heard.name and each.documents & heard.documents for each in voice)
