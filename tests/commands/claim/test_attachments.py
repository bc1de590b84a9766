"""Attachments of a flagged message: fetched after the answer, shown on the claim's card, found again."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.desk.attachments import AttachmentService
from bot.model.attachments import FileState
from bot.model.claims import Actor
from tests.commands import wire
from tests.commands.claim.test_buttons import private_reply
from tests.commands.claim.test_outbox import backlog, looks, restart
from tests.commands.conftest import buttons, texts
from tests.commands.flag.test_cog import FERRY, form_of
from tests.commands.staff import Staff, open_staffed
from tests.pictures import MP4, PDF, damaged_avif, jpeg, photo, png

PHOTO = png(photo(1))
GALLERY, FILE = 12, 13


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        await opened.set_up()
        yield opened


async def flag_message(staff, *attachments, text=FERRY, who=None):
    """Let the reader post a message with files, and flag it; return the answer."""
    message = await staff.desk.reader.send(staff.desk.channel, text, attachments=attachments)
    who = who or staff.desk.asker
    shown = await who.context_menu(staff.desk.channel, "Flag claim", message)
    return await who.submit_modal(shown, form_of(shown))


def card(staff, number=1):
    """Return the message of a claim's card."""
    return next(
        message
        for message in staff.channel.history()
        if message.author.bot and f"Claim **#{number}**" in texts(message)
    )


def shown(message) -> list[dict[str, Any]]:
    """Return the pictures, videos and files of a message."""
    parts = list(wire.walk([part if isinstance(part, dict) else part.to_dict() for part in message.components]))
    pictures = [item for part in parts if part["type"] == GALLERY for item in part["items"]]
    return [*pictures, *(part for part in parts if part["type"] == FILE)]


def content(staff, part: dict[str, Any]) -> bytes | None:
    """Return what Discord holds for a shown picture or file."""
    return staff.desk.env.backend.cdn.get((part.get("media") or part["file"])["url"])


def uploads(staff) -> int:
    """Return how many files the bot has sent to Discord."""
    bodies = [request.json for request in staff.desk.env.http_requests if request.json]
    return sum(len(body.get("attachments") or ()) for body in bodies if isinstance(body, dict))


async def test_the_pictures_of_a_flagged_message_are_on_its_card_byte_for_byte(staff):
    answer = await flag_message(staff, ("ferry.png", PHOTO), ("clip.mp4", MP4), ("log book.pdf", PDF))
    assert "**#1 is flagged.**" in private_reply(answer)
    message = card(staff)
    assert [content(staff, part) for part in shown(message)] == [PHOTO, MP4, PDF]
    sha256 = hashlib.sha256(PHOTO).hexdigest()[:12]
    assert f"Attached: ferry.png `{sha256}`, clip.mp4" in texts(message)
    assert await backlog(staff) == 0


async def test_a_private_copy_of_the_card_names_the_files(staff):
    await flag_message(staff, ("ferry.png", PHOTO))
    result = await staff.maria.slash(staff.channel, "claim show", claim="1")
    assert f"Attached: ferry.png `{hashlib.sha256(PHOTO).hexdigest()[:12]}`" in texts(result.response)
    assert shown(result.response) == []


async def test_a_spoiler_stays_one(staff):
    await flag_message(staff, ("SPOILER_ferry.png", PHOTO), ("SPOILER_log.pdf", PDF), ("open.png", png(photo(2))))
    assert [part.get("spoiler", False) for part in shown(card(staff))] == [True, False, True]
    assert "Attached: ferry.png" in texts(card(staff))


async def test_what_was_not_kept_is_named_with_the_reason(staff):
    service = AttachmentService(staff.desk.app.database, staff.clock, len(PHOTO))
    object.__setattr__(staff.desk.app, "attachments", service)
    large = png(photo(2, (2_000, 1_500)))
    attachments = (("ferry.png", PHOTO), ("huge.png", large), ("notes.zip", b"PK"), ("trap.png", b"<script>"))
    await flag_message(staff, *attachments)
    assert [content(staff, part) for part in shown(card(staff))] == [PHOTO]
    unread = "no image, video or PDF that can be read"
    line = f"Not kept: huge.png (too large: 2 MB), notes.zip ({unread}), trap.png ({unread})"
    assert line in texts(card(staff))


