"""A fetched page's text, by the reader of articles in a process of its own."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from pathlib import Path

from webencodings import lookup

from bot.corpus.readers import Unreadable
from bot.desk.outgoing_http import UnusablePageError, WebPage
from bot.library.reader_process import ReadFault, ReadRequest
from bot.library.reader_worker import ReaderLostError, ReaderWorker, ReadLimits
from bot.model.documents import Document
from bot.model.page_copies import FetchedPage

_SUFFIXES = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}
_UTF8_MARK = b"\xef\xbb\xbf"


async def read_page(page: WebPage, limits: ReadLimits) -> FetchedPage:
    """Return a page's text, title and date. Raises UnusablePageError.

    The reader runs in a process under limits of time and memory: a page may be made to do harm.
    """
    worker = ReaderWorker(limits)
    try:
        return await asyncio.to_thread(_read, page, worker)
    except asyncio.CancelledError:
        worker.stop()  # or the bot's stop would wait for the thread
        raise


def _read(page: WebPage, worker: ReaderWorker) -> FetchedPage:
    kind, _, parameters = page.headers.get("content-type", "text/html").partition(";")
    suffix = _SUFFIXES.get(kind.strip().lower())
    if suffix is None:
        raise UnusablePageError("it is neither a web page, nor text, nor a PDF")
    with tempfile.TemporaryDirectory(prefix="factdesk-") as folder:
        path = Path(folder) / f"page{suffix}"
        path.write_bytes(_with_mark(page.body, parameters) if suffix != ".pdf" else page.body)
        document = _document(ReadRequest(folder, path.name, len(page.body)), worker)
    found = document.reference
    return FetchedPage(document.text, found.title or found.heading, found.published, _sha256(page.body))


def _document(request: ReadRequest, worker: ReaderWorker) -> Document:
    try:
        for message in worker.parse(request):
            if isinstance(message, ReadFault):
                raise UnusablePageError(f"the page could not be read ({message.kind})")
            for item in message.items:
                if isinstance(item, Document):
                    return item
                if isinstance(item, Unreadable):
                    raise UnusablePageError(f"the page {item.reason.rstrip('.')}")
    except ReaderLostError as lost:
        raise UnusablePageError(f"the page {str(lost).rstrip('.')}") from None
    finally:
        worker.end()
    raise UnusablePageError("the page holds no text")


def _with_mark(body: bytes, parameters: str) -> bytes:
    """Return a page in UTF-8 with its mark if only the header says its encoding; the readers see bytes alone."""
    name, _, charset = parameters.strip().partition("=")
    encoding = lookup(charset.strip(" \"'")) if name.strip().lower() == "charset" else None
    try:
        body.decode()
    except UnicodeDecodeError:
        return _UTF8_MARK + encoding.codec_info.decode(body, "replace")[0].encode() if encoding else body
    return body


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
