"""Tables of watched questions and of the articles found for them, as SQL."""

from __future__ import annotations

# `since` is the generation of articles at the time of the watch: only later ones are news. AUTOINCREMENT, because a
# button in an old message holds the number: it must never stop another watch. A find stays after its message was sent,
# so that the article is not posted again, but its `finding` is emptied. `post` numbers the messages of a desk.
QUESTION_WATCHES = (
    """
    CREATE TABLE question_watches (
        id INTEGER PRIMARY KEY AUTOINCREMENT, desk_id INTEGER NOT NULL REFERENCES desks (id),
        channel_id INTEGER NOT NULL, user_id INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL,
        visibility TEXT NOT NULL, since INTEGER NOT NULL, created_at TEXT NOT NULL,
        CHECK (kind IN ('question', 'phrase')), CHECK (visibility IN ('public', 'private'))
    ) STRICT
    """,
    "CREATE INDEX question_watches_desk ON question_watches (desk_id, user_id)",
    """
    CREATE TABLE question_finds (
        watch INTEGER NOT NULL REFERENCES question_watches (id) ON DELETE CASCADE, document_id TEXT NOT NULL,
        state TEXT NOT NULL, finding TEXT, post INTEGER, found_at TEXT NOT NULL,
        PRIMARY KEY (watch, document_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX question_finds_post ON question_finds (post)",
    "ALTER TABLE state ADD COLUMN questions_asked INTEGER NOT NULL DEFAULT 0",
    "UPDATE state SET questions_asked = generation",
)
