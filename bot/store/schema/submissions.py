"""The table of articles handed in from Discord, as SQL."""

from __future__ import annotations

# `path` is the file below the folder of submitted articles, `name` what its sender called it. Numbers are never used
# again, so that no old button means another row. A forgotten user leaves no `user_id`.
SUBMISSIONS = """
    CREATE TABLE submissions (
        id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
        sha256 TEXT NOT NULL UNIQUE, guild_id INTEGER NOT NULL, user_id INTEGER, submitted_at TEXT NOT NULL
    ) STRICT
"""