async def test_files_are_uploaded_once_and_stay_while_the_card_changes(staff):
    await flag_message(staff, ("ferry.png", PHOTO))
    before = uploads(staff)
    assert before == 1
    request = staff.claims.request(staff.desk.guild.id, staff.as_actor(staff.maria, is_editor=True))
    await staff.claims.start(request, 1)
    await looks(staff)
    assert "Checking" in texts(card(staff))
    assert [content(staff, part) for part in shown(card(staff))] == [PHOTO]
    assert uploads(staff) == before


async def test_a_pressed_card_keeps_its_pictures(staff):
    await flag_message(staff, ("ferry.png", PHOTO))
    await staff.maria.click(card(staff), label="Start check")
    assert "Checking" in texts(card(staff))
    assert [content(staff, part) for part in shown(card(staff))] == [PHOTO]


async def test_a_card_pressed_too_late_is_brought_up_to_date_with_its_pictures(staff):
    await flag_message(staff, ("ferry.png", PHOTO))
    await staff.claims.take(staff.claims.request(staff.desk.guild.id, staff.as_actor(staff.maria, is_editor=True)), 1)
    await staff.ben.click(card(staff), label="Take")
    assert "Assigned to **maria**" in texts(card(staff))
    assert [content(staff, part) for part in shown(card(staff))] == [PHOTO]


async def test_a_fault_of_discord_delays_the_files_and_neither_the_answer_nor_the_card(staff, monkeypatch):
    faults = [TimeoutError("slow"), TimeoutError("slow")]
    fetch = staff.desk.client.http.get_from_cdn

    async def get_from_cdn(url: str) -> bytes:
        if faults:
            raise faults.pop()
        return await fetch(url)

    monkeypatch.setattr(staff.desk.client.http, "get_from_cdn", get_from_cdn)
    answer = await flag_message(staff, ("ferry.png", PHOTO))
    assert "**#1 is flagged.**" in private_reply(answer)
    assert "Being fetched: ferry.png" in texts(card(staff))
    await looks(staff, minutes=1)
    assert [content(staff, part) for part in shown(card(staff))] == [PHOTO]
    assert "Being fetched" not in texts(card(staff))


async def test_a_file_that_cannot_be_fetched_is_given_up_and_the_card_says_so(staff, monkeypatch):
    async def get_from_cdn(url: str) -> bytes:
        raise TimeoutError("slow")

    monkeypatch.setattr(staff.desk.client.http, "get_from_cdn", get_from_cdn)
    await flag_message(staff, ("ferry.png", PHOTO))
    for _ in range(4):
        await looks(staff, minutes=2)
    assert "Not kept: ferry.png (could not be fetched from Discord)" in texts(card(staff))
    assert await backlog(staff) == 0


async def test_an_expired_link_is_renewed_from_the_message(staff, monkeypatch):
    fetch = staff.desk.client.http.get_from_cdn
    requests = staff.desk.env.http_requests

    async def get_from_cdn(url: str) -> bytes:
        if not any(
            request.method == "GET" and request.path.endswith(f"/messages/{message.id}") for request in requests
        ):
            raise discord.NotFound(SimpleNamespace(status=404, reason="Not Found"), "asset not found")
        return await fetch(url)

    monkeypatch.setattr(staff.desk.client.http, "get_from_cdn", get_from_cdn)
    message = await staff.desk.reader.send(staff.desk.channel, FERRY, attachments=[("ferry.png", PHOTO)])
    form = await staff.desk.asker.context_menu(staff.desk.channel, "Flag claim", message)
    await staff.desk.asker.submit_modal(form, form_of(form))
    assert [content(staff, part) for part in shown(card(staff))] == [PHOTO]


async def test_a_file_of_a_deleted_message_cannot_be_fetched(staff):
    message = await staff.desk.reader.send(staff.desk.channel, FERRY, attachments=[("ferry.png", PHOTO)])
    form = await staff.desk.asker.context_menu(staff.desk.channel, "Flag claim", message)
    staff.desk.env.backend.cdn._blobs.clear()
    place = staff.desk.client.get_partial_messageable(staff.desk.channel.id)
    await place.get_partial_message(message.id).delete()
    await staff.desk.asker.submit_modal(form, form_of(form))
    assert "Not kept: ferry.png (could not be fetched from Discord)" in texts(card(staff))
    assert await backlog(staff) == 0


