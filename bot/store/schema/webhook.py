"""The table of the webhook, as SQL."""

from __future__ import annotations

# The last event of each desk's log that was looked at; its messages wait in the outbox with the kind 'webhook'.
WEBHOOK_CURSORS = """
    CREATE TABLE webhook_cursors (
        desk_id INTEGER PRIMARY KEY REFERENCES desks (id), event INTEGER NOT NULL
    ) STRICT
"""
