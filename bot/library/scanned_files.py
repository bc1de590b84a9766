"""OCR of what a reader found to be scanned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.corpus.readers import Unreadable
from bot.library.folder_scan import FoundFile
from bot.library.ocr import OcrError, OcrRunner
from bot.library.reader_process import ReadItem
from bot.model.documents import Document


def has_scanned_pages(items: Iterable[ReadItem]) -> bool:
    """Return True for a file with pages that only OCR can read."""
    return any(map(_is_scanned, items))


def read_scanned(items: Sequence[ReadItem], folder: Path, file: FoundFile, ocr: OcrRunner) -> Sequence[ReadItem]:
    """Return a PDF's items with its scanned pages read by OCR.

    Without OCR, or after its failure, a document stays as it is; the reason says what to do. Blocks for minutes.
    """
    advice = ocr.setting.advice
    if ocr.setting.is_usable:
        try:
            return ocr.read(folder, file.path, file.metadata)
        except OcrError as error:
            advice = f"OCR failed: {error}"
            if not any(isinstance(item, Unreadable) for item in items):
                return [*items, Unreadable(None, f"has scanned pages without text. {advice}")]
    reason = f"is a scan: it has no text layer. {advice}"
    return [replace(item, reason=reason) if isinstance(item, Unreadable) and item.is_scan else item for item in items]


def _is_scanned(item: ReadItem) -> bool:
    if isinstance(item, Unreadable):
        return item.is_scan
    return isinstance(item, Document) and item.details.unread_pages > 0
