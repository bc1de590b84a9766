"""What bringing the folders in step came to, and the closing lines that tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.library.folder_scan import Skipped

_LISTED = 10  # written out one by one


@dataclass(frozen=True, slots=True)
class SyncReport:
    """Counts are of documents, `others` of files by suffix. `strays` are folders indexed but not asked for now."""

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

    def lines(self) -> Iterator[str]:
        """Yield the closing lines for a terminal."""
        yield f"{_count(self.documents, 'document')}, {_count(self.passages, 'passage')}, {self.seconds:.1f} s"
        yield f"{self.added:,} new, {self.changed:,} changed, {self.removed:,} removed, {self.unchanged:,} unchanged"
        if self.skipped:
            yield f"Skipped ({len(self.skipped):,}):"
        for skipped in self.skipped[:_LISTED]:
            yield f"  {skipped.path} {skipped.reason}"
        if len(self.skipped) > _LISTED:
            yield f"  and {len(self.skipped) - _LISTED:,} more"
        if self.others:
            kinds = ", ".join(f"{suffix} {number:,}" for suffix, number in sorted(self.others.items()))
            yield f"{_count(sum(self.others.values()), 'file')} of other types ignored ({kinds})"
        for folder in self.strays:
            yield f"{folder} is also indexed; remove it with `factdesk corpus remove {folder}`"
        if not self.documents:
            yield "There are no articles yet. Put .txt, .md, .html, .pdf or .jsonl files into the folder."


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
