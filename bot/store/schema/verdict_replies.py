"""Table and settings of the replies to repeated false claims, as SQL."""

from __future__ import annotations

# A row is written before its reply is sent, so that no message gets a second one. It tells neither the text nor the
# author of the message. `reply_channels` is a JSON list of ids.
VERDICT_REPLIES = (
    "ALTER TABLE desks ADD COLUMN reply_channels TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE desks ADD COLUMN reply_rating TEXT",
    """
    CREATE TABLE verdict_replies (
        desk_id INTEGER NOT NULL, message_id INTEGER NOT NULL, channel_id INTEGER NOT NULL, claim INTEGER NOT NULL,
        replied_at TEXT NOT NULL,
        PRIMARY KEY (desk_id, message_id),
        FOREIGN KEY (desk_id, claim) REFERENCES claims (desk_id, number)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX verdict_replies_replied_at ON verdict_replies (desk_id, replied_at)",
)
