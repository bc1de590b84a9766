"""Verdicts: approval, correction, notification; a verdict is never edited."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from bot.errors import UserError
from bot.model.claim_input import NewEvidence, NewVerdict
from bot.model.claims import EvidenceKind, Status
from bot.model.notifications import OutboxKind
from tests.desk.conftest import BEN, MARIA, READER, RUTH, STRANGER, DeskNewsroom

FALSE = NewVerdict("False", "The log says 30.")
TRUE = NewVerdict("true", " It was the other ferry. ")


async def test_flaggers_and_watchers_are_notified_of_a_verdict(room: DeskNewsroom) -> None:
    number = await room.checking()
    await room.by(STRANGER).watch(number)
    await room.by(MARIA).watch(number)
    change = await room.by(MARIA).rule(number, FALSE)
    assert (change.claim.status, change.claim.rating) == (Status.VERDICT, "False")
    assert {person.name for person in change.notify} == {"a reader", "a stranger"}
    verdict = (await room.desk.file(room.guild, number)).verdict
    assert verdict is not None
    assert (verdict.rating, verdict.explanation, verdict.by.name) == ("False", "The log says 30.", "Maria")
    assert (verdict.approved, verdict.second_reader) == (room.clock.now, None)


async def test_a_verdict_waits_in_the_outbox_for_flaggers_and_watchers(room: DeskNewsroom) -> None:
    number = await room.checking()
    await room.by(MARIA).rule(number, FALSE)
    (waiting,) = await room.sent()
    assert (waiting.kind, waiting.claim) == (OutboxKind.VERDICT, number)
    assert [person.name for person in waiting.recipients] == ["a reader"]
    assert await room.sent() == []


async def test_a_correction_before_the_notification_goes_to_the_recipients_of_both(room: DeskNewsroom) -> None:
    number = await room.checking()
    await room.by(BEN).add_flag(number)
    await room.by(MARIA).rule(number, FALSE)
    await room.by(BEN).correct(number, NewVerdict("True", "The log was wrong."))
    (waiting,) = await room.sent()
    assert {person.name for person in waiting.recipients} == {"a reader", "Ben"}


async def test_a_forgotten_person_is_taken_off_the_waiting_messages(room: DeskNewsroom) -> None:
    number = await room.checking()
    await room.by(BEN).add_flag(number)
    await room.by(MARIA).rule(number, FALSE)
    for forgotten in (READER, MARIA):
        await room.desk.forget(forgotten.user)
    waiting, digests = await room.sent()
    assert digests.kind is OutboxKind.REDRAW_DIGESTS
    assert ([person.name for person in waiting.recipients], waiting.by) == (["Ben"], None)


async def test_a_verdict_needs_existing_evidence(room: DeskNewsroom) -> None:
    number = await room.checking()
    await room.by(MARIA).add_evidence(number, [NewEvidence(EvidenceKind.NOTE, "The log says 30.")])
    with pytest.raises(UserError, match=r"#1 has no evidence no\. 2"):
        await room.by(MARIA).rule(number, replace(FALSE, evidence=(1, 2)))
    await room.by(MARIA).rule(number, replace(FALSE, evidence=(1, 1)))
    verdict = (await room.desk.file(room.guild, number)).verdict
    assert verdict is not None
    assert verdict.evidence == (1,)


async def test_a_rating_must_be_on_the_scale_and_gets_its_spelling(room: DeskNewsroom) -> None:
    number = await room.checking()
    with pytest.raises(
        UserError, match=r"“Pants on fire” is not on this desk's scale. Choose one of: True, Mostly true, .*Satire\."
    ):
        await room.by(MARIA).rule(number, NewVerdict("Pants on fire", "It is."))
    assert (await room.by(MARIA).rule(number, TRUE)).claim.rating == "True"
    settings = replace(await room.desk.settings(room.guild), ratings=("Right", "Wrong"))
    await room.by(MARIA).set_up(settings)
    assert (await room.desk.get(room.guild, number)).rating == "True"
    with pytest.raises(UserError, match=r"“False” is not on this desk's scale\. Choose one of: Right, Wrong"):
        await room.by(MARIA).correct(number, FALSE)


async def test_an_empty_or_too_long_explanation_is_refused(room: DeskNewsroom) -> None:
    number = await room.checking()
    with pytest.raises(UserError, match="A verdict needs an explanation"):
        await room.by(MARIA).rule(number, NewVerdict("False", "  "))
    with pytest.raises(UserError, match="The explanation has 3,001 characters"):
        await room.by(MARIA).rule(number, NewVerdict("False", "x" * 3_001))
    assert (await room.desk.get(room.guild, number)).status is Status.CHECKING


async def test_with_a_second_reader_a_verdict_waits_until_somebody_else_approves_it(room: DeskNewsroom) -> None:
    await room.needs_second_reader()
    number = await room.checking()
    waiting = await room.by(MARIA).rule(number, FALSE)
    assert (waiting.claim.status, waiting.claim.rating, waiting.notify) == (Status.REVIEW, None, ())
    file = await room.desk.file(room.guild, number)
    assert (file.verdict, file.pending and file.pending.rating) == (None, "False")
    with pytest.raises(UserError, match="Only a reviewer can approve the verdict on #1"):
        await room.by(BEN).approve(number)
    with pytest.raises(UserError, match=r"You gave the verdict on #1 yourself\. A second reader has to approve it"):
        await room.by(replace(MARIA, is_reviewer=True)).approve(number)
    room.clock.passes(hours=1)
    approved = await room.by(RUTH).approve(number)
    assert (approved.claim.status, approved.claim.rating) == (Status.VERDICT, "False")
    assert [person.name for person in approved.notify] == ["a reader"]
    verdict = (await room.desk.file(room.guild, number)).verdict
    assert verdict is not None
    assert (verdict.second_reader and verdict.second_reader.name, verdict.approved) == ("Ruth", room.clock.now)


async def test_nothing_can_be_approved_before_a_verdict(room: DeskNewsroom) -> None:
    number = await room.checking()
    await room.by(MARIA).send_to_review(number)
    with pytest.raises(UserError, match="There is no verdict on #1 to approve yet"):
        await room.by(RUTH).approve(number)


async def test_a_verdict_sent_back_is_not_pending_and_stays_readable(room: DeskNewsroom) -> None:
    await room.needs_second_reader()
    number = await room.checking()
    await room.by(MARIA).rule(number, FALSE)
    await room.by(RUTH).send_back(number, "Which ferry?")
    file = await room.desk.file(room.guild, number)
    assert (file.pending, file.verdict, file.claim.status) == (None, None, Status.CHECKING)
    await room.by(MARIA).rule(number, TRUE)
    await room.by(RUTH).approve(number)
    file = await room.desk.file(room.guild, number)
    assert [(verdict.rating, verdict.approved is not None) for verdict in file.verdicts] == [
        ("False", False),
        ("True", True),
    ]


async def test_a_correction_is_a_new_verdict_and_the_old_one_stays_readable(room: DeskNewsroom) -> None:
    number = await room.ruled()
    change = await room.by(BEN).correct(number, TRUE)
    assert (change.claim.status, change.claim.rating) == (Status.CORRECTED, "True")
    assert {person.name for person in change.notify} == {"a reader"}
    file = await room.desk.file(room.guild, number)
    assert file.verdict is file.verdicts[1]
    assert [(verdict.number, verdict.rating, verdict.explanation) for verdict in file.verdicts] == [
        (1, "False", "The log says 30."),
        (2, "True", "It was the other ferry."),
    ]


async def test_a_correction_that_waits_leaves_the_old_verdict_in_force(room: DeskNewsroom) -> None:
    number = await room.ruled()
    await room.needs_second_reader()
    assert (await room.by(MARIA).correct(number, TRUE)).claim.rating == "False"
    file = await room.desk.file(room.guild, number)
    assert (file.verdict and file.verdict.rating, file.pending and file.pending.rating) == ("False", "True")
    approved = await room.by(RUTH).approve(number)
    assert (approved.claim.status, approved.claim.rating) == (Status.CORRECTED, "True")


async def test_a_verdict_on_a_reopened_claim_counts_as_a_correction(room: DeskNewsroom) -> None:
    number = await room.ruled()
    reopened = await room.by(BEN).reopen(number, "A new log turned up.")
    assert (reopened.claim.status, reopened.claim.rating) == (Status.CHECKING, "False")
    assert (await room.by(BEN).rule(number, TRUE)).claim.status is Status.CORRECTED


async def test_the_published_link_is_saved(room: DeskNewsroom) -> None:
    number = await room.ruled()
    with pytest.raises(UserError, match="That is not a link"):
        await room.by(MARIA).publish(number, "our page")
    await room.by(MARIA).publish(number, "https://example.org/ferry")
    verdict = (await room.desk.file(room.guild, number)).verdict
    assert verdict is not None
    assert verdict.url == "https://example.org/ferry"
    await room.by(BEN).publish(number, "https://example.org/ferry")
    assert (await room.happened(number))[-2:] == ["ruled", "published"]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE verdicts SET rating = 'True'",
        "UPDATE verdicts SET explanation = 'Because.'",
        "UPDATE verdicts SET author = 2",
        "UPDATE verdicts SET evidence = '[9]'",
        "UPDATE verdicts SET needs_second = 0",
        "UPDATE verdicts SET second_reader = author, approved_at = created_at",
        "UPDATE verdicts SET approved_at = created_at",
        "UPDATE claims SET status = 'verdict'",
        "UPDATE claims SET status = 'corrected'",
        "DELETE FROM verdicts",
        "INSERT OR REPLACE INTO verdicts SELECT desk_id, claim, number, 'True', explanation, author, created_at, "
        "evidence, 1, NULL, NULL, url, byline, published, imported, NULL, NULL, NULL, NULL FROM verdicts",
        "INSERT INTO verdicts (desk_id, claim, number, rating, explanation, author, created_at, evidence, needs_second,"
        " approved_at) SELECT desk_id, claim, 2, 'True', '', author, created_at, '[]', 0, created_at FROM verdicts",
    ],
)
async def test_the_database_refuses_to_bypass_the_second_reader(room: DeskNewsroom, tampering: str) -> None:
    await room.needs_second_reader()
    number = await room.checking()
    await room.by(MARIA).rule(number, FALSE)
    before = await room.desk.file(room.guild, number)
    with pytest.raises(sqlite3.IntegrityError):
        await room.database.write(lambda db: db.execute(tampering))
    assert await room.desk.file(room.guild, number) == before


async def test_a_verdict_in_force_can_not_be_approved_again(room: DeskNewsroom) -> None:
    await room.needs_second_reader()
    number = await room.checking()
    await room.by(MARIA).rule(number, FALSE)
    await room.by(RUTH).approve(number)
    with pytest.raises(sqlite3.IntegrityError, match="approved once"):
        await room.database.write(lambda db: db.execute("UPDATE verdicts SET second_reader = NULL, approved_at = NULL"))


async def test_erased_people_are_not_notified(room: DeskNewsroom) -> None:
    number = await room.checking()
    await room.database.write(
        lambda db: db.execute("UPDATE people SET user_id = NULL WHERE user_id = ?", [READER.user])
    )
    assert (await room.by(MARIA).rule(number, FALSE)).notify == ()


async def _merge(room: DeskNewsroom, number: int) -> None:
    await room.by(MARIA).merge(number, await room.flagged("Thirty people were on the other ferry."))


async def _mark_duplicate(room: DeskNewsroom, number: int) -> None:
    await room.by(MARIA).mark_duplicate(number, await room.flagged("Thirty people were on the other ferry."))


async def _decline(room: DeskNewsroom, number: int) -> None:
    await room.by(MARIA).decline(number, "Nobody asks any more.")


@pytest.mark.parametrize("is_sent_back", [False, True])
@pytest.mark.parametrize("close", [_merge, _mark_duplicate, _decline])
async def test_a_verdict_that_waits_is_withdrawn_with_its_claim(room: DeskNewsroom, close, is_sent_back: bool) -> None:
    await room.needs_second_reader()
    number = await room.checking()
    await room.by(MARIA).rule(number, FALSE)
    if is_sent_back:
        await room.by(RUTH).send_back(number)
    await close(room, number)
    assert (await room.desk.history(room.guild, number))[-1].after["withdrawn_verdict"] == 1
    await room.by(BEN).reopen(number)
    await room.by(BEN).start(number)
    await room.by(BEN).send_to_review(number)
    with pytest.raises(UserError, match="There is no verdict on #1 to approve yet"):
        await room.by(RUTH).approve(number)
    await room.by(BEN).rule(number, TRUE)
    assert (await room.by(RUTH).approve(number)).claim.rating == "True"
    assert (await room.desk.verify_log(room.guild))[0].bad is None


async def test_closing_a_claim_withdraws_no_verdict_in_force(room: DeskNewsroom) -> None:
    number = await room.ruled()
    await room.by(BEN).reopen(number)
    await room.by(BEN).decline(number)
    assert "withdrawn_verdict" not in (await room.desk.history(room.guild, number))[-1].after
    file = await room.desk.file(room.guild, number)
    assert file.verdict is not None
    assert not file.verdict.is_withdrawn
