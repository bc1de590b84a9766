"""Digests and reminders, sent once, even late; and a desk's settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.desk import Desk
from bot.errors import UserError
from bot.model.claim_input import NewClaim, NewEvidence
from bot.model.claims import OWN_GUILD, Author, ClaimFilter, DeskSettings, EvidenceKind
from bot.model.notifications import LogCheck, OutboxKind
from bot.store.sqlite.database import open_database
from tests.desk.conftest import BEN, GUILD, MARIA, OTHER_GUILD, READER, DeskNewsroom

PARIS_AT_8 = DeskSettings(channel=1, time_zone="Europe/Paris", digest_hour=8)


async def _set_up(room: DeskNewsroom, settings: DeskSettings = PARIS_AT_8) -> DeskSettings:
    return await room.desk.set_up(room.desk.request(room.guild, MARIA), settings)


async def test_a_digest_is_due_daily_at_its_hour_in_the_newsroom_s_time_zone(room: DeskNewsroom) -> None:
    await _set_up(room)
    assert await room.sent() == []
    came = []
    for _ in range(24 * 3):
        room.clock.passes(hours=1)
        came += [(room.clock.now, due.kind, due.guild) for due in await room.sent()]
    at = datetime(2026, 11, 3, 7, tzinfo=UTC)  # 08:00 in Paris
    assert came == [(at + timedelta(days=day), OutboxKind.DIGEST, GUILD) for day in range(3)]


async def test_a_digest_keeps_its_hour_when_the_clocks_change(room: DeskNewsroom) -> None:
    room.clock.now = datetime(2026, 10, 24, 9, tzinfo=UTC)  # summer time ends on the 25th
    await _set_up(room)
    room.clock.now = datetime(2026, 10, 25, 7, tzinfo=UTC)
    assert [due.queued for due in await room.sent()] == [room.clock.now]


async def test_a_message_due_while_the_bot_was_offline_is_sent_once(room: DeskNewsroom) -> None:
    await _set_up(room)
    number = await room.flagged(due=room.clock.now + timedelta(hours=5))
    await room.by(MARIA).take(number)
    room.clock.passes(days=4)
    async with open_database(room.database.path) as after_restart:
        room.desk = Desk(after_restart, room.clock)
        late = await room.sent()
        assert [(due.kind, due.claim) for due in late] == [(OutboxKind.REMINDER, number), (OutboxKind.DIGEST, 0)]
        assert await room.sent() == []
        room.clock.passes(days=1)
        assert [due.kind for due in await room.sent()] == [OutboxKind.DIGEST]


async def test_an_unsent_digest_is_replaced_by_the_next_and_keeps_its_beginning(room: DeskNewsroom) -> None:
    await _set_up(room)
    room.clock.passes(days=1)
    await room.desk.outbox.queue_due()
    first = await room.desk.outbox.first(GUILD, 0)
    assert first is not None
    room.clock.passes(days=1)
    await room.desk.outbox.queue_due()
    [digest] = await room.sent()
    assert (digest.body, digest.queued) == (first.body, room.clock.now)


async def test_the_assignee_is_reminded_two_hours_ahead_once_for_each_due_date(room: DeskNewsroom) -> None:
    number = await room.flagged(due=room.clock.now + timedelta(hours=10))
    room.clock.passes(hours=9)
    assert await room.sent() == []
    await room.by(MARIA).assign(number, Author(BEN.user, BEN.name))
    _, due = await room.sent()
    assert (due.kind, [person.name for person in due.recipients]) == (OutboxKind.REMINDER, ["Ben"])
    await room.by(MARIA).tag(number, ["sea"])
    assert await room.sent() == []
    await room.by(MARIA).set_due(number, room.clock.now + timedelta(hours=5))
    room.clock.passes(hours=3)
    assert len(await room.sent()) == 1


async def test_no_reminder_without_a_due_date_or_after_the_verdict(room: DeskNewsroom) -> None:
    for position in range(3):
        number = await room.flagged(f"Claim {position}.", due=room.clock.now + timedelta(hours=5))
        await room.by(MARIA).take(number)
    await room.by(MARIA).decline(1)
    await room.by(MARIA).set_due(2, None)
    await room.by(MARIA).assign(3, None)
    room.clock.passes(hours=4)
    assert await room.sent() == []


async def test_a_digest_lists_overdue_unassigned_in_review_and_new_evidence(room: DeskNewsroom) -> None:
    await _set_up(room)
    await room.flagged("Late.", due=room.clock.now + timedelta(hours=1))
    await room.by(MARIA).take(1)
    await room.flagged("Nobody's.")
    reviewed = await room.checking("In review.")
    await room.by(MARIA).send_to_review(reviewed)
    await room.checking("Found something.")
    await room.by(MARIA).add_evidence(4, [NewEvidence(EvidenceKind.NOTE, "A log.")])
    for position in range(12):
        await room.flagged(f"More of nobody's {position}.")
    room.clock.passes(days=1)
    [due] = [message for message in await room.sent() if message.kind is OutboxKind.DIGEST]
    digest = await room.desk.digest(GUILD, datetime.fromisoformat(due.body))
    numbers = {name: [claim.number for claim in getattr(digest, name)] for name in digest.counts}
    assert numbers == {
        "overdue": [1],
        "unassigned": list(range(16, 6, -1)),
        "in_review": [3],
        "new_evidence": [4],
    }
    assert digest.counts == {"overdue": 1, "unassigned": 13, "in_review": 1, "new_evidence": 1}
    room.clock.passes(days=1)
    [due] = [message for message in await room.sent() if message.kind is OutboxKind.DIGEST]
    digest = await room.desk.digest(GUILD, datetime.fromisoformat(due.body))
    assert digest.counts["new_evidence"] == 0


async def test_a_digest_turned_off_is_not_sent(room: DeskNewsroom) -> None:
    await _set_up(room)
    await _set_up(room, replace(PARIS_AT_8, digest_hour=None))
    room.clock.passes(days=2)
    assert await room.sent() == []


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (DeskSettings(time_zone="Paris"), "“Paris” is not a time zone"),
        (DeskSettings(time_zone="../etc/passwd"), "is not a time zone"),
        (DeskSettings(time_zone=""), "is not a time zone"),
        (DeskSettings(digest_hour=24), "a number from 0 to 23"),
        (DeskSettings(ratings=("True", " True ")), "different ratings. You gave 1"),
        (DeskSettings(ratings=tuple(map(str, range(26)))), "different ratings. You gave 26"),
        (DeskSettings(ratings=("True", "x" * 51)), "is longer than 50 characters"),
    ],
)
async def test_invalid_settings_are_refused_and_not_saved(
    room: DeskNewsroom, settings: DeskSettings, told: str
) -> None:
    with pytest.raises(UserError, match=told):
        await _set_up(room, settings)
    assert await room.desk.settings(room.guild) == DeskSettings()


async def test_settings_are_saved_for_their_guild_and_logged(room: DeskNewsroom) -> None:
    saved = await _set_up(room)
    assert saved == replace(PARIS_AT_8, set_up=True)
    assert await room.desk.settings(GUILD) == saved
    assert await room.desk.settings(OTHER_GUILD) == DeskSettings()
    await _set_up(room, replace(saved, second_reader=True))
    await _set_up(room, replace(saved, second_reader=True))
    assert await room.desk.verify_log(GUILD) == [LogCheck(GUILD, 2)]


async def test_the_terminal_uses_the_only_desk_set_up_or_else_its_own(room: DeskNewsroom) -> None:
    assert await room.desk.default_guild() == OWN_GUILD
    await _set_up(room)
    assert await room.desk.default_guild() == GUILD
    await _set_up(DeskNewsroom(room.database, room.clock, OTHER_GUILD))
    assert await room.desk.default_guild() == OWN_GUILD


async def test_the_newsroom_s_own_desk_moves_with_its_log_to_the_first_guild_set_up(room: DeskNewsroom) -> None:
    own = DeskNewsroom(room.database, room.clock, OWN_GUILD)
    await own.ruled("Ours since ever.")
    before = [event.action for event in await own.desk.history(OWN_GUILD, 1)]
    await _set_up(room)
    assert (await room.desk.get(GUILD, 1)).text == "Ours since ever."
    assert await room.happened(1) == before
    assert (await room.desk.claims(OWN_GUILD)).total == 0
    assert [check.bad for check in await room.desk.verify_log()] == [None]
    await own.flagged("A new one of the terminal's.")
    await _set_up(DeskNewsroom(room.database, room.clock, OTHER_GUILD))
    assert (await room.desk.claims(OTHER_GUILD)).total == 0


async def test_a_guild_with_claims_adopts_no_other_desk(room: DeskNewsroom) -> None:
    await DeskNewsroom(room.database, room.clock, OWN_GUILD).flagged("The terminal's.")
    await room.flagged("The guild's.")
    await _set_up(room)
    assert [claim.text for claim in (await room.desk.claims(GUILD, ClaimFilter())).claims] == ["The guild's."]
    assert (await room.desk.claims(OWN_GUILD)).total == 1


async def test_only_old_interactions_are_deleted(room: DeskNewsroom) -> None:
    await room.by(READER, interaction=1).flag(NewClaim("Once."))
    await room.desk.purge(room.clock.now)
    assert (await room.by(READER, interaction=1).flag(NewClaim("Once."))).repeated
    await room.desk.purge(room.clock.now + timedelta(seconds=1))
    assert not (await room.by(READER, interaction=1).flag(NewClaim("Once."))).repeated
