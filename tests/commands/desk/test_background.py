"""The desk's own messages: on time, once, late after a stop.

No failure ends the loop.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from discord import PermissionOverwrite

from bot.desk.desk import Desk
from bot.desk.witness_delivery import WitnessDelivery
from bot.model.claim_input import NewEvidence, NewVerdict
from bot.model.claims import DeskSettings, EvidenceKind
from bot.model.documents import Block, BlockKind, Document, DocumentRef
from bot.model.notifications import Digest
from bot.model.quarantine import QuarantinedItem
from bot.model.spans import Span
from bot.model.witness import read_lines
from bot.store.library import documents, quarantine
from bot.store.library.documents import DocumentLocation
from commands.desk.digest_cards import digest_card
from tests.commands.claim.test_cards import CLAIM, NOON
from tests.commands.conftest import texts
from tests.commands.staff import PERSON, Staff, on_clock, open_staffed
from tests.commands.ui.test_cards import card_text

NEWS = "The lighthouse at Orlets was painted green by forty divers on Tuesday."


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        yield opened


async def ticks(staff):
    """Let the desk's loop look again."""
    await staff.desk.env.advance_time(31)


async def restarted(staff):
    """Start a fresh bot on the same clock."""
    await staff.desk.restart()
    staff.desk.client.app = staff.desk.app = on_clock(staff.desk.app, staff.clock)


async def carded(staff, *flagged, **about):
    """Return the numbers of claims with a card and a thread each."""
    numbers = await staff.flagged(*flagged, **about)
    for number in numbers:
        await staff.boss.slash(staff.desk.channel, "claim watch", claim=str(number))
        await staff.boss.slash(staff.desk.channel, "claim unwatch", claim=str(number))
    return numbers


def thread_of(staff, number):
    return next(thread for thread in staff.channel.threads if thread.name.startswith(f"#{number} "))


def sent(place):
    return [texts(message) for message in place.history() if message.author.bot]


def digests(staff):
    return [text for text in sent(staff.channel) if "### Digest" in text]


async def article(staff, name, text):
    """Add or replace an article and let the desk scan it."""
    document = Document(
        DocumentRef(name, name, f"sha of {text}", title=name.title()),
        text,
        (Block(BlockKind.PARAGRAPH, Span(0, len(text))),),
    )

    def write(db):
        documents.put(db, [(DocumentLocation("/news", name), document)], documents.next_generation(db))

    await staff.desk.app.database.write(write)
    await staff.desk.app.article_watcher.scan()
    return document


async def test_a_digest_comes_once_a_day_at_its_hour_by_the_newsrooms_clock(staff):
    await staff.set_up(digest_hour=11, time_zone="Europe/Paris")
    await staff.flagged("The ferry sank.", due=staff.clock.now + timedelta(minutes=30))
    await ticks(staff)
    assert digests(staff) == []
    staff.clock.passes(hours=1)
    await ticks(staff)
    [digest] = digests(staff)
    assert "### Digest for Monday, 2 November" in digest
    assert "**⚠ Overdue** (1)\n**#1** The ferry sank.\n-# was due <t:" in digest
    assert "**Unassigned** (1)" in digest
    await ticks(staff)
    assert len(digests(staff)) == 1
    staff.clock.passes(days=1)
    await ticks(staff)
    assert len(digests(staff)) == 2


def unreadable(folder, path, record=None):
    return QuarantinedItem(folder, path, record, "it is empty", datetime(2026, 11, 1, tzinfo=UTC), "0.1.0")


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], None),
        ([("/news", "a.html")], "- 1 file of articles could not be read, or only in part. "),
        ([("/news", "a.html"), ("/wire", "b.jsonl", "7"), ("/wire", "b.jsonl", "8")], "- 2 files of articles could "),
    ],
)
async def test_a_digest_counts_the_files_that_could_not_be_read(staff, items, said):
    await staff.set_up(digest_hour=11, time_zone="Europe/Paris")
    left_out = [unreadable(*item) for item in items]
    await staff.desk.app.database.write(lambda db: quarantine.replace(db, left_out, []))
    staff.clock.passes(hours=1)
    await ticks(staff)
    [digest] = digests(staff)
    assert ("**Problems**" in digest) == bool(items)
    if said:
        assert said in digest
        assert "`factdesk corpus quarantine` lists the reasons." in digest


def test_a_digest_with_many_long_claims_and_problems_fits_into_a_message():
    claims = tuple(replace(CLAIM, number=number, text="A *long* claim. " * 60) for number in range(10**9, 10**9 + 10))
    lists = ("overdue", "unassigned", "in_review", "new_evidence")
    digest = Digest(
        claims, claims, claims, claims, dict.fromkeys(lists, 10), NOON, ("Discord refused a *message*. " * 30,) * 8
    )
    shown = digest_card(digest, DeskSettings(), NOON, unread_files=10**6)
    assert len(card_text(shown)) <= 4_000
    assert "corpus quarantine" in card_text(shown)


