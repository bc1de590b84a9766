"""OCR by a program of its own: found on PATH, run under a limit of time, ended with the run."""

from __future__ import annotations

import asyncio
import shutil
import threading
import time
from pathlib import Path

import pypdfium2
import pytest

from bot.corpus.metadata_files import NO_FILE_METADATA
from bot.library.ocr import OcrError, OcrRunner, OcrSetting, ocr_setting
from bot.model.documents import Document
from tests.corpus.build import Scanned, pdf
from tests.library.conftest import Library
from tests.library.reader_programs import is_gone
from tests.library.scans import READ, install

FOREVER = "open(os.environ['STARTED'], 'w').write(str(os.getpid())); time.sleep(600)"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder on PATH, empty."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def scan(folder: Path, name: str = "scan.pdf", data: bytes | None = None) -> Path:
    path = folder / name
    path.write_bytes(pdf(Scanned()) if data is None else data)
    return path


@pytest.mark.parametrize("name", ["tesseract", "ocrmypdf"])
async def test_scanned_pages_are_read_and_marked(library: Library, programs: Path, monkeypatch, name: str) -> None:
    install(programs, monkeypatch, name)
    scan(library.folder, data=pdf(["The harbour files"], Scanned(), ["The end."], Scanned()))
    report = await library.sync(ocr=ocr_setting("on", 60))
    assert report.skipped == ()
    (reference,) = await library.documents.page(0, 9)
    (article,) = (await library.documents.get([reference.id])).values()
    assert article.text == f"The harbour files\n\n{READ}\n\nThe end.\n\n{READ}"
    assert (reference.read_by_ocr, article.details.unread_pages) == (True, 0)


async def test_a_scan_says_what_to_do_and_is_read_once_that_is_done(library: Library, programs, monkeypatch) -> None:
    scan(library.folder)

    async def reason(setting: str) -> str:
        report = await library.sync(ocr=ocr_setting(setting, 60))
        return report.skipped[0].reason if report.skipped else f"{report.added} added, {report.changed} changed"

    assert await reason("off") == (
        "is a scan: it has no text layer. To read it by OCR, install ocrmypdf or tesseract and set FACTDESK_OCR=on; "
        "then index again."
    )
    install(programs, monkeypatch, "tesseract")
    assert (await reason("off")).startswith("is a scan"), "still off"
    assert await reason("on") == "1 added, 0 changed"
    assert await reason("on") == "0 added, 0 changed", "and not read again"
    assert await reason("off") == "0 added, 0 changed", "what was read stays"
    assert (await library.documents.count()) == 1


async def test_a_program_without_success_leaves_the_scan_out_and_goes_on(library, programs, monkeypatch) -> None:
    install(programs, monkeypatch, "tesseract", "sys.exit('Error: no language data found\\x1b[31m')")
    scan(library.folder, "a.pdf")
    scan(library.folder, "b.pdf", pdf(["The harbour files", "", "The ministry said so."], Scanned()))
    (library.folder / "c.txt").write_text("The bridge held.")
    report = await library.sync(ocr=ocr_setting("on", 60))
    reasons = {skipped.path: skipped.reason for skipped in report.skipped}
    fault = "OCR failed: tesseract said: Error: no language data found[31m."
    assert reasons["a.pdf"] == f"is a scan: it has no text layer. {fault}"
    assert reasons["b.pdf"] == f"has scanned pages without text. {fault}"
    assert await library.found("bridge", "ministry") == {"b", "c"}


async def test_a_scan_that_takes_too_long_is_left_out_and_its_program_ended(
    library, programs, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("STARTED", str(tmp_path / "pid"))
    install(programs, monkeypatch, "tesseract", FOREVER)
    scan(library.folder)
    report = await library.sync(ocr=ocr_setting("on", 3))
    assert "took longer than the 3 s of FACTDESK_OCR_SECONDS" in report.skipped[0].reason
    assert await _is_gone(int((tmp_path / "pid").read_text()))


async def test_closing_ends_the_program_at_once(programs, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("STARTED", str(tmp_path / "pid"))
    install(programs, monkeypatch, "tesseract", FOREVER)
    runner = OcrRunner(ocr_setting("on", 60))
    faults: list[OcrError] = []

    def read() -> None:
        try:
            runner.read(tmp_path, scan(tmp_path).name, NO_FILE_METADATA)
        except OcrError as error:
            faults.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        await asyncio.sleep(0.01)
    began = time.monotonic()
    runner.close()
    thread.join(10)
    assert not thread.is_alive()
    assert time.monotonic() - began < 5
    assert len(faults) == 1
    assert await _is_gone(int((tmp_path / "pid").read_text()))
    with pytest.raises(OcrError, match="stopped"):
        runner.read(tmp_path, scan(tmp_path).name, NO_FILE_METADATA)


def test_the_advice_names_only_the_steps_that_are_left() -> None:
    assert "install ocrmypdf or tesseract and set" in OcrSetting(False, 1, None).advice  # noqa: FBT003
    assert "install" not in OcrSetting(False, 1, "/bin/tesseract").advice  # noqa: FBT003
    assert "FACTDESK_OCR" not in OcrSetting(True, 1, None).advice  # noqa: FBT003
    assert OcrSetting(True, 1, "/bin/tesseract").advice == ""  # noqa: FBT003


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract isn't installed")
def test_tesseract_reads_a_drawn_page(tmp_path: Path) -> None:
    page = pypdfium2.PdfDocument(pdf(["The harbour files", "", READ]))[0]
    drawn = pypdfium2.PdfDocument.new()
    picture = pypdfium2.PdfImage.new(drawn)
    picture.set_bitmap(page.render(scale=4, grayscale=True))
    picture.set_matrix(pypdfium2.PdfMatrix().scale(600, 842))
    target = drawn.new_page(600, 842)
    target.insert_obj(picture)
    target.gen_content()
    drawn.save(tmp_path / "scan.pdf")
    with OcrRunner(ocr_setting("on", 60)) as runner:
        (article,) = runner.read(tmp_path, "scan.pdf", NO_FILE_METADATA)
    assert isinstance(article, Document)
    assert READ in article.text
    assert article.reference.title == "The harbour files"


async def _is_gone(pid: int) -> bool:
    """Wait until a killed process has ended."""
    while not is_gone(pid):
        await asyncio.sleep(0.01)
    return True
