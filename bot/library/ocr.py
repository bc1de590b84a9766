"""Optical character recognition (OCR) of scanned PDFs by an installed program.

The program runs in a process group of its own, under a limit of time; it is ended with the run over the folders.
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from bot.corpus.metadata_files import FileMetadata
from bot.corpus.readers import Unreadable
from bot.model.documents import Document

OFF = "off"
PROGRAMS = ("ocrmypdf", "tesseract")  # the first one straightens and turns pages before it reads them
_LONGEST_FAULT = 200  # characters


class OcrError(Exception):
    """A failure of OCR; the message follows "OCR failed: "."""


@dataclass(frozen=True, slots=True)
class OcrSetting:
    """FACTDESK_OCR and its limit of seconds a file, with the installed program."""

    enabled: bool
    seconds: float
    program: str | None

    @property
    def is_usable(self) -> bool:
        return self.enabled and self.program is not None

    @property
    def advice(self) -> str:
        """Return the sentence about the missing steps, or ""."""
        switch = "set FACTDESK_OCR=on"
        install = "install ocrmypdf or tesseract"
        steps = [step for step, is_done in ((install, self.program), (switch, self.enabled)) if not is_done]
        return f"To read it by OCR, {' and '.join(steps)}; then index again." if steps else ""


def ocr_setting(setting: str, seconds: float) -> OcrSetting:
    """Return the setting with the first program found on PATH."""
    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    return OcrSetting(setting != OFF, seconds, program)


@dataclass(frozen=True, slots=True)
class OcrRequest:
    """A PDF with scanned pages, the program for them, and the metadata beside the file."""

    program: str
    folder: str
    path: str
    metadata: FileMetadata


class OcrRunner:
    """Runs OCR on one file at a time, as a context manager.

    Leaving the context ends the program.
    """

    def __init__(self, setting: OcrSetting) -> None:
        self.setting = setting
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def __enter__(self) -> OcrRunner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the program, from any thread."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                _kill(self._process)

    def read(self, folder: Path, path: str, metadata: FileMetadata) -> list[Document | Unreadable]:
        """Return a PDF's document with the text of its scanned pages.

        Blocks for seconds a page. Raises OcrError.
        """
        if self.setting.program is None:
            raise OcrError("no program is installed.")
        request = OcrRequest(self.setting.program, str(folder), path, metadata)
        process = self._start()
        try:
            output, fault = process.communicate(pickle.dumps(request), timeout=self.setting.seconds)
        except subprocess.TimeoutExpired:
            raise OcrError(f"it took longer than the {self.setting.seconds:g} s of FACTDESK_OCR_SECONDS.") from None
        finally:
            _kill(process)
            process.communicate()
            with self._lock:
                self._process = None
        if process.returncode != 0:
            raise OcrError(_fault(fault))
        items: list[Document | Unreadable] = pickle.loads(output)  # noqa: S301 - from our own process
        return items

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise OcrError("it was stopped.")
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot.library.ocr_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_THREAD_LIMIT": "1"},
            )
            return self._process


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a running process and its children."""
    if process.poll() is not None:
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _fault(output: bytes) -> str:
    """Return the last line of a program's complaint."""
    lines = output.decode("utf-8", "replace").strip().splitlines()
    line = "".join(c for c in (lines[-1] if lines else "") if c.isprintable()).strip()
    return f"{line[:_LONGEST_FAULT].rstrip('.') or 'the program ended without a word'}."
