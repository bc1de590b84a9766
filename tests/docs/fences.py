"""Code that stands in a page, by the comment above it."""

from __future__ import annotations

import re


def fence(page: str, mark: str) -> str:
    """Return the fenced code below `<!-- mark -->` or `<!-- mark: ... -->`."""
    found = re.search(rf"^<!-- {mark}\b[^\n]*-->\n```\w+\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert found, f"no fence is marked {mark!r}"
    return found[1]
