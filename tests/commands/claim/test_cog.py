"""`/claim`: every command, its permissions, and no access across servers."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator

import pytest
from discord import PermissionOverwrite, Permissions

from bot.model.claim_input import NewClaim, NewEvidence, NewVerdict
from bot.model.claims import EvidenceKind, Status
from commands.claim.evidence import NOT_FETCHED
from commands.ui.cards import OCR_LABEL
from tests.commands.conftest import buttons, press, texts
from tests.commands.planned import COURSE
from tests.commands.staff import PERSON, Staff, open_staffed
from tests.commands.wire import walk
from tests.conftest import ROOT

FERRY = "The ferry carried 300 passengers."


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        await opened.set_up()
        yield opened


async def run(staff, command, by=None, claim="1", **options):
    """Use a command as Maria or another person; return the replies."""
    result = await (by or staff.maria).slash(staff.desk.channel, f"claim {command}", claim=claim, **options)
    assert result.acknowledged
    assert result.response is None or result.response.ephemeral
    return "\n".join(texts(message) for message in [result.response, *result.followups] if message)


async def status_of(staff, number=1):
    return (await staff.claims.get(staff.desk.guild.id, number)).status


async def test_a_link_to_a_message_of_this_server_brings_its_text_as_evidence(staff):
    await staff.flagged(FERRY)
    message = await staff.desk.reader.send(staff.desk.channel, "The log book says 30.")
    await run(staff, "evidence", link=message.jump_url)
    card = await staff.maria.slash(staff.desk.channel, "claim show", claim="1")
    shown = await press(staff.maria, card.response, "Add evidence")
    form = {"question": "", "link": message.jump_url, "note": ""}
    await staff.maria.submit_modal(shown, form)
    evidence = (await staff.claims.file(staff.desk.guild.id, 1)).evidence
    assert [(piece.text, piece.url) for piece in evidence] == [("The log book says 30.", message.jump_url)] * 2


async def test_a_message_that_the_editor_can_not_read_gives_only_its_link(staff):
    await staff.flagged(FERRY)
    closed = PermissionOverwrite(view_channel=False)
    hidden = staff.desk.guild.create_text_channel("hidden", overwrites={staff.editors: closed})
    message = await staff.desk.reader.send(hidden, "The minister told us in confidence.")
    await run(staff, "evidence", link=message.jump_url)
    [piece] = (await staff.claims.file(staff.desk.guild.id, 1)).evidence
    assert piece.text == message.jump_url


async def test_a_claim_goes_from_open_to_corrected_by_commands_alone(staff):
    await staff.flagged(FERRY)
    assert "#1 is assigned to you" in await run(staff, "take")
    assert "#1 is due <t:" in await run(staff, "due", when="tomorrow 17:00")
    assert "#1 now has high priority" in await run(staff, "priority", priority="high")
    assert "#1 is tagged #harbour, #politics" in await run(staff, "tag", tags="Politics, #harbour")
    assert "Status of #1: Checking" in await run(staff, "start")
    assert "added to #1" in await run(staff, "evidence", link="https://harbour.example/log", note="The log says 30.")
    assert "Status of #1: In review" in await run(staff, "review")
    assert "Status of #1: Checking" in await run(staff, "back", by=staff.ruth, why="Ask the captain.")
    ruled = await run(staff, "rule", rating="false", explanation="The log says 30.", evidence="1")
    assert "Verdict on #1:** False" in ruled
    assert "The address of the verdict on #1" in await run(staff, "publish", url="https://paper.example/ferry")
    corrected = await run(staff, "correct", rating="Mostly true", explanation="The log was wrong.")
    assert "Verdict on #1:** Mostly true" in corrected
    assert await status_of(staff) is Status.CORRECTED
    shown = await run(staff, "show", by=staff.desk.reader)
    assert "### Mostly true" in shown
    assert "earlier: ~~False~~" in shown
    text = await run(staff, "history", by=staff.desk.reader)
    assert "maria" in text
    assert (await staff.claims.verify_log())[0].bad is None


async def test_a_second_reader_is_somebody_else(staff):
    await staff.set_up(second_reader=True)
    await staff.flagged(FERRY)
    await run(staff, "start")
    assert "#1 waits for a second reader:** False" in await run(staff, "rule", rating="False", explanation="No.")
    assert "Only a reviewer can approve" in await run(staff, "approve")
    assert "Verdict on #1:** False" in await run(staff, "approve", by=staff.ruth)
    again = await run(staff, "correct", by=staff.boss, rating="True", explanation="Yes.")
    assert "waits for a second reader" in again
    assert "You gave the verdict on #1 yourself" in await run(staff, "approve", by=staff.boss)


async def test_assigning_tells_the_one_who_was_given_the_claim(staff):
    await staff.flagged(FERRY)
    await run(staff, "take")
    assert "#1 is assigned to ben" in await run(staff, "assign", to=staff.ben)
    [thread] = staff.channel.threads
    assert f"<@{staff.ben.id}>" in texts(thread.last_message)
    assert [user.id for user in thread.last_message.mentions] == [staff.ben.id]
    assert "#1 is unassigned" in await run(staff, "assign")


@pytest.mark.parametrize(
    ("start", "to", "ends"),
    [
        ("open", "checking", Status.CHECKING),
        ("checking", "review", Status.REVIEW),
        ("review", "checking", Status.CHECKING),
        ("verdict", "checking", Status.CHECKING),
        ("open", "declined", Status.DECLINED),
        ("declined", "open", Status.OPEN),
        ("declined", "declined", "#1 has this status already."),
        ("open", "review", "You can't send #1 to review: it is open."),
    ],
)
async def test_status_does_what_leads_there(staff, start, to, ends):
    await staff.flagged(FERRY)
    request = staff.claims.request(staff.desk.guild.id, PERSON)
    if start in {"checking", "review", "verdict"}:
        await staff.claims.start(request, 1)
    if start == "review":
        await staff.claims.send_to_review(request, 1)
    if start == "verdict":
        await staff.claims.rule(request, 1, NewVerdict("False", "No."))
    if start == "declined":
        await staff.claims.decline(request, 1)
    text = await run(staff, "status", to=to, why="So.")
    if isinstance(ends, Status):
        assert await status_of(staff) is ends
    else:
        assert ends in text


async def test_a_duplicate_goes_to_the_other_claim_and_reopens(staff):
    await staff.flagged(FERRY, "300 people were on the ferry.")
    assert "Status of #2: Duplicate of #1" in await run(staff, "duplicate", claim="2", of="#1")
    assert "can't be a duplicate of itself" in await run(staff, "duplicate", of="1")
    await run(staff, "reopen", claim="2")
    assert await status_of(staff, 2) is Status.OPEN


async def test_watching_is_for_everybody_and_ends(staff):
    await staff.flagged(FERRY)
    assert "You are watching #1" in await run(staff, "watch", by=staff.desk.reader)
    file = await staff.claims.file(staff.desk.guild.id, 1)
    assert [person.user for person in file.watchers] == [staff.desk.reader.id]
    assert "You are no longer watching #1" in await run(staff, "unwatch", by=staff.desk.reader)


EDITORS_ONLY = {
    "take": {},
    "assign": {},
    "due": {"when": "tomorrow"},
    "tag": {"tags": "x"},
    "priority": {"priority": "high"},
    "status": {"to": "declined"},
    "start": {},
    "review": {},
    "back": {},
    "reopen": {},
    "duplicate": {"of": "2"},
    "merge": {"into": "2"},
    "split": {},
    "decline": {},
    "rule": {"rating": "False", "explanation": "No."},
    "correct": {"rating": "False", "explanation": "No."},
    "approve": {},
    "publish": {"url": "https://paper.example/a"},
    "evidence": {"note": "I know it."},
    "details": {"claimant": "Jo Berg"},
    "archive": {},
}
FOR_EVERYBODY = {"show": {}, "history": {}, "watch": {}, "unwatch": {}}


async def test_every_command_is_tried_below(staff):
    commands = staff.desk.client.tree.get_command("claim").commands
    assert {command.name for command in commands} == {*EDITORS_ONLY, *FOR_EVERYBODY}
    assert len(commands) <= 25


async def test_who_has_no_role_is_refused_in_a_sentence_and_changes_nothing(staff):
    await staff.flagged(FERRY, "Another claim.")
    before = await staff.claims.file(staff.desk.guild.id, 1)
    for command, options in EDITORS_ONLY.items():
        text = await run(staff, command, by=staff.desk.asker, **options)
        assert text.startswith("Only "), command
    assert await staff.claims.file(staff.desk.guild.id, 1) == before


async def test_no_command_reaches_another_servers_claims(staff):
    await staff.flagged(FERRY, "Another claim.")
    before = [await staff.claims.file(staff.desk.guild.id, number) for number in (1, 2)]
    elsewhere = staff.desk.env.create_guild()
    lobby = elsewhere.create_text_channel("lobby")
    lords = elsewhere.create_role("lords", permissions=Permissions(manage_guild=True))
    spy = elsewhere.add_member(staff.maria.user, roles=[lords])
    for command, options in (EDITORS_ONLY | FOR_EVERYBODY).items():
        by_number = await spy.slash(lobby, f"claim {command}", claim="1", **options)
        assert "There is no claim #1 here" in texts(by_number.response), command
        by_words = await spy.slash(lobby, f"claim {command}", claim="ferry", **options)
        assert "No claim here contains “ferry”" in texts(by_words.response), command
        assert await spy.autocomplete(lobby, f"claim {command}", "claim", "ferry") == []
    assert [await staff.claims.file(staff.desk.guild.id, number) for number in (1, 2)] == before


async def test_a_role_that_was_taken_away_ends_what_one_may_do_at_once(staff):
    await staff.flagged(FERRY)
    assert "#1 is assigned to you" in await run(staff, "take")
    await staff.set_up(editor_role=staff.reviewers.id)
    assert "Only an editor can set a due date" in await run(staff, "due", when="tomorrow")


async def test_claims_are_offered_by_number_and_by_words(staff):
    await staff.flagged(*(f"Train {number} was late." for number in range(1, 13)), "A **ferry** sank.\n" + "x" * 200)
    choices = await staff.desk.reader.autocomplete(staff.desk.channel, "claim show", "claim", "#1")
    assert [choice["value"] for choice in choices] == ["1", "10", "11", "12", "13"]
    by_words = await staff.desk.reader.autocomplete(staff.desk.channel, "claim show", "claim", "ferry")
    assert [choice["value"] for choice in by_words] == ["13"]
    assert by_words[0]["name"].startswith("#13 open: A **ferry** sank. xxx")
    assert len(by_words[0]["name"]) == 100
    await staff.desk.app.database.close()
    assert await staff.desk.reader.autocomplete(staff.desk.channel, "claim show", "claim", "") == []


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ferry", "The ferry carried"),
        (" #001 ", "The ferry carried"),
        ("train", "“train” could be #4, #3, #2. Choose one"),
        ("whale @everyone", "No claim here contains “whale \\@everyone”"),
        ("99999999999", "No claim here contains"),
        ("0", "No claim here contains"),
        ("-1", "No claim here contains"),
    ],
)
async def test_what_was_typed_instead_of_chosen_means_one_claim_or_none(staff, typed, text):
    await staff.flagged(FERRY, "The train left.", "A train came.", "Train no. 3 stood.")
    assert text in await run(staff, "show", claim=typed)


@pytest.mark.parametrize(
    ("command", "options", "text"),
    [
        ("due", {"when": "someday"}, "can't be read as a date"),
        ("due", {"when": "yesterday"}, "has passed"),
        ("tag", {"tags": "x" * 50}, "the limit is 40"),
        ("tag", {"tags": ",".join(map(str, range(20)))}, "A claim can have at most 10 tags"),
        ("rule", {"rating": "Pants on fire", "explanation": "No."}, "is not on this desk's scale"),
        ("rule", {"rating": "False", "explanation": "No.", "evidence": "7"}, "has no evidence no. 7"),
        ("rule", {"rating": "False", "explanation": "No.", "evidence": "all"}, "by its numbers"),
        ("evidence", {}, "Nothing was added"),
        ("evidence", {"link": "harbour log"}, "That is not a link"),
        ("evidence", {"query": "what did Biden say about the whales of Atlantis?"}, ""),
        ("publish", {"url": "nowhere"}, "You can't set the link of the published verdict"),
    ],
)
async def test_what_cannot_be_read_ends_in_a_sentence(staff, command, options, text):
    await staff.flagged(FERRY)
    await run(staff, "start")
    reply = await run(staff, command, **options)
    assert text in reply
    assert "Something went wrong" not in reply


async def test_quotes_are_picked_from_an_answer_after_a_restart_and_pinned_once(staff):
    await staff.flagged("Forty divers trained at Orlets.")
    result = await staff.maria.slash(staff.desk.channel, "claim evidence", claim="1", query=COURSE)
    offer = [result.response, *result.followups][-1]
    await staff.desk.restart()
    [menu] = [part for part in walk(offer.components) if part["type"] == 3]
    assert menu["placeholder"] == "Add quotes to #1 …"
    picked = await staff.maria.select(offer, ["0", "1"], custom_id=menu["custom_id"])
    assert "2 pieces of evidence added to #1" in texts(picked.response)
    file = await staff.desk.app.desk.file(staff.desk.guild.id, 1)
    for piece in file.evidence:
        assert (piece.kind, piece.sha256 is not None) == (EvidenceKind.QUOTE, True)
        [document] = (await staff.desk.app.documents.get([piece.document])).values()
        assert piece.span.of(document.text) == piece.text
    again = await staff.maria.select(offer, ["0"], custom_id=menu["custom_id"])
    assert "has this quote already" in texts(again.response)
    other = await staff.desk.reader.slash(staff.desk.channel, "claim evidence", claim="1", query=COURSE)
    assert "Only somebody who flagged it, its assignee, an editor or a reviewer" in texts(other.response)


async def test_a_quote_read_by_ocr_keeps_its_label_on_the_claim_after_its_article_has_gone(staff):
    await staff.flagged("Forty divers trained at Orlets.")
    await staff.desk.app.database.write(lambda db: db.execute("UPDATE documents SET read_by_ocr = 1"))
    result = await staff.maria.slash(staff.desk.channel, "claim evidence", claim="1", query=COURSE)
    offer = [result.response, *result.followups][-1]
    assert OCR_LABEL in texts(offer)
    [menu] = [part for part in walk(offer.components) if part["type"] == 3]
    await staff.maria.select(offer, ["0"], custom_id=menu["custom_id"])
    folder = next(iter(staff.desk.app.folders))
    await staff.desk.app.remove(str(folder.resolve()))
    shown = await run(staff, "show")
    assert "Source gone" in shown
    assert f"-# {OCR_LABEL}" in shown


async def test_rule_without_all_that_is_needed_opens_the_form(staff):
    await staff.flagged(FERRY)
    await run(staff, "start")
    shown = await staff.maria.slash(staff.desk.channel, "claim rule", claim="1")
    assert shown.modal["title"] == "Verdict on #1"
    sent = await staff.maria.submit_modal(shown, {"rating": "False", "explanation": "The log says 30."})
    assert "False" in texts(sent.response)
    assert await status_of(staff) is Status.VERDICT


async def test_the_whole_group_is_as_small_as_discord_asks_for(staff):
    [sent] = [command for command in staff.desk.client.tree.get_commands() if command.name == "claim"]
    assert _characters(sent.to_dict(staff.desk.client.tree)) <= 8000


def _characters(part):
    own = sum(len(str(part.get(key, ""))) for key in ("name", "description"))
    values = len(part["value"]) if isinstance(part.get("value"), str) else 0
    inner = [*(part.get("options") or []), *(part.get("choices") or [])]
    return own + values + sum(map(_characters, inner))


async def test_buttons_of_a_shown_claim_are_those_that_one_may_press(staff):
    await staff.flagged(FERRY)
    mine = await staff.maria.slash(staff.desk.channel, "claim show", claim="1")
    theirs = await staff.desk.reader.slash(staff.desk.channel, "claim show", claim="1")
    assert "Take" in buttons(mine.response)
    assert set(buttons(theirs.response)) == {"Watch", "History"}


@pytest.mark.parametrize("name", ["claim", "claims", "desk", "flag"])
async def test_the_desk_is_offered_on_servers_that_have_the_bot_and_nowhere_else(staff, name):
    tree = staff.desk.client.tree
    sent = tree.get_command(name).to_dict(tree)
    assert (sent["contexts"], sent["integration_types"]) == ([0], [0])


async def test_every_command_of_the_desk_stands_in_its_page(staff):
    page = (ROOT / "docs" / "desk.md").read_text(encoding="utf-8")
    groups = {name: staff.desk.client.tree.get_command(name).commands for name in ("claim", "claims", "desk")}
    missing = [
        f"/{name} {command.name}"
        for name, commands in groups.items()
        for command in commands
        if f"/{name} {command.name}`" not in page and f"`{command.name}`" not in page
    ]
    assert not missing


async def test_a_shown_claim_names_the_similar_claims_with_what_differs(staff):
    await staff.flagged(FERRY, "The ferry carried 30 passengers.", "The lighthouse of Velm was sold.")
    shown = await run(staff, "show", by=staff.desk.reader)
    assert "**Similar claims**\n**#2** The ferry carried 30 passengers." in shown
    assert "⚠ Other number: #1 has **300**, #2 has **30**" in shown
    assert "#3" not in shown


async def test_a_claim_without_similar_ones_shows_none(staff):
    await staff.flagged(FERRY, "The lighthouse of Velm was sold.")
    assert "Similar claims" not in await run(staff, "show")


async def test_duplicates_and_the_original_are_not_named_again_as_similar(staff):
    await staff.flagged(FERRY, "The ferry carried 30 passengers.", "The ferry carried 300 passengers on Friday.")
    await run(staff, "duplicate", claim="3", of="1")
    original, duplicate = await run(staff, "show"), await run(staff, "show", claim="3")
    assert "**#2**" in original
    assert "**#3**" not in original
    assert "**#2**" in duplicate
    assert "**#1**" not in duplicate


async def test_at_most_three_similar_claims_are_named(staff):
    await staff.flagged(FERRY, *(f"The ferry carried {number} passengers." for number in (31, 32, 33, 34)))
    assert (await run(staff, "show")).count("Other number") == 3


async def test_a_long_claim_leaves_out_the_similar_ones_without_room(staff):
    long_words = " ".join(f"{FERRY[:-1]} to port {number} of Orlets." for number in range(20))
    await staff.flagged(f"{long_words[:990]}.", f"{long_words[:980]} never.", why="It is asked. " * 60)
    note = NewEvidence(EvidenceKind.NOTE, "The log of the harbour office says so. " * 30)
    request = staff.claims.request(staff.desk.guild.id, PERSON)
    await staff.claims.add_evidence(request, 1, [note] * 5)
    assert "#1" in await run(staff, "show")


async def test_claims_of_another_server_are_never_similar(staff):
    await staff.flagged(FERRY)
    other = staff.claims.request(staff.desk.guild.id + 1, PERSON)
    await staff.claims.flag(other, NewClaim("The ferry carried 30 passengers."))
    assert "Similar claims" not in await run(staff, "show")


async def test_a_file_is_evidence_by_its_name_and_hash_and_is_sent_back(staff, monkeypatch):
    await staff.flagged(FERRY)
    with_note = await run(staff, "evidence", file=("log *7*.pdf", b"%PDF-1.4 thirty"), note="The log says 30.")
    assert "added to #1" in with_note
    shown = await press(staff.maria, await shown_claim(staff), "Add evidence")
    await staff.maria.submit_modal(shown, {"file": ("photo.png", b"png"), "link": "https://harbour.example/log"})
    evidence = (await staff.claims.file(staff.desk.guild.id, 1)).evidence
    hashes = [hashlib.sha256(content).hexdigest() for content in (b"%PDF-1.4 thirty", b"png")]
    assert [(piece.title, piece.text, piece.sha256, piece.url) for piece in evidence] == [
        ("log *7*.pdf", "The log says 30.", hashes[0], None),
        ("photo.png", "photo.png", hashes[1], None),
        (None, "https://harbour.example/log", None, "https://harbour.example/log"),
    ]
    text = texts(await shown_claim(staff))
    assert f"The log says 30.\n-# **1** file `{hashes[0][:12]}` · from outside the articles · log \\*7\\*.pdf" in text
    assert f"-# **2** file `{hashes[1][:12]}` · from outside the articles · photo.png" in text
    sent = await staff.desk.asker.slash(staff.desk.channel, "claim show", claim="1", evidence=1)
    [returned] = [reply for reply in (sent.response, *sent.followups) if reply and reply.attachments]
    assert (returned.ephemeral, returned.attachments[0].filename) == (True, "log_7_.pdf")
    assert "no. 3 of #1 is no file" in await run(staff, "show", evidence=3)
    monkeypatch.setattr(staff.desk.app.attachments, "most_bytes", 3)
    await run(staff, "evidence", file=("large.pdf", b"four"))
    assert "Only the name and the SHA-256" in await run(staff, "show", evidence=4)


async def test_a_file_that_is_too_large_or_gone_is_said_and_nothing_is_added(staff, monkeypatch):
    await staff.flagged(FERRY)

    async def get_from_cdn(_url):
        raise OSError("unreachable")

    monkeypatch.setattr(staff.desk.client.http, "get_from_cdn", get_from_cdn)
    assert f"“log.pdf” {NOT_FETCHED}" in await run(staff, "evidence", file=("log.pdf", b"x"))
    monkeypatch.setattr("commands.claim.evidence._MEGABYTE", 0)
    assert "“log.pdf” is larger than" in await run(staff, "evidence", file=("log.pdf", b"x"))
    assert (await staff.claims.file(staff.desk.guild.id, 1)).evidence == ()


async def shown_claim(staff):
    """Return the card of the first claim, shown to an editor."""
    return (await staff.maria.slash(staff.desk.channel, "claim show", claim="1")).response
