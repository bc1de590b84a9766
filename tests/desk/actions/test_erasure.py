"""A person is forgotten: name, messages, chosen texts, and every byte of them in the files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from bot.model.claim_input import NewClaim, NewEvidence
from bot.model.claims import Author, CardLocation, EvidenceKind, FlagSource
from bot.model.erasure import PersonalTextKind
from bot.model.notifications import OutboxKind
from bot.model.page_copies import CopyKind
from bot.model.witness import digest_line, read_lines
from tests.desk.conftest import BEN, GUILD, MARIA, READER, RUTH, DeskNewsroom
from tests.desk.tampering import tampered

LINK = "https://discord.com/channels/1/2/333444"
MESSAGE = FlagSource(LINK, Author(READER.user, "Zebulon Quist"), None, "The vicar of Ambridge sings badly.")


async def _written(room: DeskNewsroom) -> None:
    """Let the reader write whatever a person can write at the desk."""
    await room.by(BEN).flag(NewClaim("The vicar sings badly.", why="Ben asks.", origin=MESSAGE))
    await room.by(READER).flag(NewClaim("Pigeons read newspapers.", why="My neighbour Xaver told me."))
    await room.by(READER).add_flag(1, "I heard him myself.")
    note, link = (
        NewEvidence(EvidenceKind.NOTE, "Call me at 555-0199."),
        NewEvidence(EvidenceKind.LINK, "See my page.", url="https://xaver.example"),
    )
    await room.by(READER).add_evidence(2, [note, link])
    await room.by(MARIA).assign(2, Author(READER.user, "Zebulon Quist"))
    await room.by(READER).start(2)
    reader_as_editor = type(READER)(READER.user, "Zebulon Quist", is_editor=True)
    await room.by(reader_as_editor).decline(2, "Xaver took it back.")
    await room.by(MARIA).archive(1, CopyKind.TEXT, ["https://vicar.example"])


async def test_the_texts_of_a_person_are_listed_by_claim_with_a_name_for_each(room: DeskNewsroom) -> None:
    await _written(room)
    texts = await room.desk.personal_texts(READER.user)
    assert [(text.id, text.text) for text in texts] == [
        ("500/1/claim-1", "The vicar sings badly."),
        ("500/1/why-2", "I heard him myself."),
        ("500/1/link-1", LINK),
        ("500/1/copy-1", "https://vicar.example"),
        ("500/2/claim-1", "Pigeons read newspapers."),
        ("500/2/why-1", "My neighbour Xaver told me."),
        ("500/2/evidence-1", "Call me at 555-0199."),
        ("500/2/evidence-2", "See my page. https://xaver.example"),
        ("500/2/reason-8", "Xaver took it back."),
    ]
    assert {text.kind for text in texts} == set(PersonalTextKind) - {PersonalTextKind.ATTACHMENT}
    assert [text.name for text in texts[:3]] == [
        "the words of #1",
        "the reason to check #1",
        "the link to their message in #1",
    ]
    assert [text.id for text in await room.desk.personal_texts(BEN.user)] == ["500/1/claim-1", "500/1/why-1"]
    assert await room.desk.personal_texts(987) == []


async def test_chosen_texts_are_in_no_byte_of_the_files_and_others_are(room: DeskNewsroom) -> None:
    await _written(room)
    witness = list(read_lines(digest_line((await room.desk.log_heads())[0])))
    texts = await room.desk.personal_texts(READER.user)
    kept = {"500/2/why-1"}
    result = await room.desk.forget(READER.user, {text.id for text in texts} - kept)
    assert (result.desks, result.texts) == (1, len(texts) - len(kept))
    assert result.is_overwritten
    written = b"".join(path.read_bytes() for path in room.database.path.parent.iterdir())
    erased = ("Zebulon", "vicar", "333444", "I heard", "Pigeons", "pigeon", "took it", "555-0199", "my page", "xaver.")
    for words in erased:
        assert words.encode() not in written, words
    assert b"My neighbour Xaver told me." in written
    assert b"Ben asks." in written
    [check] = await room.desk.verify_log()
    assert check.bad is None
    [witnessed] = await room.desk.check_witness(witness)
    assert witnessed.bad is None


async def test_what_is_left_of_erased_texts_says_so_and_the_desk_goes_on(room: DeskNewsroom) -> None:
    await _written(room)
    texts = await room.desk.personal_texts(READER.user)
    await room.desk.forget(READER.user, {text.id for text in texts})
    file = await room.desk.file(GUILD, 2)
    assert (file.claim.text, file.claim.why, file.evidence[0].text) == ("[erased]", "", "[erased]")
    assert (await room.desk.file(GUILD, 1)).origin is None
    assert (await room.desk.history(GUILD, 2))[-1].after == {"status": "declined", "why": "[erased]"}
    assert await room.desk.suggest(GUILD, "pigeons") == []
    assert [claim.number for claim in await room.desk.suggest(GUILD, "erased")] == [2, 1]
    await room.by(MARIA).reopen(2)
    assert [check.bad for check in await room.desk.verify_log()] == [None]
    assert await room.desk.personal_texts(READER.user) == []


async def test_texts_that_were_not_chosen_stay(room: DeskNewsroom) -> None:
    await _written(room)
    result = await room.desk.forget(READER.user)
    assert result.texts == 0
    file = await room.desk.file(GUILD, 2)
    assert (file.claim.text, file.claim.why) == ("Pigeons read newspapers.", "My neighbour Xaver told me.")
    assert [check.bad for check in await room.desk.verify_log()] == [None]


async def test_cards_threads_and_digests_of_the_persons_claims_are_drawn_anew(room: DeskNewsroom) -> None:
    settings = replace(await room.desk.settings(GUILD), channel=7)
    await room.desk.set_up(room.desk.request(GUILD, MARIA), settings)
    await _written(room)
    await room.by(BEN).flag(NewClaim("The bridge fell."))
    await room.sent()
    for number in (1, 2):
        await room.desk.outbox.save_card(GUILD, number, CardLocation(7, 70 + number, 70 + number))
    result = await room.desk.forget(READER.user)
    assert result.redrawn == 2
    sent = await room.sent()
    assert [(message.kind, message.claim) for message in sent] == [
        (OutboxKind.REDRAW_THREAD, 1),
        (OutboxKind.REDRAW_THREAD, 2),
        (OutboxKind.REDRAW_DIGESTS, 0),
    ]
    assert sent[-1].body == "1,2"


async def test_the_hash_of_an_erased_name_can_not_be_guessed(room: DeskNewsroom) -> None:
    """The salt is deleted with the value, so that nobody can try all user ids against the log."""
    await _written(room)
    before = await room.database.read(lambda connection: connection.execute("SELECT * FROM salts").fetchall())
    await room.desk.forget(READER.user, {text.id for text in await room.desk.personal_texts(READER.user)})
    after = await room.database.read(lambda connection: connection.execute("SELECT * FROM salts").fetchall())
    gone = {(table, row, column) for _, table, row, column, salt in before} - {
        (table, row, column) for _, table, row, column, salt in before if salt in {left[-1] for left in after}
    }
    assert {("people", "[2]", "user_id"), ("people", "[2]", "name"), ("flags", "[1,1]", "snapshot")} <= gone
    assert {("claims", "[2]", "text"), ("evidence", "[2,1]", "text"), ("flags", "[1,1]", "link")} <= gone


async def test_an_erased_reason_without_an_event_of_the_erasure_is_a_changed_row(room: DeskNewsroom) -> None:
    await _written(room)
    tampered(room, "UPDATE events SET after = json_set(after, '$.why', '[erased]') WHERE number = 8")
    [check] = await room.desk.verify_log()
    assert str(check.bad) == "row 8 was changed after it was written"


async def test_what_an_erasure_left_of_an_event_can_not_be_changed_either(room: DeskNewsroom) -> None:
    await _written(room)
    await room.desk.forget(READER.user, {"500/2/reason-8"})
    assert [check.bad for check in await room.desk.verify_log()] == [None]
    tampered(room, "UPDATE events SET after = json_set(after, '$.status', 'open') WHERE number = 8")
    [check] = await room.desk.verify_log()
    assert str(check.bad) == "row 8 was changed after it was written"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims SET text = 'erased'",
        "UPDATE evidence SET text = 'erased'",
        "UPDATE evidence SET text = '[erased]', kind = 'link'",
        "UPDATE events SET after = json_set(after, '$.why', 'Because.')",
        "UPDATE events SET after = json_set(after, '$.why', '[erased]'), person = 1",
        "UPDATE claims SET text = '[erased]', created_at = '2020-01-01'",
    ],
)
async def test_the_triggers_give_way_to_an_erasure_and_to_nothing_else(room: DeskNewsroom, statement: str) -> None:
    await _written(room)
    with pytest.raises(sqlite3.IntegrityError):
        await room.database.write(lambda db: db.execute(statement))


async def test_words_that_another_process_still_reads_are_told(room: DeskNewsroom) -> None:
    await _written(room)
    with closing(sqlite3.connect(room.database.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM claims").fetchone()
        await room.database.write(lambda db: db.execute("PRAGMA busy_timeout = 50"))
        assert not (await room.desk.forget(READER.user)).is_overwritten
    assert (await room.desk.forget(READER.user)).is_overwritten


async def test_words_and_reason_of_a_claim_are_found_after_a_merge_moved_its_flags(room: DeskNewsroom) -> None:
    await room.by(BEN).flag(NewClaim("The bishop sings badly."))
    await room.by(READER).flag(NewClaim("The vicar sings badly.", why="My neighbour Xaver told me.", origin=MESSAGE))
    await room.by(MARIA).merge(2, 1)
    texts = await room.desk.personal_texts(READER.user)
    assert [(text.id, text.text) for text in texts] == [
        ("500/1/why-2", "My neighbour Xaver told me."),
        ("500/1/link-2", LINK),
        ("500/2/claim-1", "The vicar sings badly."),
    ]
    await room.desk.forget(READER.user, {text.id for text in texts})
    written = b"".join(path.read_bytes() for path in room.database.path.parent.iterdir())
    for words in ("vicar", "Xaver", "333444", "Zebulon"):
        assert words.encode() not in written, words
    assert b"The bishop sings badly." in written
    assert [check.bad for check in await room.desk.verify_log()] == [None]


async def test_the_words_are_the_authors_as_well_after_a_merge(room: DeskNewsroom) -> None:
    await room.by(BEN).flag(NewClaim("The bishop sings badly."))
    await room.by(RUTH).flag(NewClaim("The vicar sings badly.", origin=MESSAGE))
    await room.by(MARIA).merge(2, 1)
    assert "500/2/claim-1" in {text.id for text in await room.desk.personal_texts(READER.user)}
    assert "500/2/claim-1" in {text.id for text in await room.desk.personal_texts(RUTH.user)}


async def test_an_erased_link_loses_the_title_of_its_page(room: DeskNewsroom) -> None:
    await room.flagged()
    await room.by(READER).add_evidence(
        1, [NewEvidence(EvidenceKind.LINK, "See my page.", title="Xaver at home", url="https://xaver.example")]
    )
    await room.desk.forget(READER.user, {"500/1/evidence-1"})
    written = b"".join(path.read_bytes() for path in room.database.path.parent.iterdir())
    assert b"Xaver at home" not in written
    assert [check.bad for check in await room.desk.verify_log()] == [None]
