"""Logging to stderr, as text or as JSON lines."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Literal

_TEXT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s%(of_file)s"
_KNOWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "of_file"}
# At DEBUG these log every request or parsed line and would bury everything else.
_VERBOSE_LOGGERS = ("asyncio", "charset_normalizer", "htmldate", "markdown_it", "trafilatura", "urllib3")


_file: ContextVar[str | None] = ContextVar("file", default=None)


@contextmanager
def reading_file(path: str) -> Iterator[None]:
    """Name a file in all log lines of the block."""
    token = _file.set(path)
    try:
        yield
    finally:
        _file.reset(token)


def _add_file(record: logging.LogRecord) -> bool:
    path = _file.get()
    if path is not None:
        record.file = path
    record.of_file = f" [{path}]" if path is not None else ""
    return True


class JsonLines(logging.Formatter):
    """Formats a record as a JSON object: time (UTC), level, logger, message."""

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
    """Log to stderr at `level`; a second call replaces the first."""
    handler = logging.StreamHandler(sys.stderr)
    handler.set_name("factdesk")
    handler.addFilter(_add_file)
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter(_TEXT, "%H:%M:%S"))
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if handler.get_name() == "factdesk"]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _VERBOSE_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)  # noqa: FBT003 - the standard library's signature
