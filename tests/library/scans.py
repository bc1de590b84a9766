"""Stand-ins for OCR programs: real programs on PATH that behave like the installed ones, without reading letters."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

READ = "The ferry line will close in May, the Harbour Office said."

# `tesseract PICTURE stdout` prints the text of one picture and a form feed.
_TESSERACT = """
picture = open(sys.argv[1], "rb").read()
assert picture.startswith(b"P5\\n") and sys.argv[2] == "stdout"
width, height = map(int, picture.split(b"\\n", 2)[1].split())
assert len(picture.split(b"\\n", 3)[3]) == width * height and height > 3_000
print("{text}\\f", end="")
"""
# `ocrmypdf ... --sidecar TEXTS SCAN TARGET` writes the texts of all pages with form feeds between them.
_OCRMYPDF = """
sys.path.insert(0, {root!r})
import pypdfium2
pages = len(pypdfium2.PdfDocument(sys.argv[-2]))
texts = sys.argv[sys.argv.index("--sidecar") + 1]
open(texts, "w").write("\\f".join(["{text}\\n"] * pages))
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, body: str | None = None) -> Path:
    """Put a program of this name on PATH, which holds no other; by default it reads every page as `READ`."""
    default = {"tesseract": _TESSERACT, "ocrmypdf": _OCRMYPDF}[name]
    folder.mkdir(exist_ok=True)
    program = folder / name
    code = body if body is not None else default.format(text=READ, root=str(ROOT))
    program.write_text(f"#!{sys.executable}\nimport os, sys, time\n{code}", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return program
