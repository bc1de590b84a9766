"""Each step from an older file to this version's tables."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
import sqlite_utils

from bot.model.claim_provenance import ClaimProvenance
from bot.model.claims import RATING_VALUES, RATINGS, CardLocation
from bot.model.documents import ReadingDetails
from bot.model.saved_texts import SavedTextKind
from bot.model.spans import Span
from bot.store import packing
from bot.store.desk import (
    claim_details,
    claim_search,
    claims,
    desks,
    draft_checks,
    greetings,
    question_watches,
    saved_texts,
)
from bot.store.library import (
    answers,
    attributions,
    document_units,
    documents,
    files,
    packed_texts,
    sentence_vectors,
    submissions,
    word_vectors,
)
from bot.store.sqlite import database, migrations

TABLES = {
    "documents",
    "files",
    "removals",
    "state",
    "attributions",
    "attribution_bodies",
    "answers",
    "voices",
    "voice_names",
    "drafts",
    "draft_checks",
    "outbox",
    "outbox_recipients",
    "document_units",
    "sentence_vectors",
    "word_vectors",
    "answer_feedback",
    "quarantine",
    "feedback_secret",
    "shared_lines",
    "question_watches",
    "question_finds",
    "submissions",
}
DESK_TABLES = {
    *("kept_files", "file_contents", "greetings"),
    *{"desks", "people", "interactions", "claims", "tags", "flags", "watchers", "evidence", "sightings"},
    *{"verdicts", "events", "schedules", "salts", "webhook_cursors", "verdict_replies", "saved_texts", "page_copies"},
}
_PLAIN = (("documents", "text"), ("documents", "blocks"), ("attributions", "body"))
INDEX_TABLES = ("claim_words", "claim_terms", "claim_text")  # FTS5's own


def _fresh(tmp_path: Path) -> sqlite_utils.Database:
    db = sqlite_utils.Database(tmp_path / "old.db")
    packing.install(db.conn)
    return db


def test_the_version_counts_the_steps() -> None:
    db = sqlite_utils.Database(memory=True)
    assert len(migrations.steps.pending(db)) == database.SCHEMA_VERSION
    db.close()


def test_the_steps_make_every_table_strict_and_start_counting(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    with db.atomic():
        migrations.migrate(db)
    ours = {table.name for table in db.tables if not table.name.startswith(("_sqlite", "sqlite_", *INDEX_TABLES))}
    assert ours == TABLES | DESK_TABLES
    assert all(db.table(name).strict for name in ours)
    assert list(db.query("SELECT * FROM state")) == [{"generation": 0, "watched": 0, "questions_asked": 0}]
    assert db.execute("PRAGMA user_version").fetchone() == (database.SCHEMA_VERSION,)
    db.close()


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.migrate(db)
    schema = db.schema
    migrations.migrate(db)
    assert db.schema == schema
    db.close()


def test_speakers_are_added_to_an_older_file_and_attributions_computed_again(
    tmp_path: Path,
) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="voices")
    document = dict.fromkeys(("id", "folder", "path", "sha256", "name", "authors", "blocks", "text"), "")
    db.table("documents").insert(document | {"id": "d", "text": "The ferry sank.", "generation": 3})
    db.table("attributions").insert({"document_id": "d", "version": "1", "sha256": "", "body": "[]"})
    migrations.migrate(db)
    assert [row["text"] for row in db.table("documents").rows] == ["The ferry sank."]
    assert [db.table(name).count for name in ("attributions", "voices", "voice_names")] == [0, 0, 0]
    assert db.execute("PRAGMA user_version").fetchone() == (database.SCHEMA_VERSION,)
    db.close()


def test_the_desk_is_added_to_an_older_file_and_its_articles_are_not_searched(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="desk")
    document = dict.fromkeys(("id", "folder", "path", "sha256", "name", "authors", "blocks", "text"), "")
    db.table("documents").insert(document | {"id": "d", "text": "The ferry sank.", "generation": 7})
    db.execute("UPDATE state SET generation = 7")
    db.table("answers").insert(
        {"id": "1", "channel_id": 2, "visibility": "private", "created_at": "2026-11-20", "body": "{}"}
    )
    migrations.migrate(db)
    assert [row["text"] for row in db.table("documents").rows] == ["The ferry sank."]
    assert db.table("answers").count == 1
    assert list(db.query("SELECT * FROM state")) == [{"generation": 7, "watched": 7, "questions_asked": 7}]
    assert [db.table(name).count for name in sorted(DESK_TABLES)] == [0] * len(DESK_TABLES)
    assert db.execute("PRAGMA user_version").fetchone() == (database.SCHEMA_VERSION,)
    db.close()


def test_the_claim_index_is_added_to_an_older_file_and_lacks_its_claims(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="claim_index")
    db.table("desks").insert({"id": 1, "guild_id": 0, "ratings": "[]"})
    claim = dict.fromkeys(("why", "priority", "created_at", "changed_at"), "")
    db.table("claims").insert(claim | {"desk_id": 1, "number": 1, "text": "The ferry sank.", "status": "open"})
    migrations.migrate(db)
    assert [row["text"] for row in db.table("claims").rows] == ["The ferry sank."]
    assert claim_search.size(db.conn) == 0
    assert claim_search.is_behind(db.conn)
    db.close()


def test_drafts_are_added_to_an_older_file_with_its_claims_unchanged(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="drafts")
    db.table("desks").insert({"guild_id": 5, "ratings": "[]"})
    db.table("people").insert({"desk_id": 1, "number": 1, "user_id": 9, "name": "Maria"})
    migrations.migrate(db)
    assert [row["name"] for row in db.table("people").rows] == ["Maria"]
    assert db.table("drafts").count == 0
    assert db.execute("PRAGMA user_version").fetchone() == (database.SCHEMA_VERSION,)
    db.close()


def test_what_an_older_file_had_not_sent_is_in_the_outbox(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="outbox")
    for desk, guild in ((1, 0), (2, 5)):
        _add_unsent(db, desk, guild)
    migrations.migrate(db)
    rows = list(db.query("SELECT desk_id, claim, kind, subject, created_at FROM outbox ORDER BY id"))
    assert [tuple(row.values()) for row in rows] == [
        (2, 1, "verdict", 0, "2026-11-03"),
        (2, 1, "mention", 3, "2026-11-01"),
        (2, 1, "source", 1, "2026-11-02"),
    ]
    recipients = list(
        db.query("SELECT o.kind, r.person FROM outbox o JOIN outbox_recipients r ON r.message = o.id ORDER BY o.id")
    )
    assert [tuple(row.values()) for row in recipients] == [("verdict", 7), ("mention", 8), ("source", 8)]
    assert len({row["nonce"] for row in db.query("SELECT nonce FROM outbox")}) == 3
    db.close()


def _add_unsent(db: sqlite_utils.Database, desk: int, guild: int) -> None:
    """Add a claim with a mention, a changed source and a verdict that nobody was told of."""
    db.table("desks").insert({"id": desk, "guild_id": guild, "ratings": "[]"})
    for number in (7, 8):
        db.table("people").insert({"desk_id": desk, "number": number, "user_id": number, "name": ""})
    claim = dict.fromkeys(("why", "priority", "created_at", "changed_at"), "")
    db.table("claims").insert(claim | {"desk_id": desk, "number": 1, "text": "The ferry sank.", "status": "open"})
    about = {"desk_id": desk, "claim": 1}
    db.table("watchers").insert(about | {"person": 8})
    mention = {"title": "", "span_start": 0, "span_end": 1, "text": "", "found_at": "2026-11-01"}
    db.table("sightings").insert_all(
        about | mention | {"document_id": name, "posted_at": at} for name, at in (("d", None), ("e", "2026-11-02"))
    )
    evidence = {"number": 1, "kind": "link", "text": "", "person": 7, "created_at": "", "checked_at": "2026-11-02"}
    db.table("evidence").insert(about | evidence | {"told": 0})
    db.table("verdict_news").insert(about | {"person": 7, "ruled_at": "2026-11-03"})


def test_units_and_vectors_are_added_to_an_older_file(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="units_and_sentence_vectors")
    document = dict.fromkeys(("id", "folder", "path", "sha256", "name", "authors", "blocks", "text"), "")
    db.table("documents").insert(document | {"id": "d", "text": "The ferry sank.", "generation": 3})
    migrations.migrate(db)
    missing = [*document_units.missing(db.conn, "1", 9), *sentence_vectors.missing(db.conn, "m", "1", 9)]
    assert [document.id for document in missing] == ["d", "d"]


def test_word_vectors_are_added_to_an_older_file_with_its_sentence_vectors_unchanged(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="word_vectors")
    document = dict.fromkeys(("id", "folder", "path", "sha256", "name", "authors", "blocks", "text"), "")
    db.table("documents").insert(document | {"id": "d", "generation": 3})
    old = {"document_id": "d", "model": "m", "version": "1", "sha256": "", "rows": 0, "body": b""}
    db.table("sentence_vectors").insert(old)
    migrations.migrate(db)
    assert (word_vectors.count(db.conn, "m"), db.table("sentence_vectors").count) == (0, 1)
    db.close()


def test_earlier_quotes_take_the_ocr_label_of_the_document_that_they_were_pinned_to(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="evidence_by_ocr")
    db.table("desks").insert({"id": 1, "guild_id": 5, "ratings": "[]"})
    db.table("people").insert({"desk_id": 1, "number": 1, "user_id": 9, "name": "Maria"})
    claim = dict.fromkeys(("why", "priority", "created_at", "changed_at"), "")
    db.table("claims").insert(claim | {"desk_id": 1, "number": 1, "text": "The ferry sank.", "status": "open"})
    for id_, by_ocr in (("scan", 1), ("page", 0)):
        document = dict.fromkeys(("folder", "path", "name", "sha256", "authors", "text", "blocks"), "")
        db.table("documents").insert(
            document | {"id": id_, "path": id_, "sha256": id_, "generation": 1, "read_by_ocr": by_ocr}
        )
    piece = {"desk_id": 1, "claim": 1, "kind": "quote", "text": "It sank.", "person": 1, "created_at": "2026-11-01"}
    pins = [("scan", "scan"), ("page", "page"), ("scan", "an earlier scan"), ("gone", "gone")]
    for number, (document_id, sha256) in enumerate(pins, start=1):
        pin = {"number": number, "document_id": document_id, "sha256": sha256, "span_start": 0, "span_end": 8}
        db.table("evidence").insert(piece | pin)
    migrations.migrate(db)
    assert [row["read_by_ocr"] for row in db.query("SELECT read_by_ocr FROM evidence ORDER BY number")] == [1, 0, 0, 0]
    db.close()


def test_claims_of_an_older_file_have_no_copies_of_pages_and_may_get_some(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="page_copies")
    db.table("desks").insert({"id": 1, "guild_id": 5, "ratings": "[]"})
    db.table("people").insert({"desk_id": 1, "number": 1, "user_id": 9, "name": "Maria"})
    claim = dict.fromkeys(("why", "priority", "created_at", "changed_at"), "")
    db.table("claims").insert(claim | {"desk_id": 1, "number": 1, "text": "The ferry sank.", "status": "open"})
    migrations.migrate(db)
    assert [row["text"] for row in db.table("claims").rows] == ["The ferry sank."]
    assert db.table("page_copies").count == 0
    row = {"desk_id": 1, "claim": 1, "number": 1, "kind": "text", "url": "https://a.example", "state": "waiting"}
    db.table("page_copies").insert(row | {"person": 1, "created_at": "2026-11-02T09:00:00+00:00"})
    db.execute("UPDATE page_copies SET state = 'done', text = 'It sank.'")
    with pytest.raises(sqlite3.IntegrityError, match="a copy of a page can not be changed"):
        db.execute("UPDATE page_copies SET text = 'It floats.'")
    db.execute("UPDATE page_copies SET url = '[erased]', text = NULL")
    db.close()


def test_feedback_and_messages_are_added_to_an_older_file_with_its_answers_unchanged(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="answer_feedback")
    old = {"id": "1", "channel_id": 2, "visibility": "private", "created_at": "2026-11-20", "body": "{}"}
    db.table("answers").insert(old)
    migrations.migrate(db)
    assert [row["message_id"] for row in db.table("answers").rows] == [None]
    assert db.table("answer_feedback").count == 0
    assert [len(row["value"]) for row in db.table("feedback_secret").rows] == [32]
    assert db.execute("PRAGMA user_version").fetchone() == (database.SCHEMA_VERSION,)
    db.close()


def test_untitled_documents_of_an_older_file_get_their_opening_words(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="headings")
    document = dict.fromkeys(("folder", "path", "sha256", "name", "authors"), "")
    text = "## The ferry line\n\nIt will close. Nobody was asked."
    heading, paragraph = (
        '{"kind":"heading","span":{"start":0,"end":17}}',
        '{"kind":"paragraph","span":{"start":19,"end":51}}',
    )
    for id_, title, blocks in (
        ("headed", None, f"[{heading},{paragraph}]"),
        ("bare", None, f"[{paragraph}]"),
        ("titled", "Ferries", f"[{heading},{paragraph}]"),
    ):
        db.table("documents").insert(
            document | {"id": id_, "title": title, "text": text, "blocks": blocks, "generation": 1}
        )
    migrations.migrate(db)
    headings = {row["id"]: row["heading"] for row in db.table("documents").rows}
    assert headings == {"headed": "The ferry line", "bare": "It will close.", "titled": None}
    db.close()


def test_answers_of_an_older_file_load_with_a_state(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="answer_states")
    finding = '{"document":{"id":"d","name":"n","sha256":"s"},"quote":{"text":"Yes.","span":{"start":0,"end":4}}}'
    old = "Nothing in the corpus says this."
    bodies = {
        "answered": f'{{"question":"q","answered":true,"headline":"Ida","findings":[{finding}]}}',
        "closest": f'{{"question":"q","answered":false,"headline":"{old}","near_misses":[{finding}]}}',
        "nothing": f'{{"question":"q","answered":false,"headline":"{old}"}}',
        "declined": '{"question":"q","answered":false,"headline":"There is nothing to look up in this question."}',
    }
    for id_, body in bodies.items():
        db.table("answers").insert(
            {"id": id_, "channel_id": 2, "visibility": "private", "created_at": "2026-11-20", "body": body}
        )
    migrations.migrate(db)
    loaded = {id_: answers.get(db.conn, id_).answer for id_ in bodies}
    assert [answer.state.value for answer in loaded.values()] == ["answered", "closest", "nothing", "nothing"]
    assert loaded["answered"].findings[0].quote.text == "Yes."
    assert loaded["answered"].headline == "Ida"
    assert loaded["closest"].headline == "No passage clearly answers this."
    assert loaded["nothing"].headline == "No passage in the articles matched."
    assert loaded["declined"].headline == "There is nothing to look up in this question."
    db.close()


def test_documents_of_an_older_file_count_as_read_in_whole_until_they_are_read_again(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="reading")
    document = dict.fromkeys(("folder", "path", "sha256", "name", "authors", "blocks", "text"), "[]")
    db.table("documents").insert(document | {"id": "d", "generation": 1})
    migrations.migrate(db)
    assert [row["read_in_part"] for row in db.table("documents").rows] == [0]
    assert documents.read_in_part(db.conn) == []


def test_details_of_reading_are_added_to_an_older_file_with_its_documents_unchanged(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="formats")
    document = dict.fromkeys(("folder", "path", "sha256", "name"), "")
    db.table("documents").insert(
        document | {"id": "d", "authors": "[]", "blocks": "[]", "text": "Yes.", "generation": 1}
    )
    db.table("files").insert({"folder": "f", "path": "p", "size": 1, "mtime_ns": 2, "sha256": "s", "reading": 2})
    migrations.migrate(db)
    (loaded,) = documents.get(db.conn, ["d"]).values()
    assert (loaded.text, loaded.details, loaded.reference.read_by_ocr) == ("Yes.", ReadingDetails(), False)
    assert files.known(db.conn, "f")["p"] == files.StoredFile("p", 1, 2, 0, "s", 2)


def test_files_of_an_older_database_are_compared_once_again(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="file_changes")
    file = {"folder": "/a", "path": "ferry.txt", "size": 15, "mtime_ns": 7, "sha256": "s", "reading": 2}
    db.table("files").insert(file)
    migrations.migrate(db)
    assert list(db.table("files").rows) == [file | {"reason": None, "ctime_ns": 0, "metadata": "", "needs_ocr": 0}]
    assert files.known(db.conn, "/a") == {"ferry.txt": files.StoredFile("ferry.txt", 15, 7, 0, "s", 2)}
    db.close()


def test_claims_of_an_older_file_have_no_claimant_and_a_desk_with_the_usual_ratings_their_numbers(
    tmp_path: Path,
) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="provenance")
    for desk, ratings in ((1, RATINGS), (2, ("True", "Four ducks"))):
        db.table("desks").insert({"id": desk, "guild_id": desk, "ratings": json.dumps(ratings)})
    claim = dict.fromkeys(("why", "priority", "created_at", "changed_at"), "2026-11-01T09:00:00+00:00")
    claim |= {"desk_id": 1, "text": "It sank.", "status": "open", "priority": "normal", "external_id": "a1"}
    db.table("claims").insert(claim | {"number": 1})
    migrations.migrate(db)
    (known,) = claims.get(db.conn, 1, [1])
    assert (known.external_id, known.provenance) == ("a1", ClaimProvenance())
    assert [desks.settings(db.conn, guild).rating_values for guild in (1, 2)] == [RATING_VALUES, ()]
    db.table("claims").insert(claim | {"number": 2})
    assert [again.external_id for again in claims.get(db.conn, 1, [1, 2])] == ["a1", "a1"]
    db.close()


def test_claims_of_an_older_file_are_indexed_again(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="claim_bigrams")
    db.execute("INSERT INTO claim_words (rowid, words) VALUES (7, 'ferry')")
    migrations.migrate(db)
    assert claim_search.size(db.conn) == 0
    assert claim_search.frequencies(db.conn, ["ferry"]) == {}
    db.close()


def test_claims_of_an_older_file_stand_in_the_views_and_the_webhook_has_no_place_yet(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="public_views")
    db.table("desks").insert({"id": 1, "guild_id": 41, "ratings": "[]"})
    db.table("people").insert({"desk_id": 1, "number": 1, "name": "Maria"})
    times = {"created_at": "2026-11-01T09:00:00+00:00", "changed_at": "2026-11-01T09:00:00+00:00"}
    claim = {"desk_id": 1, "number": 1, "text": "It sank.", "why": "", "status": "open", "priority": "normal", **times}
    db.table("claims").insert(claim)
    verdict = {"desk_id": 1, "claim": 1, "number": 1, "rating": "False", "explanation": "", "author": 1}
    verdict |= {"created_at": times["created_at"], "evidence": "[]", "needs_second": 0}
    db.table("verdicts").insert(verdict | {"approved_at": times["created_at"]})
    migrations.migrate(db)
    assert db.execute("SELECT server, text, rating FROM public_claims").fetchall() == [("41", "It sank.", "False")]
    assert db.table("webhook_cursors").count == 0
    db.close()


def test_a_desk_of_an_older_file_replies_in_no_channel(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="verdict_replies")
    db.table("desks").insert({"id": 1, "guild_id": 7, "ratings": json.dumps(RATINGS), "digest_hour": 8})
    migrations.migrate(db)
    settings = desks.settings(db.conn, 7)
    assert (settings.digest_hour, settings.reply_channels, settings.reply_rating) == (8, (), None)
    db.close()


def test_a_desk_of_an_older_file_has_no_saved_filters_and_templates(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="saved_texts")
    db.table("desks").insert({"id": 1, "guild_id": 7, "ratings": json.dumps(RATINGS)})
    migrations.migrate(db)
    assert [saved_texts.on_shelf(db.conn, 1, saved_texts.Shelf(kind)) for kind in SavedTextKind] == [[], []]
    db.close()


def test_a_flag_of_an_older_file_has_no_attachments_and_its_card_holds_none(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="kept_files")
    times = {"created_at": "2026-11-01T09:00:00+00:00", "changed_at": "2026-11-01T09:00:00+00:00"}
    db.table("desks").insert({"id": 1, "guild_id": 41, "ratings": "[]"})
    db.table("people").insert({"desk_id": 1, "number": 1, "name": "Maria"})
    claim = {"desk_id": 1, "number": 1, "text": "It sank.", "why": "", "status": "open", "priority": "normal", **times}
    db.table("claims").insert(claim | {"channel_id": 3, "message_id": 4})
    flag = {"desk_id": 1, "claim": 1, "number": 1, "person": 1, "why": "", "created_at": times["created_at"]}
    db.table("flags").insert(flag)
    migrations.migrate(db)
    (known,) = claims.get(db.conn, 1, [1])
    assert claim_details.read(db.conn, 1, known).files == ()
    assert known.card == CardLocation(3, 4)
    db.close()


def test_an_older_file_has_no_checked_drafts(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="draft_checks")
    db.execute("INSERT INTO drafts VALUES ('1', 14, NULL, '2026-11-01T09:00:00+00:00', '{}')")
    migrations.migrate(db)
    assert draft_checks.of_person(db.conn, None, 14, "") == []
    assert db.table("drafts").count == 1
    db.close()


def test_articles_of_before_are_no_news_for_a_watched_question(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="question_watches")
    db.execute("UPDATE state SET generation = 7")
    migrations.migrate(db)
    assert question_watches.asked_generation(db.conn) == 7
    assert question_watches.to_ask(db.conn) == []
    db.close()


def test_the_servers_of_an_older_file_are_not_greeted_and_a_set_up_desk_never_is(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="greetings")
    db.table("desks").insert({"id": 1, "guild_id": 41, "ratings": "[]", "set_up": 1})
    migrations.migrate(db)
    now = "2026-11-01T09:00:00+00:00"
    assert greetings.due(db.conn, [41, 42], now, now) == []
    assert not greetings.put(db.conn, 41, now)
    assert greetings.put(db.conn, 42, now)
    assert [greeting.guild for greeting in greetings.due(db.conn, [41, 42], now, now)] == [42]
    db.close()


def test_an_older_file_has_no_articles_handed_in_from_discord(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="submissions")
    db.table("files").insert({"folder": "/a", "path": "b.txt", "size": 1, "mtime_ns": 1, "sha256": "x", "reading": 1})
    migrations.migrate(db)
    assert (submissions.count(db.conn), documents.title_of_copy(db.conn, "x")) == (0, "b.txt")
    db.close()


def test_texts_of_an_older_file_are_read_plain_and_then_packed(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.steps.apply(db, stop_before="packed_texts")
    document = dict.fromkeys(("folder", "path", "name", "authors", "blocks"), "[]")
    for id_, text in (("a", "The ferry sank."), ("b", ""), ("c", "Es fährt nicht. " * 99)):
        db.table("documents").insert(document | {"id": id_, "sha256": id_, "text": text, "generation": 1})
        body = '[{"kind":"direct","source":[],"cue":[],"content":[]}]'
        db.table("attributions").insert({"document_id": id_, "version": "1", "sha256": id_, "body": body})
    migrations.migrate(db)

    def readable() -> tuple[object, ...]:
        found = documents.get(db.conn, ["a", "b", "c"])
        references = [found[id_].reference for id_ in sorted(found)]
        said = attributions.get(db.conn, references, "1")
        texts = documents.texts(db.conn, ["a", "b", "c"])
        return found, texts, said, documents.excerpts(db.conn, [("c", Span(3, 8))])

    before = readable()
    assert [packed_texts.pack_some(db, 2) for _ in range(5)] == [2, 1, 2, 1, 0]
    assert readable() == before
    plain = [db.execute(f"SELECT sum(length({name})) FROM {table}").fetchone() for table, name in _PLAIN]
    assert plain == [(0,), (0,), (0,)]
    db.close()