async def test_a_digest_that_was_missed_comes_once_after_the_next_start(staff):
    await staff.set_up(digest_hour=11, time_zone="Europe/Paris")
    await staff.desk.restart()
    staff.clock.passes(days=3)
    staff.desk.client.app = staff.desk.app = on_clock(staff.desk.app, staff.clock)
    await ticks(staff)
    await ticks(staff)
    [digest] = sent(staff.channel)
    assert "No claim is overdue, unassigned or in review" in digest


async def test_a_digest_goes_into_a_forum_as_a_post(staff):
    forum = staff.desk.guild.create_forum_channel("claims")
    await staff.set_up(channel=forum.id, forum=True, digest_hour=11)
    staff.clock.passes(hours=3)
    await ticks(staff)
    [post] = forum.threads
    assert post.name == "Digest for Monday, 2 November"
    assert "### Digest" in sent(post)[0]


@pytest.mark.parametrize("lacking", ["channel", "permission"])
async def test_a_digest_waits_for_a_channel_that_takes_it(staff, caplog, lacking):
    mute = PermissionOverwrite(send_messages=False)
    silent = staff.desk.guild.create_text_channel("silent", overwrites={staff.desk.guild.default_role: mute})
    await staff.set_up(channel=silent.id if lacking == "permission" else 12345, digest_hour=11)
    staff.clock.passes(hours=3)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            await ticks(staff)
            staff.clock.passes(minutes=11)
    assert len([record for record in caplog.records if "will be sent later" in record.message]) == 1
    await staff.set_up(digest_hour=11)
    await ticks(staff)
    assert len(sent(staff.channel)) == 1


async def test_an_assignee_is_reminded_by_name_ahead_of_the_due_date_once(staff):
    await staff.set_up()
    [number] = await carded(staff, "The ferry sank.", due=staff.clock.now + timedelta(hours=3))
    await staff.maria.slash(staff.desk.channel, "claim assign", claim="1", to=staff.ben)
    before = len(sent(thread_of(staff, number)))
    await ticks(staff)
    assert len(sent(thread_of(staff, number))) == before
    staff.clock.passes(hours=1, minutes=5)
    await ticks(staff)
    await ticks(staff)
    [reminder] = sent(thread_of(staff, number))[before:]
    assert f"<@{staff.ben.id}>" in reminder
    assert "**#1 is due <t:" in reminder
    assert [user.id for user in thread_of(staff, number).last_message.mentions] == [staff.ben.id]


async def test_a_verdict_that_a_stop_kept_from_being_told_is_told_later_once(staff):
    await staff.set_up()
    [number] = await carded(staff, "The ferry sank.")
    await staff.desk.reader.slash(staff.desk.channel, "claim watch", claim="1")
    maria = staff.as_actor(staff.maria, is_editor=True)
    for act in (partial(staff.claims.take, number=number), partial(staff.claims.start, number=number)):
        await act(staff.claims.request(staff.desk.guild.id, maria))
    # The verdict is kept, and then nothing more happens: as if the bot had been killed.
    await staff.claims.rule(staff.claims.request(staff.desk.guild.id, maria), number, NewVerdict("False", "It floats."))
    before = len(sent(thread_of(staff, number)))
    await restarted(staff)
    await ticks(staff)
    await ticks(staff)
    [notified] = sent(thread_of(staff, number))[before:]
    assert "Verdict on #1: **False**" in notified
    assert f"<@{staff.desk.reader.id}>" in notified


async def test_a_verdict_that_was_told_at_once_is_not_told_again(staff):
    await staff.set_up()
    [number] = await carded(staff, "The ferry sank.")
    await staff.desk.reader.slash(staff.desk.channel, "claim watch", claim="1")
    for step in ("take", "start"):
        await staff.maria.slash(staff.desk.channel, f"claim {step}", claim="1")
    await staff.maria.slash(staff.desk.channel, "claim rule", claim="1", rating="False", explanation="It floats.")
    notified = len(sent(thread_of(staff, number)))
    staff.clock.passes(minutes=3)
    await ticks(staff)
    assert len(sent(thread_of(staff, number))) == notified


async def test_a_claim_that_a_new_article_tells_is_met_in_its_thread_once(staff):
    await staff.set_up()
    [number] = await carded(staff, "Forty divers painted the lighthouse at Orlets green on Tuesday.")
    await staff.desk.reader.slash(staff.desk.channel, "claim watch", claim="1")
    before = len(sent(thread_of(staff, number)))
    await article(staff, "lighthouse news", NEWS)
    await ticks(staff)
    await ticks(staff)
    [notified] = sent(thread_of(staff, number))[before:]
    assert f"> {NEWS}" in notified
    assert "-# Lighthouse News" in notified
    assert f"<@{staff.desk.reader.id}>" in notified


async def test_a_hit_that_came_while_the_bot_was_away_is_told_after_its_start(staff):
    await staff.set_up()
    [number] = await carded(staff, "Forty divers painted the lighthouse at Orlets green on Tuesday.")
    before = len(sent(thread_of(staff, number)))
    await article(staff, "lighthouse news", NEWS)
    await restarted(staff)
    await ticks(staff)
    assert len(sent(thread_of(staff, number))) == before + 1


