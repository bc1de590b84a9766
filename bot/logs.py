"""Logging: set up once by each door, to stderr, as text for people or as JSON lines for a collector."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Literal

_TEXT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_KNOWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# These tell of every request and every parsed line; at DEBUG they would bury everything else.
_LOUD = ("asyncio", "charset_normalizer", "htmldate", "markdown_it", "trafilatura", "urllib3")


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, what was given as `extra`, and a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key not in _KNOWN and key not in line}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up_logging(level: str, form: Literal["text", "json"]) -> None:
    """Send all logging to stderr at `level`; a second call replaces the first."""
    handler = logging.StreamHandler(sys.stderr)
    handler.set_name("factdesk")
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter(_TEXT, "%H:%M:%S"))
    root = logging.getLogger()
    for old in [each for each in root.handlers if each.get_name() == "factdesk"]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)  # noqa: FBT003 - the standard library's signature
