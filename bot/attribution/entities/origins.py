"""Which of the names that documents give for what they rest on are one and the same: never merged when unsure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.attribution.entities.linking import NamedIn, same_entity


def cluster_origins(named: Sequence[NamedIn]) -> list[list[int]]:
    """Return the numbers of `named` in groups, one for each root, in the order in which they first come.

    Two names share a group where each is the other's voice among all of them, as `linking` tells voices.
    """
    voices = [same_entity(heard.name, named) for heard in named]
    groups: list[list[int]] = []
    for number in range(len(named)):
        home = next((g for g in groups if all(_is_one(named, voices, number, other) for other in g)), None)
        if home is None:
            groups.append([number])
        else:
            home.append(number)
    return groups


def _is_one(named: Sequence[NamedIn], voices: Sequence[list[NamedIn]], one: int, other: int) -> bool:
    return _among(named[other], voices[one]) and _among(named[one], voices[other])


def _among(heard: NamedIn, voice: Sequence[NamedIn]) -> bool:
    return any(each.name == heard.name and each.documents & heard.documents for each in voice)
