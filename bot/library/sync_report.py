"""What bringing the folders in step came to, and the closing lines that tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.library.folder_scan import Skipped

_LISTED = 10  # written out one by one


@dataclass(frozen=True, slots=True)
class SyncReport:
    """Counts are of documents, `others` of files by suffix. `strays` are folders indexed but not asked for now.

    `read_in_part` are the titles of the documents whose files hold more than could be read.
    """

    documents: int = 0
    passages: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    seconds: float = 0.0
    skipped: tuple[Skipped, ...] = ()
    others: Mapping[str, int] = field(default_factory=dict)
    strays: tuple[str, ...] = ()
    read_in_part: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield the closing lines for a terminal."""
        yield f"{_count(self.documents, 'document')}, {_count(self.passages, 'passage')}, {self.seconds:.1f} s"
        yield f"{self.added:,} new, {self.changed:,} changed, {self.removed:,} removed, {self.unchanged:,} unchanged"
        if self.skipped:
            yield f"Left out ({len(self.skipped):,}):"
        for skipped in self.skipped[:_LISTED]:
            yield f"  {skipped.path} {skipped.reason}"
        if len(self.skipped) > _LISTED:
            yield f"  and {len(self.skipped) - _LISTED:,} more"
        yield from self._read_in_part()
        if self.others:
            kinds = ", ".join(f"{suffix} {number:,}" for suffix, number in sorted(self.others.items()))
            yield f"{_count(sum(self.others.values()), 'file')} of other kinds left alone ({kinds})"
        for folder in self.strays:
            yield f"{folder} is indexed too, though it is not asked for; `factdesk corpus remove` takes it out"
        if not self.documents:
            yield "There is nothing to search yet: put articles into the folder (.txt, .md, .html, .pdf or .jsonl)."

    def _read_in_part(self) -> Iterator[str]:
        if self.read_in_part:
            yield f"Only part of the page could be read ({len(self.read_in_part):,}):"
        for title in self.read_in_part[:_LISTED]:
            yield f"  {title}"
        if len(self.read_in_part) > _LISTED:
            yield f"  and {len(self.read_in_part) - _LISTED:,} more"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
