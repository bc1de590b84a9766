"""What is left of an unexpected fault: a reference for the person, the traceback in a file."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from bot.errors import FactdeskError
from bot.settings import load_settings


def keep(told: str) -> str:
    """Write a traceback to the data folder; return the sentence that names its reference and the file."""
    reference = secrets.token_hex(2).upper()
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    begin = f"An unexpected error occurred (reference {reference})."
    try:
        path = load_settings().data / "errors.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"--- {stamp} reference {reference}\n{told}\n")
    except (OSError, FactdeskError):
        return f"{begin} Run the command again as `factdesk --debug ...` to see its traceback."
    return f"{begin} Its traceback is in {path}; send it with your report."
