"""A sorted file of the index's written forms with their passage counts, for look-ups without the cluster."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.store.passages.analysis import FORM

_COUNT = "\t"  # between form and count; occurs in no word


class WordTable:
    """The forms of one generation. A look-up takes some 30 microseconds."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises OSError if there is none, ValueError for an empty one."""
        self.path = path
        with path.open("rb") as file:
            self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def forms(self, folded: str) -> Mapping[str, int]:
        """Return a folded word's written forms, with their passage counts."""
        prefix = f"{folded}{FORM}"
        return {form.removeprefix(prefix): count for form, count in self._with_prefix(prefix)}

    def beginning(self, letter: str) -> list[str]:
        """Return the folded words beginning with `letter`, or all for ""."""
        return list(dict.fromkeys(form.partition(FORM)[0] for form, _ in self._with_prefix(letter)))

    def _with_prefix(self, prefix: str) -> Iterator[tuple[str, int]]:
        wanted = prefix.encode()
        at = self._first_from(wanted)
        while (end := self._lines.find(b"\n", at)) >= 0:
            line = self._lines[at:end]
            if not line.startswith(wanted):
                break
            form, _, count = line.decode().rpartition(_COUNT)
            yield form, int(count)
            at = end + 1

    def _first_from(self, wanted: bytes) -> int:
        """Return where the first line that isn't before `wanted` begins."""
        low, high = 1, len(self._lines)  # the first line is empty
        while low < high:
            start = self._lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._lines.find(b"\n", start)
            if self._lines[start:end].rpartition(_COUNT.encode())[0] < wanted:
                low = end + 1
            else:
                high = start
        return low


def write_table(path: Path, forms: Iterable[tuple[str, int]]) -> WordTable:
    """Write forms, in the order of their bytes, and return the table."""
    partial = path.with_suffix(".partial")
    with partial.open("w", encoding="utf-8", newline="\n") as file:
        file.write("\n")  # no file is empty
        file.writelines(f"{form}{_COUNT}{count}\n" for form, count in forms)
    partial.replace(path)
    return WordTable(path)
