"""What changed between two versions of a draft: an item stays the same if it moved or was reworded a little."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from bot.draftcheck.model import CheckedItem, DraftCheck, RevisedDraft
from bot.normalize import words

_LEAST_ALIKE = 80.0  # of 100: the share of words that two versions of an item have in common, in order


def revise(before: DraftCheck, after: DraftCheck) -> RevisedDraft:
    """Return which items were settled, are new, or still need eyes."""
    earlier = dict(_pairs(before.items, after.items))
    known = [number for number, checked in enumerate(after.items) if checked.needs_eyes]
    still_open = [number for number in known if (number in earlier and before.items[earlier[number]].needs_eyes)]
    kept = {earlier[number] for number in still_open}
    settled = (checked for number, checked in enumerate(before.items) if checked.needs_eyes and number not in kept)
    new = [number for number in known if number not in frozenset(still_open)]
    return RevisedDraft(
        tuple(settled),
        tuple(after.items[number] for number in new),
        tuple(after.items[number] for number in still_open),
    )


def _pairs(before: Sequence[CheckedItem], after: Sequence[CheckedItem]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of an item in the second and the first version: those of equal words, then the most alike."""
    by_key: defaultdict[str, list[int]] = defaultdict(list)
    for number, checked in enumerate(before):
        by_key[checked.item.key].append(number)
    left = []
    for number, checked in enumerate(after):
        if same := by_key[checked.item.key]:
            yield number, same.pop(0)
        else:
            left.append(number)
    unpaired = sorted(number for numbers in by_key.values() for number in numbers)
    yield from _most_alike(before, unpaired, after, left)


def _most_alike(
    before: Sequence[CheckedItem], unpaired: Sequence[int], after: Sequence[CheckedItem], left: Sequence[int]
) -> Iterator[tuple[int, int]]:
    if not unpaired or not left:
        return
    scores = process.cdist(
        [_words(after[number]) for number in left],
        [_words(before[number]) for number in unpaired],
        scorer=fuzz.ratio,
        score_cutoff=_LEAST_ALIKE,
    )
    ranked = sorted(
        ((-float(score), row, column) for row, line in enumerate(scores) for column, score in enumerate(line) if score),
    )
    rows, columns = set[int](), set[int]()
    for _, row, column in ranked:
        is_free = row not in rows and column not in columns
        if is_free and after[left[row]].item.kind is before[unpaired[column]].item.kind:
            rows.add(row)
            columns.add(column)
            yield left[row], unpaired[column]


def _words(checked: CheckedItem) -> str:
    return " ".join(word.folded for word in words(checked.item.text))
