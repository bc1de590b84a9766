"""Drafts to documents: the bytes of an upload go to the reader process through memory, and are kept nowhere.

Only a scan has to lie in a file while OCR reads it: in a private folder that is removed right after, or at the next
start if the bot ended in between.
"""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from bot.corpus.draft_files import read_draft
from bot.corpus.metadata_files import NO_FILE_METADATA
from bot.corpus.readers import Unreadable
from bot.corpus.sentences import sentences
from bot.draftcheck.limits import first_words
from bot.draftcheck.model import Draft
from bot.draftcheck.transcript import spoken_lines
from bot.errors import UserError
from bot.library.folder_scan import shown
from bot.library.ocr import OcrError, OcrRunner, OcrSetting
from bot.library.reader_process import ReadFault, ReadItems, ReadRequest
from bot.library.reader_worker import ReaderLostError, ReaderWorker, ReadLimits
from bot.library.scanned_files import has_scanned_pages
from bot.model.documents import Document, DocumentRef
from bot.normalize import words

_log = logging.getLogger(__name__)

FOLDER = ".drafts"  # in the data folder: scans while OCR reads them
MOST_MB = 50
_MEGABYTE = 1_000_000
_AT_ONCE = 2
_LONGEST_TEXT = 1_000_000  # characters of a pasted text
_LONGEST_NAME = 100
_ENGLISH = "en"
_FEWEST_WORDS = 4  # without capitals, of a sentence whose language counts
_READ_SENTENCES = 400

LanguageOf = Callable[[Sequence[str]], str]
FindIndexed = Callable[[Document], Awaitable[DocumentRef | None]]


class DraftReader:
    """Reads drafts, two at a time, each in a process of its own."""

    def __init__(
        self,
        data: Path,
        limits: ReadLimits,
        ocr: OcrSetting,
        language_of: LanguageOf,
        find_indexed: FindIndexed,
        *,
        most_mb: int = MOST_MB,
    ) -> None:
        """Take the data folder, the function that names the language of words, and the one that finds an article."""
        self._folder = data / FOLDER
        self._limits = limits
        self._ocr = ocr
        self._language_of = language_of
        self._find_indexed = find_indexed
        self._most_mb = most_mb
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def read(self, data: bytes, name: str) -> Draft:
        """Return the draft in a file's bytes. Raises UserError with the reason if it can't be read."""
        name = _one_line(name)
        if len(data) > self._most_mb * _MEGABYTE:
            raise UserError(f"{name} has more than {self._most_mb} MB; check the text alone, without its pictures.")
        async with self._turns:
            worker, ocr = ReaderWorker(self._limits), OcrRunner(self._ocr)
            try:
                draft = await asyncio.to_thread(self._read, data, name, worker, ocr)
            except asyncio.CancelledError:
                worker.stop()  # or a stop of the bot would wait for the thread
                ocr.close()
                raise
        return await self._compared(draft)

    async def read_text(self, text: str, name: str) -> Draft:
        """Return a pasted text or a message as a draft. Raises UserError if it holds no word."""
        name = _one_line(name)
        if len(text) > _LONGEST_TEXT:
            raise UserError(f"The text has more than {_LONGEST_TEXT:,} characters; check a part of it.")
        # Half of a surrogate pair can't be stored or sent.
        data = text.encode("utf-8", "replace")
        item = await asyncio.to_thread(read_draft, data, "draft.txt")
        return await self._compared(await asyncio.to_thread(self._finished, item, name, ""))

    def remove_leftovers(self) -> None:
        """Remove scans of processes that ended before they could do so; for the start."""
        for folder in self._folder.glob("*/"):
            with _held(folder) as is_ours:
                if is_ours:
                    shutil.rmtree(folder, ignore_errors=True)

    async def _compared(self, draft: Draft) -> Draft:
        """Return the draft with the indexed article that it is."""
        article = await self._find_indexed(draft.document)
        if article is None:
            return draft
        same = (
            f"This draft is an indexed article, “{article.display_title}”: it was compared with the others, and what "
            "stands only in this article itself is not listed."
        )
        return replace(draft, left_out=(same, *draft.left_out), indexed_as=article)

    def _read(self, data: bytes, name: str, worker: ReaderWorker, ocr: OcrRunner) -> Draft:
        item = _parsed(ReadRequest("", name, len(data), draft=data), worker)
        advice = ""
        if has_scanned_pages([item]):
            item, advice = self._recognised(item, data, ocr)
        return self._finished(item, name, advice)

    def _recognised(
        self, item: Document | Unreadable, data: bytes, ocr: OcrRunner
    ) -> tuple[Document | Unreadable, str]:
        """Return a PDF with the text of its scanned pages, and the advice if they stay unread."""
        if not self._ocr.is_usable:
            return item, "Run OCR over it first, or paste the text."
        try:
            with self._private_folder() as folder, ocr:
                (folder / "draft.pdf").write_bytes(data)
                (read,) = ocr.read(folder, "draft.pdf", NO_FILE_METADATA)
        except OcrError as error:
            return item, f"OCR failed: {error}"
        return read, ""

    @contextmanager
    def _private_folder(self) -> Iterator[Path]:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        try:
            with _held(folder):
                yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _finished(self, item: Document | Unreadable, name: str, advice: str) -> Draft:
        if isinstance(item, Unreadable):
            reason = f"is a scan without text. {advice}" if item.is_scan else item.reason
            raise UserError(f"{name} {reason}")
        if not words(item.text):
            raise UserError(f"{name} holds no word to check.")
        document, beyond = first_words(item)
        is_foreign = self._is_foreign(document)
        language = "It is not in English: only its quotations were checked." if is_foreign else None
        left_out = (*filter(None, (beyond, language)), *_beside(document, advice))
        spoken = spoken_lines(document.text)
        return Draft(name, document, left_out, only_quotations=is_foreign, spoken_lines=spoken)

    def _is_foreign(self, document: Document) -> bool:
        """Return True if fewer sentences are English than not."""
        english = other = 0
        found = chain.from_iterable(sentences(document.text, block.span) for block in document.blocks)
        for sentence in islice(found, _READ_SENTENCES):
            # A foreign name makes no sentence foreign.
            spoken = [word.text for word in words(sentence.of(document.text)) if not word.text[0].isupper()]
            if len(spoken) >= _FEWEST_WORDS:
                is_english = self._language_of(spoken) == _ENGLISH
                english, other = english + is_english, other + (not is_english)
        return other > english or (not english and not _is_latin(document.text))


