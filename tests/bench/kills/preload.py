"""Imports of the process that all killed processes are forked from."""

from __future__ import annotations

import sqlite_utils  # noqa: F401
import tantivy  # noqa: F401

from bot.store.sqlite import migrations  # noqa: F401
from tests.bench.kills import kinds, small  # noqa: F401