async def test_a_changed_source_is_told_with_old_and_new_words_and_shown_on_the_card(staff):
    await staff.set_up()
    [number] = await carded(staff, "The log counts 30.")
    log = await article(staff, "harbour log", "The harbour log counts 30 passengers.")
    quote = NewEvidence(
        EvidenceKind.QUOTE, log.text, log.reference.id, log.reference.sha256, log.blocks[0].span, title="Harbour Log"
    )
    await staff.claims.add_evidence(staff.claims.request(staff.desk.guild.id, PERSON), number, [quote])
    await staff.desk.app.article_watcher.scan()
    await ticks(staff)
    before = len(sent(thread_of(staff, number)))
    await article(staff, "harbour log", "The harbour log counts 310 passengers.")
    await ticks(staff)
    [notified] = sent(thread_of(staff, number))[before:]
    assert "⚠ **The article behind evidence 1 of #1 was changed.** It said:" in notified
    assert "> The harbour log counts **30** passengers." in notified
    assert "It now says:\n> The harbour log counts **310** passengers." in notified
    assert "⚠ **Source changed.**" in sent(staff.channel)[0]


async def test_what_could_not_be_told_is_told_in_the_digest(staff, caplog):
    await staff.set_up(digest_hour=11)
    [number] = await carded(staff, "Forty divers painted the lighthouse at Orlets green on Tuesday.")
    staff.desk.env.inject_error("POST", f"/channels/{thread_of(staff, number).id}/messages", status=403, code=50013)
    await article(staff, "lighthouse news", NEWS)
    await ticks(staff)
    staff.clock.passes(hours=3)
    await ticks(staff)
    assert "**Problems**\n- I could not post in the thread of #1" in sent(staff.channel)[-1]
    staff.clock.passes(days=1)
    await ticks(staff)
    assert "**Problems**" not in sent(staff.channel)[-1]


async def test_a_fault_in_one_thing_keeps_nothing_else_from_being_sent(staff, caplog):
    await staff.set_up(digest_hour=11)
    [first, _] = await carded(
        staff, "Forty divers painted the lighthouse green at Orlets.", "Orlets lighthouse green, divers say."
    )
    await article(staff, "lighthouse news", NEWS)
    staff.clock.passes(hours=3)
    await staff.desk.app.database.write(lambda db: db.execute("UPDATE schedules SET kind = 'nonsense'"))
    with caplog.at_level(logging.ERROR):
        await ticks(staff)
    assert any("looking for what is due failed" in record.getMessage() for record in caplog.records)
    assert any(NEWS in notified for notified in sent(thread_of(staff, first)))
    await staff.desk.app.database.write(lambda db: db.execute("UPDATE schedules SET kind = 'digest'"))
    await ticks(staff)
    assert "### Digest" in sent(staff.channel)[-1]


async def test_nothing_is_sent_on_servers_that_the_bot_has_left_or_that_have_no_desk(staff):
    await staff.flagged("Forty divers painted the lighthouse at Orlets green on Tuesday.")
    await article(staff, "lighthouse news", NEWS)
    await ticks(staff)
    assert sent(staff.channel) == []


async def test_a_clock_that_is_put_back_a_day_does_not_put_the_desk_to_sleep(staff):
    await staff.set_up(digest_hour=11)
    loop = staff.desk.client.get_cog("OutboxWorker")._loop
    loop._next_iteration += timedelta(days=1)  # as the loop sees it that was asleep meanwhile
    await ticks(staff)
    staff.clock.passes(hours=3)
    await ticks(staff)
    assert len(sent(staff.channel)) == 1


async def test_a_digest_carries_length_and_head_of_the_log(staff):
    await staff.set_up(digest_hour=11, time_zone="Europe/Paris")
    await staff.flagged("The ferry sank.")
    staff.clock.passes(hours=3)
    await ticks(staff)
    [digest] = digests(staff)
    [line] = read_lines(digest)
    [head] = await staff.claims.log_heads(staff.desk.guild.id)
    assert (line.events, line.head) == (head.events, head.hash[:32])


async def test_a_witness_line_is_brought_to_its_file_and_given_up_with_a_problem_in_the_digest(staff, tmp_path):
    await staff.set_up(digest_hour=11, time_zone="Europe/Paris")
    file = tmp_path / "elsewhere" / "witness.txt"
    delivery = WitnessDelivery(file)
    staff.desk.client.app = replace(staff.desk.app, desk=Desk(staff.desk.app.database, staff.clock, delivery))
    for _ in range(6):
        await ticks(staff)
        staff.clock.passes(minutes=10)
    staff.clock.passes(hours=3)
    await ticks(staff)
    [digest] = digests(staff)
    assert "FACTDESK\\_WITNESS\\_FILE can't be written" in digest
    file.parent.mkdir()
    staff.clock.passes(days=1)
    await ticks(staff)
    assert file.read_text("utf-8").endswith("\n")
    assert any(read_lines(file.read_text("utf-8")))
