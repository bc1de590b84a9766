"""The way from an article's words to the typed ones: which are the same, and which pairs stand for each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein, Opcodes

from bot.quotecheck.tokens import spaced

_PAIRED = 6  # words of a change: in a longer one nobody can tell which stands for which


class EditOp(NamedTuple):
    """One step: a word of the article, a typed one, or both; `same` where they read alike."""

    original: int | None
    typed: int | None
    same: bool = False


def path(original: Sequence[str], typed: Sequence[str]) -> list[EditOp]:
    """Return the shortest way from the words `original` to the words `typed`, in words; positions count from 0.

    Of two ways of the same length the one that keeps more words is taken.
    """
    one, other = encoded(original, typed)
    ways = [
        list(_steps(original, typed, code)) for code in (Levenshtein.opcodes(one, other), Indel.opcodes(one, other))
    ]
    return min(ways, key=lambda way: (sum(not step.same for step in way), -sum(step.same for step in way)))


def encoded(original: Sequence[str], typed: Sequence[str]) -> tuple[str, str]:
    """Return both as strings of one character for each word; one that was not typed is a NUL."""
    table = {word: chr(number) for number, word in enumerate(dict.fromkeys(typed), start=1)}
    return "".join([table.get(word, "\0") for word in original]), "".join([table[word] for word in typed])


def _steps(original: Sequence[str], typed: Sequence[str], code: Opcodes) -> Iterator[EditOp]:
    taken, given = list[int](), list[int]()
    for op in code:
        source, target = range(op.src_start, op.src_end), range(op.dest_start, op.dest_end)
        if op.tag != "equal":
            taken += source
            given += target
            continue
        yield from _changed(original, typed, taken, given)
        taken, given = [], []
        yield from (EditOp(one, other, same=True) for one, other in zip(source, target, strict=True))
    yield from _changed(original, typed, taken, given)


def _changed(original: Sequence[str], typed: Sequence[str], taken: list[int], given: list[int]) -> Iterator[EditOp]:
    """Yield the steps of one change: words that only stand closer or wider are the same."""
    before, after = [original[n] for n in taken], [typed[n] for n in given]
    if taken and given and "".join(spaced(before)) == "".join(spaced(after)):
        pairs = max(len(taken), len(given))
        for place in range(pairs):
            yield EditOp(_at(taken, place), _at(given, place), same=True)
        return
    yield from (EditOp(*pair) for pair in _paired(before, after, taken, given))


def _paired(
    before: Sequence[str], after: Sequence[str], taken: Sequence[int], given: Sequence[int]
) -> list[tuple[int | None, int | None]]:
    """Return which word stands for which, in order: those that look most alike; the rest of the longer side alone."""
    shorter, longer = min(len(before), len(after)), max(len(before), len(after))
    if shorter == longer or not shorter or longer > _PAIRED:
        return [(_at(taken, place), _at(given, place)) for place in range(longer)]
    few, many = (before, after) if len(before) == shorter else (after, before)
    partner = _partners(few, many)
    pairs = [(partner.get(place), place) for place in range(longer)]
    if few is before:
        return [(None if k is None else taken[k], given[place]) for k, place in pairs]
    return [(taken[place], None if k is None else given[k]) for k, place in pairs]


def _partners(few: Sequence[str], many: Sequence[str]) -> dict[int, int]:
    """Return, for places of `many`, the place of `few` that is paired with it: in order, and all of `few`."""
    room = len(many) - len(few) + 1
    best: list[tuple[float, dict[int, int]]] = [(0.0, {})] * room
    for number, word in enumerate(few):
        rows: list[tuple[float, dict[int, int]]] = []
        for place in range(number, number + room):
            score, chosen = best[place - number]
            score += fuzz.ratio(word, many[place])
            ahead = (score, {**chosen, place: number})
            rows.append(ahead if not rows or score > rows[-1][0] else rows[-1])
        best = rows
    return best[-1][1]


def _at(numbers: Sequence[int], place: int) -> int | None:
    return numbers[place] if place < len(numbers) else None