async def test_a_stop_between_flag_and_fetching_loses_no_file(staff, monkeypatch):
    async def get_from_cdn(url: str) -> bytes:
        raise TimeoutError("slow")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(staff.desk.client.http, "get_from_cdn", get_from_cdn)
        await flag_message(staff, ("ferry.png", PHOTO))
    await restart(staff)
    await looks(staff, minutes=1)
    assert [content(staff, part) for part in shown(card(staff))] == [PHOTO]


async def test_discord_refusing_the_files_leaves_a_card_that_names_them(staff):
    staff.desk.env.inject_error("PATCH", f"/channels/{staff.channel.id}/messages/*", status=413, code=40005)
    await flag_message(staff, ("ferry.png", PHOTO))
    assert shown(card(staff)) == []
    assert "Attached: ferry.png" in texts(card(staff))
    assert await backlog(staff) == 0


async def test_the_same_picture_is_told_before_anything_is_flagged_and_on_the_card(staff):
    await flag_message(staff, ("ferry.png", PHOTO))
    copy = jpeg(photo(1).resize((200, 150)), 50)
    answer = await flag_message(staff, ("copy.jpg", copy), text="A harbour burnt down on Tuesday night.")
    text = texts(answer.response)
    assert "Nothing has been flagged yet." in text
    assert "### Is it about the same?" in text
    assert "↺ A picture that looks the same was flagged in **#1**\n-# Open · no verdict yet · 1 flag" in text
    assert f"> {FERRY}" in text
    assert list(buttons(answer.response)) == ["Add my flag to #1", "Make a new claim", "Edit", "More about the claim …"]
    await staff.desk.asker.click(answer.response, label="Make a new claim")
    assert "↺ A picture that looks the same was flagged in **#1**" in texts(card(staff, 2))
    answer = await flag_message(staff, ("copy.jpg", copy), text="Seals were seen in the canal.", who=staff.ben)
    assert "↺ The same file was flagged in **#2**" in texts(answer.response)


async def test_a_message_flagged_after_a_look_whether_it_was_checked_brings_its_files(staff):
    message = await staff.desk.reader.send(staff.desk.channel, FERRY, attachments=[("ferry.png", PHOTO)])
    looked = await staff.desk.asker.context_menu(staff.desk.channel, "Already checked?", message)
    form = await staff.desk.asker.click(looked.response, label="Flag this message")
    await staff.desk.asker.submit_modal(form, form_of(form))
    assert [content(staff, part) for part in shown(card(staff))] == [PHOTO]


async def test_another_server_is_told_nothing(staff):
    await flag_message(staff, ("ferry.png", PHOTO))
    elsewhere = staff.desk.env.create_guild()
    lobby = elsewhere.create_text_channel("lobby")
    same_person = elsewhere.add_member(staff.desk.asker.user)
    message = await same_person.send(lobby, FERRY, attachments=[("ferry.png", PHOTO)])
    form = await same_person.context_menu(lobby, "Flag claim", message)
    answer = await same_person.submit_modal(form, form_of(form))
    assert "**#1 is flagged.**" in texts(answer.response)
    assert "was flagged in" not in texts(answer.response)


async def test_the_pictures_of_a_forgotten_author_leave_the_card(staff):
    await flag_message(staff, ("ferry.png", PHOTO))
    await staff.claims.forget(staff.desk.reader.id)
    await looks(staff)
    message = card(staff)
    assert shown(message) == []
    assert not message.attachments
    assert "Not kept: \\[erased\\] (erased with its author's data)" in texts(message)


async def test_in_a_forum_the_first_message_of_the_post_shows_the_pictures(staff):
    forum = staff.desk.guild.create_forum_channel("claims")
    await staff.set_up(channel=forum.id, forum=True)
    await flag_message(staff, ("ferry.png", PHOTO))
    post = (await staff.claims.get(staff.desk.guild.id, 1)).card
    thread = next(thread for thread in forum.threads if thread.id == post.thread)
    first = next(message for message in thread.history() if message.id == post.message)
    assert [content(staff, part) for part in shown(first)] == [PHOTO]


