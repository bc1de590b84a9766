"""Flagging: from a message, a command or an answer; what stands already is shown before anything is made."""

from __future__ import annotations

from tests.discord.conftest import texts

FERRY = "The Orlets ferry carried 300 people on Friday."


def form_of(result):
    """Return a form's fields by their names: what they hold, or what is chosen in them."""
    fields = {}
    for label in result.modal["components"]:
        part = label["component"]
        chosen = [each["value"] for each in part.get("options", ()) if each.get("default")]
        fields[part["custom_id"]] = part.get("value", "") if part["type"] == 4 else chosen
    return fields


async def flagged(desk, who, claim=FERRY, **others):
    """Return what came of flagging a claim by /flag, its form filled in with `others`."""
    shown = await who.slash(desk.channel, "flag", claim=claim)
    return await who.submit_modal(shown, form_of(shown) | others)


async def test_flag_opens_a_form_with_the_claim_in_it_and_makes_a_claim_of_what_is_sent(desk):
    shown = await desk.asker.slash(desk.channel, "flag", claim=FERRY)
    assert form_of(shown) == {"claim": FERRY, "why": "", "priority": ["normal"], "due": "", "tags": ""}
    sent = await desk.asker.submit_modal(
        shown,
        {"claim": FERRY, "why": "All over town.", "priority": ["high"], "due": "in 3 days", "tags": "Ferry, #harbour"},
    )
    assert sent.response.ephemeral
    assert "**#1 is flagged.**" in texts(sent.response)
    file = await desk.app.desk.file(desk.guild.id, 1)
    claim = file.claim
    assert (claim.text, claim.why) == (FERRY, "All over town.")
    assert (claim.priority, claim.tags) == ("high", ("ferry", "harbour"))
    assert claim.due is not None
    assert [flag.by.user for flag in file.flags] == [desk.asker.id]
