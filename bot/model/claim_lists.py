"""Orders of a list of claims."""

from __future__ import annotations

from enum import StrEnum


class ClaimOrder(StrEnum):
    """Order of a list: `DUE` and `PRIORITY` put claims in work first."""

    NEWEST = "newest first"
    DUE = "due first"
    PRIORITY = "highest priority first"
    FLAGS = "most flagged first"
