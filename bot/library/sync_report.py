"""The result of a synchronisation and its lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.corpus.readers import SUFFIX_NAMES
from bot.library.folder_scan import Skipped

_LISTED = 10  # written out one by one


@dataclass(frozen=True, slots=True)
class SyncReport:
    """Counts of documents; `other_files` counts files by suffix.

    `other_folders` are indexed folders outside this run, `unusable_folders` a sentence about each missing folder.
    `read_in_part` are titles of documents with unread parts.
    """

    documents: int = 0
    passages: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    seconds: float = 0.0
    skipped: tuple[Skipped, ...] = ()
    other_files: Mapping[str, int] = field(default_factory=dict)
    other_folders: tuple[str, ...] = ()
    read_in_part: tuple[str, ...] = ()
    unusable_folders: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield the report as lines for the terminal."""
        yield f"{_count(self.documents, 'document')}, {_count(self.passages, 'passage')}, {self.seconds:.1f} s"
        yield f"{self.added:,} new, {self.changed:,} changed, {self.removed:,} removed, {self.unchanged:,} unchanged"
        yield from self.unusable_folders
        if self.skipped:
            yield f"Skipped ({len(self.skipped):,}):"
        for skipped in self.skipped[:_LISTED]:
            yield f"  {skipped.path} {skipped.reason}"
        if len(self.skipped) > _LISTED:
            yield f"  and {len(self.skipped) - _LISTED:,} more"
        yield from self._read_in_part()
        if self.other_files:
            kinds = ", ".join(f"{suffix} {number:,}" for suffix, number in sorted(self.other_files.items()))
            yield f"{_count(sum(self.other_files.values()), 'file')} of other types ignored ({kinds})"
        for folder in self.other_folders:
            yield f"{folder} is also indexed; remove it with `factdesk corpus remove {folder}`"
        if not self.documents:
            yield f"There are no articles yet. Put {SUFFIX_NAMES} files into the folder."

    def _read_in_part(self) -> Iterator[str]:
        if self.read_in_part:
            yield f"Only part of the page could be read ({len(self.read_in_part):,}):"
        for title in self.read_in_part[:_LISTED]:
            yield f"  {title}"
        if len(self.read_in_part) > _LISTED:
            yield f"  and {len(self.read_in_part) - _LISTED:,} more"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
