"""`/claims`: list, filters, pages after a restart, export and import."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from discord.ui import LayoutView
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.interchange.export import Format
from bot.errors import UserError
from bot.model.claim_input import NewVerdict
from bot.model.claim_provenance import Claimant, ClaimProvenance
from bot.model.claims import Author, ClaimFilter, Priority
from commands.claim_list.attachments import export_file
from commands.claim_list.filters import STATUSES, ListFilters, decode_filters, describe_filters, encode_filters
from tests.commands.conftest import buttons, texts
from tests.commands.staff import PERSON, Staff, open_staffed
from tests.commands.wire import EPHEMERAL


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        await opened.set_up()
        yield opened


async def listed(staff, by=None, **filters):
    return await (by or staff.desk.asker).slash(staff.desk.channel, "claims list", **filters)


async def ruled(staff, number, rating="False"):
    request = staff.claims.request(staff.desk.guild.id, PERSON)
    await staff.claims.start(request, number)
    await staff.claims.rule(request, number, NewVerdict(rating, "The log says so."))


async def test_an_empty_list_says_how_claims_come_to_it(staff):
    result = await listed(staff)
    assert staff.desk.callbacks()[-1] == {"type": 5, "data": {"flags": EPHEMERAL}}
    assert "### No claims" in texts(result.response)
    assert "No claims have been flagged yet" in texts(result.response)
    assert "No claim matches these filters" in texts((await listed(staff, overdue=True)).response)


async def test_a_claim_is_listed_with_how_it_stands(staff):
    [number] = await staff.flagged(
        "The *ferry* carried 300 people @everyone.",
        priority=Priority.URGENT,
        tags=("ferry",),
        due=staff.clock.now + timedelta(hours=1),
    )
    staff.clock.passes(hours=2)
    request = staff.claims.request(staff.desk.guild.id, PERSON)
    await staff.claims.take(request, number)
    text = texts((await listed(staff)).response)
    assert "### 1 claim" in text
    assert "**#1** The \\*ferry\\* carried 300 people \\@everyone." in text
    assert "**Open** · ⚠ overdue, was due <t:" in text
    assert "⚠ urgent · assigned to Maria · #ferry" in text


async def test_every_filter_narrows_the_list_and_is_told(staff):
    maria, asker = staff.as_actor(staff.maria, is_editor=True), staff.as_actor(staff.desk.asker)
    await staff.flagged("The ferry sank.", tags=("ferry",), due=staff.clock.now + timedelta(hours=1))
    await staff.flagged("The train left.", by=asker)
    await staff.flagged("The tram is late.")
    await ruled(staff, 3)
    request = staff.claims.request(staff.desk.guild.id, maria)
    await staff.claims.set_details(request, 2, ClaimProvenance(Claimant("Zoë Bergström")))
    await staff.claims.assign(request, 1, Author(staff.maria.id, "Maria"))
    staff.clock.passes(hours=3)
    cases = [
        ({"status": STATUSES["in progress"]}, {1, 2}, "in progress"),
        ({"status": STATUSES["verdict"]}, {3}, "verdict"),
        ({"assignee": staff.maria}, {1}, f"assigned to <@{staff.maria.id}>"),
        ({"unassigned": True, "status": STATUSES["open"]}, {2}, "open · unassigned"),
        ({"mine": True}, {2}, "yours"),
        ({"tag": "#Ferry"}, {1}, "tagged Ferry"),
        ({"rating": "false"}, {3}, "rating False"),
        ({"overdue": True}, {1}, "overdue"),
        ({"text": "the train"}, {2}, "containing “the train”"),
        ({"claimant": "berg zoe"}, {2}, "claimed by berg zoe"),
        ({"claimant": "erg"}, set(), "No claim matches"),
    ]
    for filters, numbers, words in cases:
        text = texts((await listed(staff, **filters)).response)
        assert {number for number in (1, 2, 3) if f"**#{number}**" in text} == numbers, filters
        assert words in text
    refused = await listed(staff, assignee=staff.maria, unassigned=True)
    assert "not both" in texts(refused.response)


async def test_pages_turn_after_a_restart_with_the_filters_they_had(staff):
    await staff.flagged(*(f"Ferry no. {number} sank." for number in range(1, 18)), tags=("ferry",))
    await staff.flagged("The train left.")
    result = await listed(staff, tag="ferry", text="sank", visibility="public")
    assert "page 1 of 3" in texts(result.response)
    assert "**#17**" in texts(result.response)
    await staff.desk.restart()
    older = await staff.desk.reader.click(result.response, label="Older")
    assert older.response.ephemeral
    assert "page 2 of 3" in texts(older.response)
    await staff.desk.reader.click(older.response, label="Older")
    assert staff.desk.callbacks()[-1] == {"type": 6}
    assert "page 3 of 3" in texts(older.response)
    assert "**#1**" in texts(older.response)
    assert buttons(older.response)["Older"]["disabled"]
    assert "page 1 of 3" in texts(result.response)


async def test_a_page_that_is_past_the_end_by_now_shows_the_last_one(staff):
    await staff.flagged(*(f"Ferry no. {number} sank." for number in range(1, 10)))
    result = await listed(staff, status=STATUSES["open"])
    request = staff.claims.request(staff.desk.guild.id, PERSON)
    await staff.claims.decline(request, 9)
    await staff.desk.asker.click(result.response, label="Older")
    assert "### 8 claims" in texts(result.response)
    assert "**#8**" in texts(result.response)


async def test_filters_too_long_for_a_button_are_told_instead_of_a_button_that_fails(staff):
    words = " ".join(["ferry"] * 20)
    await staff.flagged(*(f"{words} {number}" for number in range(10)))
    result = await listed(staff, text=words)
    assert "### 10 claims" in texts(result.response)
    assert "too long for page buttons" in texts(result.response)
    assert "Older" not in buttons(result.response)


async def test_a_claim_is_opened_from_the_list_after_a_restart_with_the_buttons_that_one_may_press(staff):
    await staff.flagged("The ferry sank.", "The train left.")
    result = await listed(staff, visibility="public")
    await staff.desk.restart()
    opened = await staff.desk.asker.select(result.response, ["1"], custom_id="claims:open")
    assert opened.response.ephemeral
    assert "### The ferry sank." in texts(opened.response)
    assert "Take" not in buttons(opened.response)
    by_editor = await staff.maria.select(result.response, ["1"], custom_id="claims:open")
    assert "Take" in buttons(by_editor.response)


async def test_a_list_shows_nothing_of_another_servers_claims(staff):
    await staff.flagged("The ferry sank.", tags=("ferry",))
    elsewhere = staff.desk.env.create_guild()
    lobby = elsewhere.create_text_channel("lobby")
    spy = elsewhere.add_member(staff.maria.user)
    assert "### No claims" in texts((await spy.slash(lobby, "claims list")).response)
    assert "nothing was exported" in texts((await spy.slash(lobby, "claims export", format="csv")).response)
    assert await spy.autocomplete(lobby, "claims list", "tag", "fer") == []
    planted = await listed(staff, visibility="public")
    copied = LayoutView.from_message(planted.response.message, timeout=None)
    posted = await staff.desk.client.get_channel(lobby.id).send(view=copied)
    result = await spy.select(posted, ["1"], custom_id="claims:open")
    assert "There is no claim #1 here" in texts(result.response)


async def test_tags_claimants_and_ratings_are_offered_while_typing(staff):
    await staff.flagged("The ferry sank.", "Ferries sink.", tags=("ferry",))
    await staff.flagged("A fern grew.", tags=("fern",))
    choices = await staff.desk.asker.autocomplete(staff.desk.channel, "claims list", "tag", "#FER")
    assert [choice["name"] for choice in choices] == ["ferry (2)", "fern (1)"]
    request = staff.claims.request(staff.desk.guild.id, PERSON)
    await staff.claims.set_details(request, 1, ClaimProvenance(Claimant("Zoë Bergström")))
    claimants = await staff.desk.asker.autocomplete(staff.desk.channel, "claims list", "claimant", "BERG")
    assert [(choice["name"], choice["value"]) for choice in claimants] == [("Zoë Bergström (1)", "Zoë Bergström")]
    ratings = await staff.desk.asker.autocomplete(staff.desk.channel, "claims export", "rating", "mis")
    assert [choice["value"] for choice in ratings] == ["Missing context", "Misleading"]
    await staff.desk.app.database.close()
    assert await staff.desk.asker.autocomplete(staff.desk.channel, "claims list", "tag", "") == []


@pytest.mark.parametrize(
    ("kind", "name", "begins"),
    [
        ("jsonld", "claims.jsonld", '{"@context"'),
        ("csv", "claims.csv", "\ufeffid,claim"),
        ("markdown", "claims.md", "# C"),
    ],
)
async def test_an_export_is_a_file_that_only_the_asker_sees(staff, kind, name, begins):
    await staff.flagged("The ferry sank.", "The train left.")
    await ruled(staff, 1)
    result = await staff.desk.asker.slash(staff.desk.channel, "claims export", format=kind, rating="False")
    assert result.response.ephemeral
    [attached] = result.response.attachments
    content = (await attached.read()).decode()
    assert (attached.filename, content.startswith(begins)) == (name, True)
    assert "The ferry sank." in content
    assert "The train left." not in content
    assert "1 claim exported." in texts(result.response)


async def test_an_export_tells_what_is_left_out_and_when_there_is_nothing(staff):
    await staff.flagged("The ferry sank.", "The train left.")
    nothing = await staff.desk.asker.slash(staff.desk.channel, "claims export", format="jsonld")
    assert "Choose CSV instead" in texts(nothing.response)
    await ruled(staff, 1)
    exported = await staff.desk.asker.slash(staff.desk.channel, "claims export", format="jsonld")
    assert "Left out: 1 claim without a verdict" in texts(exported.response)
    assert "1 claim marked as a draft" in texts(exported.response)
    none = await staff.desk.asker.slash(staff.desk.channel, "claims export", format="csv", overdue=True)
    assert texts(none.response) == "No claim matches these filters, so nothing was exported."


async def test_an_export_that_discord_would_not_take_is_told(staff):
    await staff.flagged("The ferry sank.")
    guild = staff.desk.client.get_guild(staff.desk.guild.id)
    with pytest.raises(UserError, match="larger than 0 MB, Discord's limit here"):
        await export_file(staff.desk.app, guild, ClaimFilter(), Format.CSV, limit=100)


async def test_earlier_fact_checks_are_imported_by_an_editor_alone(staff):
    rows = "id,claim,rating,published\nA1,The ferry sank.,False,2025-03-01\nA2,,True,\nA3,The train left.,True,soon\n"
    refused = await bring(staff, staff.desk.asker, rows)
    assert texts(refused.response) == "Only an editor can import claims."
    done = await bring(staff, staff.maria, "\ufeff" + rows)
    assert (
        texts(done.response).strip().startswith("2 imported, 0 already known, 1 left out.\nLine 3: the claim is empty.")
    )
    again = await bring(staff, staff.maria, rows)
    assert "0 imported, 2 already known" in texts(again.response)
    assert "**False** (verdict)" in texts((await listed(staff, text="ferry")).response)


@pytest.mark.parametrize(
    ("content", "words"),
    [("", "This file is empty"), ("name,colour\nx,red\n", "claim"), ("\x00\x01\x02", "This file"), ("{", "This file")],
)
async def test_a_file_that_holds_no_claims_ends_in_a_sentence(staff, content, words):
    result = await bring(staff, staff.maria, content)
    text = texts(result.response)
    assert words in text
    assert "Something went wrong" not in text
    assert "/tmp" not in text


async def test_an_import_tells_what_it_cut_and_what_it_could_not_read(staff):
    long = "t" * 600
    done = await bring(staff, staff.maria, f"claim,title,published\nIt sank.,{long},05/01/2024\n")
    text = texts(done.response)
    assert "1 imported without date, which may be two days: line 2. Write such a date as 2024-01-05." in text
    assert "1 imported with a shortened title, which was too long: line 2." in text


async def test_columns_are_chosen_and_another_verdict_is_offered_as_a_correction(staff):
    rows, chosen = "Nr,Assertion,Verdict\n1,It sank.,{}\n", "id=Nr, claim=Assertion"
    assert "“claim”" in texts((await bring(staff, staff.maria, rows.format("False"))).response)
    assert "1 imported" in texts((await bring(staff, staff.maria, rows.format("False"), columns=chosen)).response)
    offered = texts((await bring(staff, staff.maria, rows.format("True"), columns=chosen)).response)
    assert "Line 2: the verdict on #1 was not changed: the file changes it from “False” to “True”." in offered
    assert "with the option correct" in offered
    done = await bring(staff, staff.maria, rows.format("True"), columns=chosen, correct=True)
    assert "0 imported, 1 already known, 1 corrected, 0 left out." in texts(done.response)
    assert (await staff.claims.get(staff.desk.guild.id, 1)).rating == "True"


async def bring(staff, by, content, **options):
    return await by.slash(staff.desk.channel, "claims import", file=("checks.csv", content.encode()), **options)


TEXT = st.text(max_size=20)


@given(
    st.builds(
        ListFilters,
        st.sampled_from(["", *STATUSES.values()]),
        st.none() | st.integers(0, 2**63),
        st.none() | st.integers(1, 2**63),
        st.booleans(),
        TEXT,
        TEXT,
        TEXT,
        TEXT,
    )
)
def test_filters_are_read_as_they_were_written(chosen):
    assert decode_filters(encode_filters(chosen)) == chosen
    assert "\n" not in describe_filters(chosen, 1)


def test_buttons_from_before_there_were_claimants_still_turn_pages():
    assert decode_filters("o||||||ferry") == ListFilters("o", text="ferry")


def test_what_was_never_written_is_no_filter():
    for nonsense in ("", "q||||||", "o|x|||||", "o|||||"):
        with pytest.raises(UserError, match="too old"):
            decode_filters(nonsense)
