"""Saves the traceback of an unexpected error under a reference."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from bot.errors import FactdeskError
from bot.settings import load_settings


def save_traceback(trace: str) -> str:
    """Append a traceback to errors.log and return the sentence for the terminal."""
    reference = secrets.token_hex(2).upper()
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    message = f"An unexpected error occurred (reference {reference})."
    try:
        path = load_settings().data / "errors.log"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"--- {stamp} reference {reference}\n{trace}\n")
    except (OSError, FactdeskError):
        return f"{message} Run the command again as `factdesk --debug ...` to see its traceback."
    return f"{message} Its traceback is in {path}; send it with your report."
