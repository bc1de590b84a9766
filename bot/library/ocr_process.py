"""OCR process: reads one PDF with the text of its scanned pages from an installed program.

`bot.library.ocr` runs it with a pickled request on stdin, and takes the pickled items from stdout. PDFium draws the
pages here, so a crash ends only this process.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.corpus import readers
from bot.corpus.parsed_article import UnreadableFileError
from bot.corpus.readers.pdf import scanned_pages
from bot.library.ocr import OcrRequest

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_POINTS = 72  # an inch
_DOTS = 300  # an inch: what Tesseract was trained on
_LONGEST_SIDE = 7_000  # dots: larger pages are drawn smaller
_MOST_PAGES = 500


class _OcrProgramError(Exception):
    """The program ended with a fault; the message is its last line."""


def main() -> int:
    """Answer the request on stdin; return the exit code."""
    request: OcrRequest = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - from our own process
    try:
        data = (Path(request.folder) / request.path).read_bytes()
        pages = _scanned_texts(request.program, data)
    except (_OcrProgramError, UnreadableFileError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    items = readers.read(data, folder=request.folder, path=request.path, metadata=request.metadata, ocr_pages=pages)
    sys.stdout.buffer.write(pickle.dumps(items))
    return 0


def _scanned_texts(program: str, data: bytes) -> dict[int, str]:
    """Return the text of each scanned page by index."""
    recognise = _with_ocrmypdf if Path(program).name == "ocrmypdf" else _with_tesseract
    numbers = scanned_pages(data)[:_MOST_PAGES]
    with TemporaryDirectory(prefix="factdesk-ocr-") as folder:
        return dict(zip(numbers, recognise(program, data, numbers, Path(folder)), strict=True))


def _with_ocrmypdf(program: str, data: bytes, numbers: tuple[int, ...], folder: Path) -> list[str]:
    """Return the pages' texts from ocrmypdf, split at form feeds."""
    source, target, texts = folder / "scan.pdf", folder / "read.pdf", folder / "texts.txt"
    _save_pages(data, numbers, source)
    options = ["--quiet", "--force-ocr", "--rotate-pages", "--deskew", "--output-type", "pdf"]
    _run([program, *options, "--sidecar", str(texts), str(source), str(target)])
    pages = texts.read_text("utf-8", "replace").split("\f")
    return [*pages, *[""] * len(numbers)][: len(numbers)]


def _with_tesseract(program: str, data: bytes, numbers: tuple[int, ...], folder: Path) -> list[str]:
    """Return the pages' texts from Tesseract, given as pictures."""
    import pypdfium2  # noqa: PLC0415 - the other way needs no pictures

    document = pypdfium2.PdfDocument(data)
    picture = folder / "page.pgm"
    texts = []
    for number in numbers:
        picture.write_bytes(_drawn(document[number]))
        texts.append(_run([program, str(picture), "stdout"]).replace("\f", ""))
    return texts


def _save_pages(data: bytes, numbers: tuple[int, ...], target: Path) -> None:
    import pypdfium2  # noqa: PLC0415 - as above

    scans = pypdfium2.PdfDocument.new()
    scans.import_pages(pypdfium2.PdfDocument(data), list(numbers))
    scans.save(target)


def _drawn(page: PdfPage) -> bytes:
    """Return a page as a grey picture in the portable graymap format."""
    longest = max(page.get_size())
    bitmap = page.render(scale=min(_DOTS / _POINTS, _LONGEST_SIDE / longest), grayscale=True)
    dots: bytes = bitmap.to_numpy().tobytes()
    return b"P5\n%d %d\n255\n" % (bitmap.width, bitmap.height) + dots


def _run(command: list[str]) -> str:
    finished = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)  # noqa: S603
    if finished.returncode != 0:
        lines = finished.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _OcrProgramError(f"{Path(command[0]).name} said: {lines[-1] if lines else 'nothing'}")
    return finished.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main())
