"""Folders of articles as the command line names them, and the samples that come with factdesk."""

from __future__ import annotations

from pathlib import Path

import bot

_ROOT = Path(bot.__file__).parent
_SAMPLES = "seeds"


def folders(names: tuple[str, ...]) -> tuple[Path, ...]:
    """Return the folders of these names; `seeds` means the samples where no folder here is called so."""
    return tuple(_samples() if name == _SAMPLES and not Path(name).is_dir() else Path(name) for name in names)


def _samples() -> Path:
    """Return the sample articles: inside the installed package, or beside it in a checkout."""
    installed = _ROOT / "_seeds"
    return installed if installed.is_dir() else _ROOT.parent / _SAMPLES
