"""Record of a file, or of a part of one, that could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class QuarantinedItem:
    """A file, or one `record` of a .jsonl file, without a document. `reason` ends the sentence "<path> ...".

    `version` names the factdesk and the readers that tried it last.
    """

    folder: str
    path: str
    record: str | None
    reason: str
    since: datetime
    version: str
