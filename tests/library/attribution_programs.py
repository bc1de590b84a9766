"""Stand-ins for the attribution process: real programs that run before or instead of its rules."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from bot.library import attribution_worker


def before_attributing(monkeypatch: pytest.MonkeyPatch, steps: str, *, speakers: str | None = None) -> None:
    """Let new processes run `steps` before they attribute a `document`; `speakers` replaces their rows."""
    program = f"""
import os, pathlib, time
from bot.library import attribution_process
original = attribution_process.attribute
def attribute(document, nlp):
{indent(dedent(steps).strip(), "    ")}
    return original(document, nlp)
attribution_process.attribute = attribute
"""
    if speakers is not None:
        program += f"attribution_process.speaker_rows = lambda attributions: {speakers}\n"
    monkeypatch.setattr(attribution_worker, "_MAIN", program + "attribution_process.main()\n")