@pytest.mark.parametrize(("refused", "pictures"), [(False, [PHOTO]), (True, [])])
async def test_a_deleted_card_comes_back_with_its_pictures_unless_discord_refuses_them(staff, refused, pictures):
    await flag_message(staff, ("ferry.png", PHOTO))
    place = (await staff.claims.get(staff.desk.guild.id, 1)).card
    await staff.desk.client.get_partial_messageable(place.channel).get_partial_message(place.message).delete()
    if refused:
        staff.desk.env.inject_error("POST", f"/channels/{place.thread}/messages", status=413, code=40005)
    await staff.claims.take(staff.claims.request(staff.desk.guild.id, Actor(1, "Maria", is_editor=True)), 1)
    await looks(staff)
    place = (await staff.claims.get(staff.desk.guild.id, 1)).card
    thread = next(thread for thread in staff.channel.threads if thread.id == place.thread)
    again = next(message for message in thread.history() if message.id == place.message)
    assert [content(staff, part) for part in shown(again)] == pictures
    assert "Attached: ferry.png" in texts(again)


async def test_with_the_setting_at_0_no_attachment_is_kept_or_named(staff):
    object.__setattr__(staff.desk.app, "attachments", AttachmentService(staff.desk.app.database, staff.clock, 0))
    await flag_message(staff, ("ferry.png", PHOTO))
    assert (await staff.claims.file(staff.desk.guild.id, 1)).files == ()
    assert "ferry.png" not in texts(card(staff))


async def test_a_merge_shows_the_pictures_of_both(staff):
    await flag_message(staff, ("ferry.png", PHOTO))
    other = png(photo(2))
    await flag_message(staff, ("fire.png", other), text="A harbour burnt down on Tuesday night.", who=staff.ben)
    request = staff.claims.request(staff.desk.guild.id, staff.as_actor(staff.maria, is_editor=True))
    await staff.claims.merge(request, 2, 1)
    await looks(staff)
    assert [content(staff, part) for part in shown(card(staff, 1))] == [PHOTO, other]
    assert shown(card(staff, 2)) == []
    assert {file.state for file in (await staff.claims.file(staff.desk.guild.id, 1)).files} == {FileState.KEPT}


HOSTILE = (
    "**@everyone**\n# x.png",
    "a](https://evil.example).png",
    "\u202egnp.exe.png",
    "x" * 240 + ".png",
    "`.png",
    "_.png",
)


async def test_three_flags_of_ten_files_with_hostile_names_fit_on_a_card(staff):
    names = [HOSTILE[place % len(HOSTILE)] for place in range(10)]
    for flag, who in enumerate((staff.desk.asker, staff.ben, staff.maria)):
        files = [(name, png(photo(100 + 10 * flag + place, (40, 30)))) for place, name in enumerate(names)]
        answer = await flag_message(staff, *files, text=FERRY, who=who)
        if flag:
            await who.click(answer.response, label="Add my flag to #1")
    await looks(staff)
    assert "Flagged 3 times" in texts(card(staff))
    assert len(shown(card(staff))) == 10
    assert " and 20 more" in texts(card(staff))
    assert "**@everyone**" not in texts(card(staff))
    assert "](https://evil.example)" not in texts(card(staff))
    assert await backlog(staff) == 0


async def test_a_split_after_a_merge_takes_the_pictures_of_its_flags_along(staff):
    other = png(photo(2))
    await flag_message(staff, ("ferry.png", PHOTO))
    await flag_message(staff, ("fire.png", other), text="A harbour burnt down on Tuesday night.", who=staff.ben)
    request = staff.claims.request(staff.desk.guild.id, staff.as_actor(staff.maria, is_editor=True))
    await staff.claims.merge(request, 2, 1)
    await staff.claims.split(request, 1, "A harbour burnt down.", [2])
    await looks(staff)
    assert [content(staff, part) for part in shown(card(staff, 1))] == [PHOTO]
    assert [content(staff, part) for part in shown(card(staff, 3))] == [other]
    await staff.claims.forget(staff.desk.reader.id)
    await looks(staff)
    assert [shown(card(staff, number)) for number in (1, 2, 3)] == [[], [], []]
    assert (await staff.claims.verify_log(staff.desk.guild.id))[0].bad is None


async def test_a_damaged_picture_stops_no_other_file(staff):
    await flag_message(staff, ("empty.png", b""), ("a.avif", damaged_avif()), ("ferry.png", PHOTO))
    assert [content(staff, part) for part in shown(card(staff))] == [PHOTO]
    assert "Not kept: empty.png (no image, video or PDF that can be read), a.avif (no image" in texts(card(staff))
