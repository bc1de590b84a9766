"""Discord's expected refusals become a sentence and a line in the log."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import discord
import pytest

from commands.ui import discord_faults
from commands.ui.discord_faults import expected_fault, is_expired
from commands.ui.errors import error_message
from tests.commands import forged
from tests.commands.conftest import texts
from tests.commands.staff import open_staffed


def refusal(code, status=400, kind=discord.HTTPException):
    return kind(SimpleNamespace(status=status, reason="refused"), {"code": code, "message": "refused"})


@pytest.mark.parametrize("code", [10003, 10007, 10008, 10011, 10013, 50007, 50013, 50035, 50083, 160006])
def test_an_expected_refusal_gets_its_sentence_and_an_info_line(code, caplog):
    with caplog.at_level(logging.INFO):
        message = error_message(refusal(code), "/ask")
    assert "reference" not in message
    assert [(record.levelno, record.exc_info) for record in caplog.records] == [(logging.INFO, None)]


def test_an_unknown_refusal_gets_a_reference_and_its_stack_trace(caplog):
    assert "reference" in error_message(refusal(1), "/ask")
    assert caplog.records[-1].exc_info


def test_a_fault_of_discord_itself_says_to_try_again():
    assert "Try again" in expected_fault(refusal(0, 503, discord.DiscordServerError))


@pytest.mark.parametrize(("code", "expired"), [(10062, True), (50027, True), (10015, True), (10008, False)])
def test_an_expired_interaction_is_known(code, expired):
    assert is_expired(refusal(code)) is expired


async def test_an_option_naming_somebody_who_left_says_so(settings):
    async with open_staffed(settings) as staff:
        await staff.set_up()
        await staff.flagged("The mayor of Varga sold the harbour")
        left = staff.desk.env.create_user("gone")
        result = await staff.maria.slash(staff.channel, "claim assign", claim="1", to=left)
        assert "not on this server" in texts(result.response)


async def test_the_claims_of_somebody_who_left_are_listed(settings):
    async with open_staffed(settings) as staff:
        await staff.set_up()
        left = staff.desk.env.create_user("gone")
        result = await staff.maria.slash(staff.channel, "claims list", assignee=left)
        assert "Something went wrong" not in "".join(forged.replies(result))
        assert f"assigned to <@{left.id}>" in "".join(forged.replies(result))


@pytest.mark.parametrize("code", [10062, 50027, 10008, 10003])
async def test_an_answer_that_comes_too_late_leaves_an_info_line(desk, caplog, code):
    for path in ("*/callback", "/webhooks/*"):
        desk.env.inject_error("*", path, status=404, code=code, message="Unknown", times=None)
    with caplog.at_level(logging.INFO):
        await desk.asker.slash(desk.channel, "documents")
    assert not [record for record in caplog.records if record.levelno > logging.INFO or record.exc_info]


async def test_a_late_autocompletion_leaves_an_info_line(desk, caplog):
    desk.env.inject_error("POST", "*/callback", status=404, code=10062, message="Unknown interaction")
    with caplog.at_level(logging.INFO):
        await desk.asker.autocomplete(desk.channel, "documents", "title", "Orlets")
    assert not [record for record in caplog.records if record.levelno > logging.INFO or record.exc_info]
    assert any("10062" in record.getMessage() for record in caplog.records)


def test_the_filter_is_installed_once():
    discord_faults.log_expected_faults_as_info()
    discord_faults.log_expected_faults_as_info()
    assert len(logging.getLogger("discord.app_commands.tree").filters) == 1
