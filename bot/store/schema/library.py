"""Tables of documents, attributions, answers and derived data, as SQL."""

from __future__ import annotations

# `generation` counts the changes of the documents; the passage index carries the generation it was built from.
FIRST_TABLES = (
    """
    CREATE TABLE documents (
        id TEXT PRIMARY KEY, folder TEXT NOT NULL, path TEXT NOT NULL,
        sha256 TEXT NOT NULL, name TEXT NOT NULL, title TEXT, outlet TEXT, authors TEXT NOT NULL, published TEXT,
        url TEXT, blocks TEXT NOT NULL, generation INTEGER NOT NULL, text TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX documents_place ON documents (folder, path, id, sha256)",
    "CREATE INDEX documents_generation ON documents (generation)",
    # A covering index for autocompletion, which would otherwise scan the texts.
    "CREATE INDEX documents_heading ON documents (coalesce(title, name) COLLATE NOCASE, id, name, title, outlet)",
    "CREATE INDEX documents_outlet ON documents (outlet)",
    """
    CREATE TABLE files (
        folder TEXT NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
        sha256 TEXT NOT NULL, reading INTEGER NOT NULL, reason TEXT,
        PRIMARY KEY (folder, path)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE TABLE removals (document_id TEXT PRIMARY KEY, generation INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE state (generation INTEGER NOT NULL) STRICT",
    "INSERT INTO state (generation) VALUES (0)",
    """
    CREATE TABLE attributions (
        document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        version TEXT NOT NULL, sha256 TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (document_id, version)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE answers (
        id TEXT PRIMARY KEY, guild_id INTEGER, channel_id INTEGER NOT NULL, user_id INTEGER,
        visibility TEXT NOT NULL, created_at TEXT NOT NULL, body TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX answers_created_at ON answers (created_at)",
)

# `voices` are speakers. `mentions` counts the rows of `voices` with the name; triggers delete unused names.
SPEAKER_TABLES = (
    "DELETE FROM attributions",
    """
    CREATE TABLE voice_names (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, words TEXT NOT NULL, tail TEXT NOT NULL,
        acronym TEXT, mentions INTEGER NOT NULL DEFAULT 0, UNIQUE (name, kind)
    ) STRICT
    """,
    "CREATE INDEX voice_names_tail ON voice_names (tail)",
    "CREATE INDEX voice_names_acronym ON voice_names (acronym)",
    "CREATE INDEX voice_names_words ON voice_names (words)",
    """
    CREATE TABLE voices (
        document_id TEXT NOT NULL, version TEXT NOT NULL, position INTEGER NOT NULL,
        name_id INTEGER NOT NULL REFERENCES voice_names (id), role TEXT NOT NULL, own INTEGER NOT NULL,
        PRIMARY KEY (document_id, version, position, name_id),
        FOREIGN KEY (document_id, version) REFERENCES attributions (document_id, version) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX voices_name ON voices (name_id)",
    """
    CREATE TRIGGER voices_come AFTER INSERT ON voices BEGIN
        UPDATE voice_names SET mentions = mentions + 1 WHERE id = new.name_id;
    END
    """,
    """
    CREATE TRIGGER voices_go AFTER DELETE ON voices BEGIN
        UPDATE voice_names SET mentions = mentions - 1 WHERE id = old.name_id;
        DELETE FROM voice_names WHERE id = old.name_id AND mentions = 0;
    END
    """,
)

HEADINGS = (
    "ALTER TABLE documents ADD COLUMN heading TEXT",
    "DROP INDEX documents_heading",
    """
    CREATE INDEX documents_heading ON documents
        (coalesce(title, heading, name) COLLATE NOCASE, id, name, title, heading, outlet)
    """,
)

# An unanswered question with near misses showed the nearest passage: the state "closest" of today.
ANSWER_STATES = """
    UPDATE answers SET body = json_set(
        json_remove(body, '$.answered'),
        '$.state', CASE
            WHEN json_extract(body, '$.answered') THEN 'answered'
            WHEN json_array_length(body, '$.near_misses') > 0 THEN 'closest'
            ELSE 'nothing'
        END,
        '$.headline', CASE
            WHEN json_extract(body, '$.headline') <> 'Nothing in the corpus says this.'
                THEN json_extract(body, '$.headline')
            WHEN json_array_length(body, '$.near_misses') > 0 THEN 'No passage clearly answers this.'
            ELSE 'No passage in the articles matched.'
        END
    )
    WHERE json_valid(body) AND json_type(body, '$.answered') IS NOT NULL AND json_type(body, '$.state') IS NULL
"""

# A row is valid for one text: reads compare `sha256`, and a change of the document deletes its rows.
DERIVED = (
    """
    CREATE TABLE sentence_vectors (
        document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        model TEXT NOT NULL, version TEXT NOT NULL, sha256 TEXT NOT NULL, rows INTEGER NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (document_id, model, version)
    ) STRICT
    """,
    """
    CREATE TABLE document_units (
        document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        version TEXT NOT NULL, sha256 TEXT NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (document_id, version)
    ) STRICT
    """,
)

# A word's vector depends on the model alone, not on a document.
WORD_VECTORS = """
    CREATE TABLE word_vectors (
        model TEXT NOT NULL, word TEXT NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (model, word)
    ) STRICT
"""

# The time of a file's last change that no program can set back; 0 for a file that is to be compared again.
FILE_CHANGES = "ALTER TABLE files ADD COLUMN ctime_ns INTEGER NOT NULL DEFAULT 0"

ANSWER_MESSAGES = (
    "ALTER TABLE answers ADD COLUMN message_id INTEGER",
    "CREATE INDEX answers_message_id ON answers (message_id)",
    "CREATE INDEX answers_channel_id ON answers (channel_id)",
)

# `shared_lines` counts the articles of one outlet that hold a line; `line` is a hash of both.
READING = (
    "ALTER TABLE documents ADD COLUMN read_in_part INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX documents_read_in_part ON documents (id) WHERE read_in_part",
    "CREATE TABLE shared_lines (line INTEGER PRIMARY KEY, articles INTEGER NOT NULL) STRICT",
)

# `metadata` is a hash of the metadata beside a file; a file that `needs_ocr` is read again once OCR is possible.
FORMATS = (
    "ALTER TABLE documents ADD COLUMN read_by_ocr INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE documents ADD COLUMN details TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE files ADD COLUMN metadata TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE files ADD COLUMN needs_ocr INTEGER NOT NULL DEFAULT 0",
)

# `person` and `asker` are pseudonyms under the database's secret: one for each user, without the user id.
FEEDBACK = (
    "CREATE TABLE feedback_secret (value BLOB NOT NULL) STRICT",
    "INSERT INTO feedback_secret VALUES (randomblob(32))",
    """
    CREATE TABLE answer_feedback (
        id INTEGER PRIMARY KEY, answer_id TEXT NOT NULL, guild_id INTEGER, person TEXT NOT NULL, asker TEXT,
        answers INTEGER NOT NULL, question TEXT NOT NULL, limits TEXT NOT NULL, state TEXT NOT NULL,
        intent TEXT NOT NULL, quotes TEXT NOT NULL, generation INTEGER NOT NULL, given_at TEXT NOT NULL,
        UNIQUE (answer_id, person)
    ) STRICT
    """,
    "CREATE INDEX answer_feedback_person ON answer_feedback (person)",
    "CREATE INDEX answer_feedback_asker ON answer_feedback (asker)",
)

QUARANTINE = """
    CREATE TABLE quarantine (
        folder TEXT NOT NULL, path TEXT NOT NULL, record TEXT NOT NULL, reason TEXT NOT NULL,
        since TEXT NOT NULL, version TEXT NOT NULL,
        PRIMARY KEY (folder, path, record)
    ) STRICT
"""
