"""Word-level edit path (Levenshtein, ties by Indel) between article and quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein, Opcodes

from bot.quotecheck.tokens import spaced

_MAX_PAIRED = 6  # words of a change; the pairing of a longer one would be arbitrary


class EditOp(NamedTuple):
    """One step: a word of the article, a typed one, or both.

    `same`: the two words match.
    """

    original: int | None
    typed: int | None
    same: bool = False


def shortest_edit_path(original: Sequence[str], typed: Sequence[str]) -> list[EditOp]:
    """Return the shortest edit path from `original` to `typed`, counted in words.

    Of two paths of the same length, the one with more matching words. Positions count from 0.

    >>> shortest_edit_path(["the", "port"], ["the", "harbour"])
    [EditOp(original=0, typed=0, same=True), EditOp(original=1, typed=1, same=False)]
    """
    codes = encode_words(original, typed)
    edit_paths = [
        list(_edit_ops(original, typed, opcodes)) for opcodes in (Levenshtein.opcodes(*codes), Indel.opcodes(*codes))
    ]
    return min(edit_paths, key=_edit_cost)


def _edit_cost(edit_path: Sequence[EditOp]) -> tuple[int, int]:
    same = sum(step.same for step in edit_path)
    return len(edit_path) - same, -same


def encode_words(original: Sequence[str], typed: Sequence[str]) -> tuple[str, str]:
    r"""Return both sequences as strings of one character a word.

    An original word that was not typed is a NUL.

    >>> encode_words(["the", "port"], ["the", "harbour"])
    ('\x01\x00', '\x01\x02')
    """
    table = {word: chr(number) for number, word in enumerate(dict.fromkeys(typed), start=1)}
    return "".join([table.get(word, "\0") for word in original]), "".join([table[word] for word in typed])


def _edit_ops(original: Sequence[str], typed: Sequence[str], opcodes: Opcodes) -> Iterator[EditOp]:
    removed, added = list[int](), list[int]()
    for op in opcodes:
        source, target = range(op.src_start, op.src_end), range(op.dest_start, op.dest_end)
        if op.tag != "equal":
            removed += source
            added += target
            continue
        yield from _change_ops(original, typed, removed, added)
        removed, added = [], []
        yield from (EditOp(*positions, same=True) for positions in zip(source, target, strict=True))
    yield from _change_ops(original, typed, removed, added)


def _change_ops(
    original: Sequence[str], typed: Sequence[str], removed: list[int], added: list[int]
) -> Iterator[EditOp]:
    """Yield the steps of one change; words with other spacing match.

    "no where" -> "nowhere"
    """
    before, after = [original[position] for position in removed], [typed[position] for position in added]
    if removed and added and "".join(spaced(before)) == "".join(spaced(after)):
        pairs = max(len(removed), len(added))
        for index in range(pairs):
            yield EditOp(_item_or_none(removed, index), _item_or_none(added, index), same=True)
        return
    yield from (EditOp(*pair) for pair in _pair_words(before, after, removed, added))


def _pair_words(
    before: Sequence[str], after: Sequence[str], removed: Sequence[int], added: Sequence[int]
) -> list[tuple[int | None, int | None]]:
    """Return the pairs of replaced words, in order, by similarity.

    Surplus words of the longer side stay alone.
    """
    shorter, longer = min(len(before), len(after)), max(len(before), len(after))
    if shorter == longer or not shorter or longer > _MAX_PAIRED:
        return [(_item_or_none(removed, index), _item_or_none(added, index)) for index in range(longer)]
    few, many = (before, after) if len(before) == shorter else (after, before)
    partner = _best_pairing(few, many)
    pairs = [(partner.get(index), index) for index in range(longer)]
    if few is before:
        return [(None if other is None else removed[other], added[index]) for other, index in pairs]
    return [(removed[index], None if other is None else added[other]) for other, index in pairs]


def _best_pairing(few: Sequence[str], many: Sequence[str]) -> dict[int, int]:
    """Return the monotone pairing of all of `few` with the highest similarity.

    Dynamic programming over rapidfuzz's ratio; keys are indices of `many`, values indices of `few`.
    """
    room = len(many) - len(few) + 1
    best: list[tuple[float, dict[int, int]]] = [(0.0, {})] * room
    for number, word in enumerate(few):
        rows: list[tuple[float, dict[int, int]]] = []
        for index in range(number, number + room):
            score, chosen = best[index - number]
            score += fuzz.ratio(word, many[index])
            pairing = (score, {**chosen, index: number})
            rows.append(pairing if not rows or score > rows[-1][0] else rows[-1])
        best = rows
    return best[-1][1]


def _item_or_none(positions: Sequence[int], index: int) -> int | None:
    return positions[index] if index < len(positions) else None
