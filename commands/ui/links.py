"""Masked links."""

from __future__ import annotations

import re

from commands.ui.truncate import cut_line

_LINKABLE = re.compile(r"https?://[^\s<>()\[\]\\]{3,500}")


def link(text: str, url: str) -> str:
    """Return a masked link, or the bare address of an unsafe one."""
    return f"[{text}](<{url}>)" if _LINKABLE.fullmatch(url) else f"{text}: {cut_line(url, 200)}"
