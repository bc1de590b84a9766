"""Who made a claim, where, when and in which language: form, command, card."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.model.claim_provenance import Appearance, Claimant, ClaimantKind, ClaimProvenance
from commands.claim.provenance import provenance_lines
from tests.commands.claim.test_buttons import card, fill_in, private_reply
from tests.commands.claim.test_cog import run
from tests.commands.conftest import press, texts
from tests.commands.flag.test_cog import FERRY, flagged, form_of
from tests.commands.staff import Staff, open_staffed

POST, COPY = "https://x.com/berg/status/1", "https://web.archive.org/web/2024/https://x.com/berg/status/1"
TYPED = {
    "claimant": "Jo Berg https://people.example/jo",
    "kind": "person",
    "appearances": f"{POST}\n{COPY}\nhttps://radio.example/news",
    "claimed": "20 April 2024",
    "language": "NB_no",
}
SAVED = ClaimProvenance(
    Claimant("Jo Berg", ClaimantKind.PERSON, "https://people.example/jo"),
    (Appearance(POST, COPY), Appearance("https://radio.example/news")),
    "2024-04-20",
    "nb-NO",
)
LINE = (
    f"Claimed by **[Jo Berg](<https://people.example/jo>)** on [X](<{POST}>) ([archived](<{COPY}>)), 20 April 2024\n"
    "-# also at [radio.example](<https://radio.example/news>) · language: nb-NO"
)


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        await opened.set_up()
        yield opened


async def provenance(staff, number=1) -> ClaimProvenance:
    return (await staff.claims.get(staff.desk.guild.id, number)).provenance


async def test_the_form_saves_what_is_known_and_the_card_shows_it(staff):
    await flagged(staff.desk, staff.desk.asker)
    sent = await fill_in(staff.desk.asker, card(staff), "Details …", **TYPED)
    assert private_reply(sent) == f"The details of #1 were saved.\n{LINE}"
    assert await provenance(staff) == SAVED
    assert LINE in texts(card(staff))
    assert form_of(await press(staff.maria, card(staff), "Details …")) == TYPED | {
        "claimed": "2024-04-20",
        "language": "nb-NO",
    }
    history = await run(staff, "history")
    assert "changed its details" in history
    assert "claimant: Jo Berg" in history
    assert (await staff.claims.verify_log())[0].bad is None


async def test_the_form_is_filled_with_the_links_of_the_flagged_message(staff):
    text = f"{FERRY} Seen at {POST}, and at <https://discord.com/channels/1/2/3>."
    message = await staff.desk.reader.send(staff.desk.channel, text)
    shown = await staff.desk.asker.context_menu(staff.desk.channel, "Flag claim", message)
    await staff.desk.asker.submit_modal(shown, form_of(shown))
    assert await provenance(staff) == ClaimProvenance()
    filled = form_of(await press(staff.maria, card(staff), "Details …"))
    assert filled == {"claimant": "", "kind": "unknown", "appearances": POST, "claimed": "", "language": ""}


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("claimed", "05/04/2024", "“05/04/2024” is one day in London and another in New York."),
        ("claimed", "last week", "“last week” can't be read as a date."),
        ("appearances", "see page 3", "“see” is not a link."),
        ("language", "klingonese", "“klingonese” is not a language code."),
        ("claimant", "https://people.example/jo", "The claimant needs a name."),
    ],
)
async def test_what_can_not_be_read_is_told_and_comes_back(staff, field, typed, told):
    await flagged(staff.desk, staff.desk.asker)
    reply = private_reply(await fill_in(staff.maria, card(staff), "Details …", **(TYPED | {field: typed})))
    assert reply.startswith(told)
    assert "What you wrote:" in reply
    assert await provenance(staff) == ClaimProvenance()


async def test_the_command_changes_what_is_given_and_a_dash_removes_it(staff):
    await staff.flagged(FERRY)
    assert "Nobody is named as the claimant yet" in await run(staff, "details", about="https://people.example/jo")
    await run(staff, "details", claimant="Jo Berg", kind="person", about="https://people.example/jo")
    await run(staff, "details", appearances=f"{POST} {COPY} https://radio.example/news")
    assert LINE in await run(staff, "details", claimed="2024-04-20", language="nb-no")
    assert await provenance(staff) == SAVED
    await run(staff, "details", claimant="-", appearances="-", claimed="April 2024")
    assert await provenance(staff) == ClaimProvenance(claimed="2024-04", language="nb-NO")


async def test_without_options_the_command_opens_the_form(staff):
    await staff.flagged(FERRY)
    shown = await staff.maria.slash(staff.desk.channel, "claim details", claim="1")
    assert set(form_of(shown)) == set(TYPED)
    await staff.maria.submit_modal(shown, TYPED)
    assert await provenance(staff) == SAVED


async def test_two_editors_with_the_same_form_do_not_overwrite_each_other(staff):
    await flagged(staff.desk, staff.desk.asker)
    first = await press(staff.maria, card(staff), "Details …")
    second = await press(staff.ben, card(staff), "Details …")
    await staff.maria.submit_modal(first, TYPED)
    late = await staff.ben.submit_modal(second, {"claimant": "Somebody else", "kind": "unknown"})
    assert "Somebody was quicker with #1: maria changed its details" in private_reply(late)
    assert await provenance(staff) == SAVED


@pytest.mark.parametrize(
    ("known", "line"),
    [
        (ClaimProvenance(), ""),
        (ClaimProvenance(claimed="2024"), "Claimed in 2024"),
        (ClaimProvenance(claimed="2024-04"), "Claimed in April 2024"),
        (ClaimProvenance(claimed="2024-04-20"), "Claimed on 20 April 2024"),
        (ClaimProvenance(language="de"), "-# language: de"),
        (ClaimProvenance(Claimant("*Jo* [x](y)")), r"Claimed by **\*Jo\* \[x\](y)**"),
        (
            ClaimProvenance(None, (Appearance("https://m.facebook.com/a"),)),
            "Claimed on [Facebook](<https://m.facebook.com/a>)",
        ),
    ],
)
def test_a_card_says_only_what_is_known(known, line):
    assert "\n".join(provenance_lines(known)) == line
