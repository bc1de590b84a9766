"""Sentences on an import: what was cut, left out, changed or kept twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.desk.interchange.import_row import ImportRow, LeftOut
from bot.model.claims import Imported

_NAMES = {
    "published": "date",
    "url": "link",
    "claimed": "date of the claim",
    "claimant_url": "link of the claimant",
    "rating_value": "number of the rating",
}
_MOST_PLACES = 3
_MOST_NAMED = 10  # changed verdicts and shared ids


@dataclass(slots=True)
class ImportReport:
    """Counts of an import, and what people should know about its rows.

    `left_out` are reasons by line.
    """

    added: int = 0
    known: int = 0
    corrected: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    _without: dict[str, list[int]] = field(default_factory=dict)
    _ambiguous: dict[str, list[int]] = field(default_factory=dict)
    _cut: dict[str, list[int]] = field(default_factory=dict)
    _changes: list[str] = field(default_factory=list)
    _offered: int = 0
    _shared: list[str] = field(default_factory=list)

    def importable(self, rows: Iterable[ImportRow | LeftOut]) -> list[ImportRow]:
        """Return the rows with a claim, and note the others and what was lost."""
        found = []
        for row in rows:
            if isinstance(row, LeftOut):
                self.left_out.append(row)
                continue
            found.append(row)
            for notes, names in ((self._without, row.without), (self._ambiguous, row.ambiguous), (self._cut, row.cut)):
                for name in names:
                    notes.setdefault(name, []).append(row.place)
        return found

    def count(self, rows: Sequence[ImportRow], imported: Imported) -> None:
        """Add the result of a batch; `rows` are its rows."""
        self.added += imported.added
        self.known += imported.known
        for change in imported.changed:
            self.corrected += change.corrected
            self._offered += not change.corrected and change.refused is None
            before = f"from “{change.before}” to “{change.after}”" if change.before else f"to “{change.after}”"
            done = "corrected " if change.corrected else "not changed: the file changes it "
            line = f"Line {rows[change.place].place}: the verdict on #{change.number} was {done}{before}."
            self._changes.append(f"{line} {change.refused}" if change.refused else line)
        for external_id, numbers in imported.shared_ids:
            listed = ", ".join(f"#{number}" for number in numbers)
            self._shared.append(f"The id “{external_id}” has different claims, and all were kept: {listed}.")

    def lines(self, correct_hint: str) -> Iterator[str]:
        """Yield the sentences; `correct_hint` says how to apply the changed verdicts."""
        for name, places in self._without.items():
            yield f"{len(places):,} imported without {_name(name)}, which can't be read: {_lines(places)}."
        for name, places in self._ambiguous.items():
            yield (
                f"{len(places):,} imported without {_name(name)}, which may be two days: {_lines(places)}. "
                "Write such a date as 2024-01-05."
            )
        for name, places in self._cut.items():
            yield f"{len(places):,} imported with a shortened {_name(name)}, which was too long: {_lines(places)}."
        yield from _some(self._shared)
        yield from _some(self._changes)
        if self._offered:
            yield correct_hint


def _name(column: str) -> str:
    return _NAMES.get(column, column.replace("_", " "))


def _lines(places: Sequence[int]) -> str:
    shown = ", ".join(map(str, places[:_MOST_PLACES])) + (" and others" if len(places) > _MOST_PLACES else "")
    return f"line {shown}"


def _some(sentences: Sequence[str]) -> Iterator[str]:
    yield from sentences[:_MOST_NAMED]
    if len(sentences) > _MOST_NAMED:
        yield f"And {len(sentences) - _MOST_NAMED:,} more like these."
