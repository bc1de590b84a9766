"""Tables of the outbox: messages to send to Discord, with their recipients."""

from __future__ import annotations

# `claim` is 0 for messages to the whole desk. `subject` tells messages of one kind apart; the same one is queued once,
# and `revision` counts how often. `posted` is 1 once the part for the thread was sent. `nonce` is Discord's key against
# sending twice. A person is erased in `people`; no text of theirs is kept here.
OUTBOX = (
    """
    CREATE TABLE outbox (
        id INTEGER PRIMARY KEY, desk_id INTEGER NOT NULL REFERENCES desks (id), claim INTEGER NOT NULL,
        kind TEXT NOT NULL, subject INTEGER NOT NULL, person INTEGER, body TEXT NOT NULL,
        created_at TEXT NOT NULL, queued_at TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, retry_at TEXT,
        posted INTEGER NOT NULL DEFAULT 0, revision INTEGER NOT NULL DEFAULT 0, nonce TEXT NOT NULL,
        UNIQUE (desk_id, claim, kind, subject),
        FOREIGN KEY (desk_id, person) REFERENCES people (desk_id, number)
    ) STRICT
    """,
    "CREATE INDEX outbox_order ON outbox (desk_id, claim, id)",
    """
    CREATE TABLE outbox_recipients (
        message INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
        desk_id INTEGER NOT NULL, person INTEGER NOT NULL,
        PRIMARY KEY (message, person), FOREIGN KEY (desk_id, person) REFERENCES people (desk_id, number)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX outbox_recipients_person ON outbox_recipients (desk_id, person)",
)

# The outbox takes over what earlier versions kept in three tables; the terminal's own desk (guild 0) sends nothing.
OUTBOX_FROM_EARLIER = (
    """
    INSERT INTO outbox (desk_id, claim, kind, subject, body, created_at, queued_at, nonce)
    SELECT n.desk_id, n.claim, 'verdict', 0, '', min(n.ruled_at), max(n.ruled_at), lower(hex(randomblob(6)))
    FROM verdict_news n JOIN desks d ON d.id = n.desk_id WHERE d.guild_id <> 0 GROUP BY n.desk_id, n.claim
    """,
    """
    INSERT INTO outbox_recipients
    SELECT o.id, o.desk_id, n.person FROM outbox o JOIN verdict_news n ON n.desk_id = o.desk_id AND n.claim = o.claim
    """,
    """
    INSERT INTO outbox (desk_id, claim, kind, subject, body, created_at, queued_at, nonce)
    SELECT s.desk_id, s.claim, 'mention', s.id, '', s.found_at, s.found_at, lower(hex(randomblob(6)))
    FROM sightings s JOIN desks d ON d.id = s.desk_id WHERE s.posted_at IS NULL AND d.guild_id <> 0 ORDER BY s.id
    """,
    """
    INSERT INTO outbox (desk_id, claim, kind, subject, body, created_at, queued_at, nonce)
    SELECT e.desk_id, e.claim, 'source', e.number, '', e.checked_at, e.checked_at, lower(hex(randomblob(6)))
    FROM evidence e JOIN desks d ON d.id = e.desk_id
    WHERE e.told = 0 AND e.checked_at IS NOT NULL AND d.guild_id <> 0 ORDER BY e.checked_at
    """,
    """
    INSERT INTO outbox_recipients
    SELECT o.id, o.desk_id, w.person FROM outbox o JOIN watchers w ON w.desk_id = o.desk_id AND w.claim = o.claim
    WHERE o.kind IN ('mention', 'source')
    """,
    "DROP TABLE verdict_news",
    "DROP INDEX sightings_unposted",
    "ALTER TABLE sightings DROP COLUMN posted_at",
    "DROP INDEX evidence_untold",
    "ALTER TABLE evidence DROP COLUMN told",
    "ALTER TABLE schedules DROP COLUMN taken_at",
)
