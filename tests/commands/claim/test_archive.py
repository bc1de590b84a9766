"""`/claim archive`: links, copies of their pages, and the files of local copies."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from types import SimpleNamespace

import pytest
from discord import AllowedMentions
from discord.ui import ActionRow, Button, LayoutView

from bot.model.claim_input import NewEvidence
from bot.model.claim_provenance import Appearance, ClaimProvenance
from bot.model.claims import Author, EvidenceKind, FlagSource
from bot.model.page_copies import CopyKind
from tests.commands.conftest import offered, press, texts
from tests.commands.staff import open_staffed
from tests.commands.wire import MENU, walk
from tests.desk.archiving.conftest import BOTH, PAGE, TEXT, service, site  # noqa: F401 - a fixture

FERRY = "The ferry carried 300 passengers."
POST = "https://social.example/jo/1"


@pytest.fixture
async def staff(settings):
    async with open_staffed(settings) as opened:
        await opened.set_up()
        yield opened


@pytest.fixture
def archive(staff, site):  # noqa: F811
    """A desk whose bot may fetch from the site and from its archive."""
    permit(staff, site, BOTH)
    return site


def permit(staff, site, kinds):  # noqa: F811
    archiving = service(SimpleNamespace(database=staff.desk.app.database, clock=staff.clock), site, kinds)
    staff.desk.client.app = replace(staff.desk.app, page_archiving=archiving)


async def flagged(staff, *urls, message=""):
    origin = FlagSource("https://discord.com/channels/1/2/3", Author(9, "Jo"), None, message) if message else None
    provenance = ClaimProvenance(appearances=tuple(map(Appearance, urls)))
    return (await staff.flagged(FERRY, provenance=provenance, origin=origin))[0]


async def archive_card(staff, by=None):
    return await (by or staff.maria).slash(staff.desk.channel, "claim archive", claim="1")


def options(message, kind):
    """Return the values of a menu by their labels."""
    parts = walk([part if isinstance(part, dict) else part.to_dict() for part in message.components])
    [menu] = [part for part in parts if part["type"] == MENU and part["custom_id"].startswith(f"archive:{kind}")]
    return menu["custom_id"], {option["label"]: option["value"] for option in menu["options"]}


async def choose(staff, message, kind, place=0):
    custom_id, values = options(message, kind)
    return await staff.maria.select(message, [list(values.values())[place]], custom_id=custom_id)


async def card(staff, by=None):
    result = await (by or staff.maria).slash(staff.desk.channel, "claim show", claim="1")
    return [result.response, *result.followups][-1]


async def test_without_the_settings_links_are_shown_and_no_page_can_be_fetched(staff):
    await flagged(staff, POST, message="See https://paper.example/a.")
    shown = (await archive_card(staff)).response
    text = texts(shown)
    assert f"**1.** [social.example/jo/1](<{POST}>)\n-# appearance" in text
    assert "**2.** [paper.example/a](<https://paper.example/a>)\n-# flagged message" in text
    assert "FACTDESK_FETCH_PAGES=true" in text
    assert shown.ephemeral
    assert not offered(shown)


async def test_each_setting_brings_its_own_menu_and_says_what_it_does(staff, site):  # noqa: F811
    await flagged(staff, POST)
    permit(staff, site, frozenset({CopyKind.INTERNET_ARCHIVE}))
    shown = (await archive_card(staff)).response
    assert "The Internet Archive gets the address, and publishes its copy." in texts(shown)
    assert "the bot fetches the page" not in texts(shown)
    assert list(options(shown, "web")[1]) == ["1. social.example/jo/1"]


async def test_a_local_copy_is_made_told_on_the_card_and_sent_as_a_file(staff, archive):
    url = archive.serve("/log")
    await flagged(staff, url)
    shown = (await archive_card(staff)).response
    asked = await choose(staff, shown, "text")
    assert "A local copy of 1 link is being made." in texts(asked.response)
    assert "being archived" in texts(asked.response)
    assert "1 link being archived" in texts(await card(staff))
    assert not archive.requests, "nothing is fetched while somebody waits"
    assert await staff.desk.client.app.page_archiving.deliver_due() == 1
    shown = await card(staff, staff.desk.reader)
    assert r"1 link archived: 127\.0.0.1 (local copy)" in texts(shown)
    sent = await press(staff.desk.reader, shown, "Local copy")
    [reply] = [message for message in [sent.response, *sent.followups] if message and message.attachments]
    assert reply.ephemeral
    [file] = reply.attachments
    assert file.filename == "claim-1-copy-1-127.0.0.1.txt"
    assert "1 local copy of pages that #1 links." in texts(reply)
    saved = (await file.read()).decode()
    assert f"Page: {url}\nTitle: Ferry log\nPublished: 2026-10-30\nFetched: " in saved
    assert hashlib.sha256(PAGE.encode()).hexdigest() in saved
    assert TEXT in saved


async def test_the_archived_address_stands_on_the_card(staff, archive):
    await flagged(staff, POST)
    copy = archive.take_in(POST)
    await choose(staff, (await archive_card(staff)).response, "web")
    await staff.desk.client.app.page_archiving.deliver_due()
    text = texts(await card(staff))
    assert f"1 link archived: [social.example](<{copy}>)" in text
    assert f"[archived](<{copy}>)" in texts((await archive_card(staff)).response)


async def test_the_archived_address_stands_beside_the_evidence(staff, archive):
    await staff.flagged(FERRY, evidence=(NewEvidence(EvidenceKind.LINK, "The post.", url=POST),))
    copy = archive.take_in(POST)
    await choose(staff, (await archive_card(staff)).response, "web")
    await staff.desk.client.app.page_archiving.deliver_due()
    assert f"link, [social.example](<{POST}>) ([archived](<{copy}>))" in texts(await card(staff))


async def test_a_failure_stands_on_the_card_with_its_reason_and_can_be_tried_again(staff, archive):
    url = archive.serve("/log", "", 404)
    await flagged(staff, url)
    await choose(staff, (await archive_card(staff)).response, "text")
    await staff.desk.client.app.page_archiving.deliver_due()
    assert "/log was not archived: it answered 404" in texts(await card(staff))
    archive.serve("/log")
    await choose(staff, (await archive_card(staff)).response, "text")
    await staff.desk.client.app.page_archiving.deliver_due()
    text = texts(await card(staff))
    assert "1 link archived" in text
    assert "was not archived" not in text


async def test_the_menu_of_the_card_leads_to_the_links(staff, archive):
    await flagged(staff, POST)
    opened = await press(staff.maria, await card(staff), "Archive links …")
    assert "### Links of #1" in texts(opened.response)
    assert opened.response.ephemeral


async def test_a_claim_without_links_offers_no_archive(staff):
    await staff.flagged(FERRY)
    assert "Archive links …" not in offered(await card(staff))
    assert "#1 links no page." in texts((await archive_card(staff)).response)


async def test_only_the_assignee_and_editors_may_archive(staff, archive):
    await flagged(staff, POST)
    refused = await archive_card(staff, staff.desk.reader)
    assert "Only its assignee or an editor can archive the links of #1." in texts(refused.response)
    assert await archive_card(staff, staff.ben)


async def test_a_link_that_the_claim_no_longer_has_is_not_fetched(staff, archive):
    await flagged(staff, POST)
    shown = (await archive_card(staff)).response
    request = staff.claims.request(staff.desk.guild.id, staff.as_actor(staff.maria, is_editor=True))
    await staff.claims.set_details(request, 1, ClaimProvenance(appearances=(Appearance("https://other.example/"),)))
    refused = await choose(staff, shown, "text")
    answers = [texts(message) for message in [refused.response, *refused.followups] if message]
    assert any("This was not one of the choices." in answer for answer in answers)
    assert (await staff.claims.file(staff.desk.guild.id, 1)).copies == ()


async def test_a_menu_of_before_the_setting_was_turned_off_fetches_nothing(staff, archive):
    await flagged(staff, POST)
    shown = (await archive_card(staff)).response
    permit(staff, archive, frozenset())
    refused = await choose(staff, shown, "text")
    answers = [texts(message) for message in [refused.response, *refused.followups] if message]
    assert any("Archiving is off." in answer for answer in answers)


async def test_a_button_of_a_claim_without_a_copy_says_so(staff):
    await flagged(staff, POST)
    assert "Local copy" not in offered(await card(staff))
    old = await staff.desk.client.get_channel(staff.desk.channel.id).send(
        view=LayoutView(timeout=None).add_item(ActionRow(Button(label="Local copy", custom_id="claim:copy:1:1"))),
        allowed_mentions=AllowedMentions.none(),
    )
    refused = await staff.maria.click(old, label="Local copy")
    assert "#1 has no local copy of a page." in texts(refused.response)
