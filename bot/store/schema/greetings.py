"""The table of greetings after joining a server, as SQL."""

from __future__ import annotations

# A row is written before its greeting is sent, and stays, so that no server is greeted twice. It belongs to no desk: a
# row in `desks` would keep the newsroom's own desk from moving to the server. `nonce` is Discord's key against sending
# twice.
GREETINGS = """
    CREATE TABLE greetings (
        guild_id INTEGER PRIMARY KEY, queued_at TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, retry_at TEXT,
        nonce TEXT NOT NULL, done_at TEXT
    ) STRICT
"""