def _parsed(request: ReadRequest, worker: ReaderWorker) -> Document | Unreadable:
    try:
        for message in worker.parse(request):
            if isinstance(message, ReadFault):
                # Its details may hold words of the draft.
                _log.warning("a reader failed on a draft (%s)", message.kind)
                return Unreadable(None, f"could not be read ({message.kind}); paste its text instead.")
            if isinstance(message, ReadItems) and isinstance(item := message.items[0], Document | Unreadable):
                return item
    except ReaderLostError as error:
        return Unreadable(None, str(error))
    finally:
        worker.end()
    return Unreadable(None, "holds no text.")


def _beside(document: Document, advice: str) -> Iterator[str]:
    """Yield a sentence for each thing that is not in the draft's text, or stands there by assumption."""
    details = document.details
    if details.tracked_changes:
        yield "Its tracked changes were taken as accepted."
    if details.comments:
        yield f"{_number(details.comments, 'comment')} beside the text {_were(details.comments)} not checked."
    if details.has_macros:
        yield "Its macros were neither run nor checked."
    if details.attachments:
        yield f"Attachments were not checked: {', '.join(map(shown, details.attachments))}."
    if details.unread_pages:
        pages = details.unread_pages
        yield f"{_number(pages, 'scanned page')} without text {_were(pages)} not checked. {advice}".rstrip()
    elif document.reference.read_by_ocr:
        yield "OCR read its text, so letters may be wrong."
    elif document.reference.read_in_part:
        yield "Only a part of it could be read."


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count > 1)}"


def _were(count: int) -> str:
    return "were" if count > 1 else "was"


def _is_latin(text: str) -> bool:
    letters = [character for character in text[:_LONGEST_TEXT] if character.isalpha()]
    return 2 * sum(character < "\u0250" for character in letters) >= len(letters)


def _one_line(name: str) -> str:
    return shown(name)[-_LONGEST_NAME:] or "The draft"


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Hold the lock on a folder, which ends with its process; yield False if another process holds it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
