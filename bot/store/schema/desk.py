"""Tables of the claims desk, as SQL; triggers refuse forbidden changes.

Only `desks` knows the guild; all other tables have the desk's id in their key. So a desk can move to another guild
with its log unchanged. Times are ISO 8601 in UTC, to the second.
"""

from __future__ import annotations

_STATUSES = "'open', 'checking', 'review', 'verdict', 'corrected', 'duplicate', 'declined'"

_PEOPLE = (
    """
    CREATE TABLE desks (
        id INTEGER PRIMARY KEY, guild_id INTEGER NOT NULL UNIQUE, set_up INTEGER NOT NULL DEFAULT 0,
        channel_id INTEGER, editor_role_id INTEGER, reviewer_role_id INTEGER,
        second_reader INTEGER NOT NULL DEFAULT 0, time_zone TEXT NOT NULL DEFAULT 'UTC', digest_hour INTEGER,
        ratings TEXT NOT NULL, forum INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    # The user and name of each number in the log. Erasure overwrites them here.
    """
    CREATE TABLE people (
        desk_id INTEGER NOT NULL REFERENCES desks (id), number INTEGER NOT NULL, user_id INTEGER, name TEXT NOT NULL,
        PRIMARY KEY (desk_id, number), UNIQUE (desk_id, user_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX people_user ON people (user_id)",
    # Completed interactions, which Discord may deliver again.
    """
    CREATE TABLE interactions (
        desk_id INTEGER NOT NULL REFERENCES desks (id), id TEXT NOT NULL, claim INTEGER NOT NULL, done_at TEXT NOT NULL,
        PRIMARY KEY (desk_id, id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX interactions_done_at ON interactions (done_at)",
)

# `flags`, `evidence`, `rating` and `source_changed` are denormalized for the lists. `claim_text` finds claims by the
# prefixes of words in text and title, for autocompletion.
_CLAIMS = (
    f"""
    CREATE TABLE claims (
        id INTEGER PRIMARY KEY, desk_id INTEGER NOT NULL REFERENCES desks (id), number INTEGER NOT NULL,
        text TEXT NOT NULL, why TEXT NOT NULL, status TEXT NOT NULL CHECK (status IN ({_STATUSES})),
        priority TEXT NOT NULL, due_at TEXT, assignee INTEGER, created_at TEXT NOT NULL, changed_at TEXT NOT NULL,
        version INTEGER NOT NULL DEFAULT 0, flags INTEGER NOT NULL DEFAULT 0, evidence INTEGER NOT NULL DEFAULT 0,
        source_changed INTEGER NOT NULL DEFAULT 0, rating TEXT, duplicate_of INTEGER,
        external_id TEXT, title TEXT, url TEXT,
        channel_id INTEGER, message_id INTEGER, thread_id INTEGER,
        UNIQUE (desk_id, number),
        FOREIGN KEY (desk_id, assignee) REFERENCES people (desk_id, number),
        FOREIGN KEY (desk_id, duplicate_of) REFERENCES claims (desk_id, number),
        CHECK ((status = 'duplicate') = (duplicate_of IS NOT NULL))
    ) STRICT
    """,
    "CREATE INDEX claims_status ON claims (desk_id, status, number)",
    "CREATE INDEX claims_assignee ON claims (desk_id, assignee, number)",
    "CREATE INDEX claims_rating ON claims (desk_id, rating, number) WHERE rating IS NOT NULL",
    "CREATE INDEX claims_due ON claims (desk_id, status, due_at, number) WHERE due_at IS NOT NULL",
    "CREATE INDEX claims_duplicate ON claims (desk_id, duplicate_of) WHERE duplicate_of IS NOT NULL",
    "CREATE UNIQUE INDEX claims_external ON claims (desk_id, external_id) WHERE external_id IS NOT NULL",
    "CREATE VIRTUAL TABLE claim_text USING fts5(words, content='', prefix='1 2 3')",
    """
    CREATE TRIGGER claims_come_anew BEFORE INSERT ON claims
    WHEN EXISTS (SELECT 1 FROM claims WHERE desk_id = new.desk_id AND number = new.number OR id = new.id) BEGIN
        SELECT RAISE(ABORT, 'a claim can not be put in the place of another');
    END
    """,
    """
    CREATE TRIGGER claims_stay BEFORE DELETE ON claims BEGIN SELECT RAISE(ABORT, 'a claim can not be deleted'); END
    """,
    """
    CREATE TRIGGER claims_keep_their_words BEFORE UPDATE OF desk_id, number, text, created_at ON claims BEGIN
        SELECT RAISE(ABORT, 'the words of a claim can not be changed');
    END
    """,
    """
    CREATE TABLE tags (
        desk_id INTEGER NOT NULL, claim INTEGER NOT NULL, tag TEXT NOT NULL,
        PRIMARY KEY (desk_id, claim, tag), FOREIGN KEY (desk_id, claim) REFERENCES claims (desk_id, number)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX tags_tag ON tags (desk_id, tag, claim)",
    """
    CREATE TABLE flags (
        desk_id INTEGER NOT NULL, claim INTEGER NOT NULL, number INTEGER NOT NULL, person INTEGER NOT NULL,
        why TEXT NOT NULL, created_at TEXT NOT NULL, link TEXT, author INTEGER, written_at TEXT, snapshot TEXT,
        PRIMARY KEY (desk_id, claim, number), UNIQUE (desk_id, claim, person),
        FOREIGN KEY (desk_id, claim) REFERENCES claims (desk_id, number),
        FOREIGN KEY (desk_id, person) REFERENCES people (desk_id, number),
        FOREIGN KEY (desk_id, author) REFERENCES people (desk_id, number)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX flags_person ON flags (desk_id, person, claim)",
    "CREATE INDEX flags_author ON flags (desk_id, author) WHERE author IS NOT NULL",
    """
    CREATE TABLE watchers (
        desk_id INTEGER NOT NULL, claim INTEGER NOT NULL, person INTEGER NOT NULL,
        PRIMARY KEY (desk_id, claim, person),
        FOREIGN KEY (desk_id, claim) REFERENCES claims (desk_id, number),
        FOREIGN KEY (desk_id, person) REFERENCES people (desk_id, number)
    ) STRICT, WITHOUT ROWID
    """,
)

# A quote is pinned by its document's sha256; `checked_sha256` is the hash at the last check ('' without a document).
# `told` is 0 until a source change is posted in the claim's thread.
_EVIDENCE = (
    """
    CREATE TABLE evidence (
        desk_id INTEGER NOT NULL, claim INTEGER NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL,
        text TEXT NOT NULL, person INTEGER NOT NULL, created_at TEXT NOT NULL, document_id TEXT, sha256 TEXT,
        span_start INTEGER, span_end INTEGER, title TEXT, source TEXT, url TEXT,
        pin TEXT NOT NULL DEFAULT 'holds', found TEXT, checked_sha256 TEXT, checked_at TEXT,
        told INTEGER NOT NULL DEFAULT 1,
        PRIMARY KEY (desk_id, claim, number),
        FOREIGN KEY (desk_id, claim) REFERENCES claims (desk_id, number),
        FOREIGN KEY (desk_id, person) REFERENCES people (desk_id, number),
        CHECK (kind IN ('quote', 'link', 'note')), CHECK (pin IN ('holds', 'source changed', 'source gone')),
        CHECK ((kind = 'quote') = (document_id IS NOT NULL AND sha256 IS NOT NULL AND span_start <= span_end))
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX evidence_pins ON evidence (document_id, checked_sha256) WHERE kind = 'quote'",
    "CREATE INDEX evidence_untold ON evidence (desk_id, claim, number) WHERE told = 0",
    "CREATE INDEX evidence_created_at ON evidence (desk_id, created_at)",
    """
    CREATE TRIGGER evidence_stays_as_pinned
    BEFORE UPDATE OF desk_id, claim, number, kind, text, person, created_at, document_id, sha256, span_start, span_end
    ON evidence BEGIN
        SELECT RAISE(ABORT, 'evidence can not be changed');
    END
    """,
    """
    CREATE TABLE sightings (
        id INTEGER PRIMARY KEY, desk_id INTEGER NOT NULL, claim INTEGER NOT NULL, document_id TEXT NOT NULL,
        title TEXT NOT NULL, span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, text TEXT NOT NULL,
        found_at TEXT NOT NULL, posted_at TEXT, UNIQUE (desk_id, claim, document_id),
        FOREIGN KEY (desk_id, claim) REFERENCES claims (desk_id, number)
    ) STRICT
    """,
    "CREATE INDEX sightings_unposted ON sightings (id) WHERE posted_at IS NULL",
    "CREATE INDEX sightings_found_at ON sightings (desk_id, found_at)",
    # The generation up to which articles were searched for watched claims.
    "ALTER TABLE state ADD COLUMN watched INTEGER NOT NULL DEFAULT 0",
    "UPDATE state SET watched = generation",
)

# OCR makes a quote's text less reliable; the label stays with the quote after its document is gone.
EVIDENCE_BY_OCR = (
    "ALTER TABLE evidence ADD COLUMN read_by_ocr INTEGER NOT NULL DEFAULT 0",
    """
    UPDATE evidence SET read_by_ocr = 1 WHERE kind = 'quote' AND EXISTS (
        SELECT 1 FROM documents d WHERE d.id = evidence.document_id AND d.sha256 = evidence.sha256 AND d.read_by_ocr
    )
    """,
    """
    CREATE TRIGGER evidence_keeps_its_ocr_label BEFORE UPDATE OF read_by_ocr ON evidence BEGIN
        SELECT RAISE(ABORT, 'evidence can not be changed');
    END
    """,
)

_VERDICTS = (
    """
    CREATE TABLE verdicts (
        desk_id INTEGER NOT NULL, claim INTEGER NOT NULL, number INTEGER NOT NULL, rating TEXT NOT NULL,
        explanation TEXT NOT NULL, author INTEGER NOT NULL, created_at TEXT NOT NULL, evidence TEXT NOT NULL,
        needs_second INTEGER NOT NULL, second_reader INTEGER, approved_at TEXT, url TEXT,
        byline TEXT, published TEXT, imported INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (desk_id, claim, number),
        FOREIGN KEY (desk_id, claim) REFERENCES claims (desk_id, number),
        FOREIGN KEY (desk_id, author) REFERENCES people (desk_id, number),
        FOREIGN KEY (desk_id, second_reader) REFERENCES people (desk_id, number),
        CONSTRAINT second_reader_is_somebody_else CHECK (second_reader <> author),
        CONSTRAINT approved_by_second_reader CHECK (
            approved_at IS NULL OR needs_second = 0 OR second_reader IS NOT NULL
        )
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TRIGGER verdicts_need_what_the_desk_asks BEFORE INSERT ON verdicts
    WHEN new.imported = 0 AND new.needs_second < (SELECT second_reader FROM desks WHERE id = new.desk_id) BEGIN
        SELECT RAISE(ABORT, 'this desk asks for a second reader');
    END
    """,
    """
    CREATE TRIGGER verdicts_come_anew BEFORE INSERT ON verdicts
    WHEN EXISTS (
        SELECT 1 FROM verdicts WHERE desk_id = new.desk_id AND claim = new.claim AND number >= new.number
    ) BEGIN
        SELECT RAISE(ABORT, 'a verdict can not be put in the place of another');
    END
    """,
    """
    CREATE TRIGGER verdicts_stay BEFORE DELETE ON verdicts BEGIN
        SELECT RAISE(ABORT, 'a verdict can not be deleted');
    END
    """,
    """
    CREATE TRIGGER verdicts_are_not_edited BEFORE UPDATE OF
        desk_id, claim, number, rating, explanation, author, created_at, evidence, needs_second, byline, published,
        imported
    ON verdicts BEGIN
        SELECT RAISE(ABORT, 'a verdict can not be edited');
    END
    """,
    """
    CREATE TRIGGER verdicts_are_approved_once BEFORE UPDATE OF second_reader, approved_at ON verdicts
    WHEN old.approved_at IS NOT NULL BEGIN
        SELECT RAISE(ABORT, 'a verdict is approved once');
    END
    """,
    """
    CREATE TRIGGER claims_are_ruled_by_verdicts BEFORE UPDATE OF status ON claims
    WHEN new.status IN ('verdict', 'corrected') AND NOT EXISTS (
        SELECT 1 FROM verdicts WHERE desk_id = new.desk_id AND claim = new.number AND approved_at IS NOT NULL
    ) BEGIN
        SELECT RAISE(ABORT, 'a claim is ruled by a verdict in force');
    END
    """,
)

# INSERT OR REPLACE would bypass the triggers on UPDATE and DELETE, so a new row must have the next number.
_EVENTS = (
    """
    CREATE TABLE events (
        desk_id INTEGER NOT NULL REFERENCES desks (id), number INTEGER NOT NULL, claim INTEGER, action TEXT NOT NULL,
        at TEXT NOT NULL, person INTEGER, before TEXT NOT NULL, after TEXT NOT NULL,
        previous TEXT NOT NULL, hash TEXT NOT NULL,
        PRIMARY KEY (desk_id, number),
        FOREIGN KEY (desk_id, claim) REFERENCES claims (desk_id, number),
        FOREIGN KEY (desk_id, person) REFERENCES people (desk_id, number)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX events_claim ON events (desk_id, claim, number)",
    """
    CREATE TRIGGER events_follow_one_another BEFORE INSERT ON events
    WHEN (new.number, new.previous) IS NOT (
        SELECT coalesce(max(number), 0) + 1,
            coalesce((SELECT hash FROM events WHERE desk_id = new.desk_id ORDER BY number DESC LIMIT 1), '')
        FROM events WHERE desk_id = new.desk_id
    ) BEGIN
        SELECT RAISE(ABORT, 'an event follows the last one');
    END
    """,
    """
    CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events BEGIN
        SELECT RAISE(ABORT, 'an event can not be changed');
    END
    """,
    """
    CREATE TRIGGER events_stay BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'an event can not be deleted'); END
    """,
)

# `claim` is 0 for messages about the whole desk. A message reserved (`taken_at`) but not sent is reserved again.
_SCHEDULES = (
    """
    CREATE TABLE schedules (
        id INTEGER PRIMARY KEY, desk_id INTEGER NOT NULL REFERENCES desks (id), kind TEXT NOT NULL,
        claim INTEGER NOT NULL, due_at TEXT NOT NULL, taken_at TEXT, sent_at TEXT, since TEXT,
        UNIQUE (desk_id, kind, claim)
    ) STRICT
    """,
    "CREATE INDEX schedules_due_at ON schedules (due_at)",
)

# Tables that the lists of claims read; the log of events has a check of its own (`claims verify-log`).
DESK_TABLES = (
    *("desks", "people", "claims", "tags", "flags", "kept_files", "watchers", "evidence", "verdicts"),
    "page_copies",
)

DESK = (*_PEOPLE, *_CLAIMS, *_EVIDENCE, *_VERDICTS, *_EVENTS, *_SCHEDULES)

DRAFTS = (
    """
    CREATE TABLE drafts (
        id TEXT PRIMARY KEY, user_id INTEGER NOT NULL, author_id INTEGER, touched_at TEXT NOT NULL, body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX drafts_touched_at ON drafts (touched_at)",
)

VERDICT_NEWS = """
    CREATE TABLE verdict_news (
        desk_id INTEGER NOT NULL, claim INTEGER NOT NULL, person INTEGER NOT NULL, ruled_at TEXT NOT NULL,
        PRIMARY KEY (desk_id, claim, person)
    ) STRICT, WITHOUT ROWID
"""
