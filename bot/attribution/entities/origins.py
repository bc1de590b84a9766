"""Origins of several documents, clustered by entity; uncertain ones stay apart."""

from __future__ import annotations

from collections.abc import Sequence

from bot.attribution.entities.linking import NamedIn, same_entity


def cluster_origins(named: Sequence[NamedIn]) -> list[list[int]]:
    """Return the numbers of `named` in groups, one for each origin.

    Each name of a group is linked to all others of it (`linking.same_entity`), in both directions.
    """
    entities = [same_entity(origin.name, named) for origin in named]
    groups: list[list[int]] = []
    for number in range(len(named)):
        group = next((group for group in groups if all(_is_same(named, entities, number, n) for n in group)), None)
        if group is None:
            groups.append([number])
        else:
            group.append(number)
    return groups


def _is_same(named: Sequence[NamedIn], entities: Sequence[list[NamedIn]], first: int, second: int) -> bool:
    return _is_in(named[second], entities[first]) and _is_in(named[first], entities[second])


def _is_in(origin: NamedIn, entity: Sequence[NamedIn]) -> bool:
    return any(named.name == origin.name and named.documents & origin.documents for named in entity)
