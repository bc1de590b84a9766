"""Verdicts and corrections reach the webhook: signed, in order, again after a failure, once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

import pytest

from bot.desk.webhook.request import WebhookTarget
from bot.desk.webhook.service import WebhookService
from bot.model.claim_input import ImportedClaim, NewVerdict
from bot.model.notifications import OutboxKind
from tests.desk.conftest import BEN, MARIA, RUTH, DeskNewsroom
from tests.desk.publication.conftest import Site
from tests.desk.webhook.conftest import SECRET, Receiver


async def send(webhook: WebhookService) -> int:
    await webhook.queue_new()
    return await webhook.deliver_due()


async def test_a_verdict_its_link_and_its_correction_are_sent_in_order(
    room: DeskNewsroom, webhook: WebhookService, receiver: Receiver, tmp_path
) -> None:
    number = await Site(room, tmp_path).ferry()
    await room.by(MARIA).correct(number, NewVerdict("Misleading", "Thirty."))
    assert await send(webhook) == 3
    assert [body["type"] for body in receiver.bodies] == ["verdict.given", "verdict.linked", "verdict.corrected"]
    assert await send(webhook) == 0
    assert len(receiver.requests) == 3


async def test_the_body_has_the_documented_form_and_nothing_internal(
    room: DeskNewsroom, webhook: WebhookService, receiver: Receiver, tmp_path
) -> None:
    await Site(room, tmp_path).ferry()
    await send(webhook)
    body = receiver.bodies[0]
    assert body.keys() == {"type", "timestamp", "data"}
    assert body["timestamp"] == "2026-11-02T09:00:00+00:00"
    data = body["data"]
    log = data.pop("log")
    assert log["events"] > 3
    assert len(log["hash"]) == 64
    evidence = data["verdict"].pop("evidence")
    assert [piece["kind"] for piece in evidence] == ["quote", "quote", "link"]
    assert evidence[1] == {
        "kind": "quote",
        "text": "Passengers: 30",
        "speaker": "the log book",
        "title": "Log book, page 4",
        "url": None,
        "read_by_ocr": True,
    }
    assert data == {
        "server": "500",
        "claim": 2,
        "text": "The ferry carried 300 people.",
        "title": None,
        "tags": ["ferry", "lindholm"],
        "claimant": "Jo Berg",
        "claimed": "2026-10-31",
        "language": "nb",
        "appearances": [{"url": "https://social.example/jo/1", "archived": "https://archive.example/1"}],
        "verdict": {
            "number": 1,
            "rating": "False",
            "rating_value": 1,
            "worst_rating": 1,
            "best_rating": 5,
            "explanation": "The captain and the log book say 30.\n\nNobody counted 300.",
            "date": "2026-11-02",
        },
        "previous": None,
        "url": "https://lindholm.example/ferry",
    }
    text = json.dumps(receiver.bodies).casefold()
    assert [word for word in ("maria", "a reader", "discord", "private number", "everybody") if word in text] == []


async def test_a_request_is_signed_over_its_id_time_and_body(
    room: DeskNewsroom, webhook: WebhookService, receiver: Receiver
) -> None:
    await room.ruled()
    await send(webhook)
    [(headers, body)] = receiver.requests
    assert headers["content-type"] == "application/json"
    assert headers["webhook-timestamp"] == str(int(room.clock.now.timestamp()))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


async def test_a_secret_without_a_prefix_signs_with_its_own_bytes(room: DeskNewsroom, receiver: Receiver) -> None:
    await room.flagged("An earlier claim.")
    target = WebhookTarget(receiver.url, "a plain secret of letters", allow_private=True)
    webhook = WebhookService(room.database, room.desk, target, room.clock)
    await webhook.queue_new()
    await room.ruled()
    await send(webhook)
    [(headers, body)] = receiver.requests
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(b"a plain secret of letters", signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"


async def test_a_failed_request_is_repeated_with_growing_pauses_and_the_same_id(
    room: DeskNewsroom, webhook: WebhookService, receiver: Receiver
) -> None:
    await room.ruled()
    receiver.status = 503
    assert await send(webhook) == 0
    assert await send(webhook) == 0
    assert len(receiver.requests) == 1, "not at once"
    for seconds in (10, 60, 300):
        room.clock.passes(seconds=seconds - 1)
        await send(webhook)
        room.clock.passes(seconds=1)
        await send(webhook)
    assert len(receiver.requests) == 4
    receiver.status = 204
    room.clock.passes(seconds=1_800)
    assert await send(webhook) == 1
    assert len({headers["webhook-id"] for headers, _ in receiver.requests}) == 1
    assert len({headers["webhook-timestamp"] for headers, _ in receiver.requests}) == 5


async def test_after_seven_days_it_is_dropped_with_a_note(
    room: DeskNewsroom, webhook: WebhookService, receiver: Receiver
) -> None:
    number = await room.ruled()
    receiver.status = 500
    await send(webhook)
    room.clock.passes(days=7, seconds=-1)
    await send(webhook)
    assert "not posted" not in await room.happened(number)
    room.clock.passes(hours=6)
    await send(webhook)
    event = (await room.desk.history(room.guild, number))[-1]
    assert (event.action, event.after) == (
        "not posted",
        {
            "message": "webhook",
            "why": f"The webhook did not take the verdict on #{number} for 7 days: it answered 500.",
        },
    )
    receiver.status = 200
    room.clock.passes(days=1)
    assert await send(webhook) == 0
    [check] = await room.desk.verify_log(room.guild)
    assert check.bad is None


async def test_a_broken_webhook_holds_up_neither_discord_nor_another_claim(
    room: DeskNewsroom, webhook: WebhookService, receiver: Receiver
) -> None:
    first = await room.ruled()
    receiver.status = 500
    await send(webhook)
    second = await room.ruled("It sank.")
    receiver.status = 200
    assert await send(webhook) == 1
    assert receiver.bodies[-1]["data"]["claim"] == second
    assert OutboxKind.WEBHOOK not in {message.kind for message in await room.sent()}
    assert (await room.desk.outbox.backlog()).count == 0, "nothing waits for Discord"
    room.clock.passes(seconds=10)
    assert await send(webhook) == 1
    assert receiver.bodies[-1]["data"]["claim"] == first


async def test_a_verdict_counts_from_its_approval_and_imports_do_not_count(
    room: DeskNewsroom, webhook: WebhookService, receiver: Receiver
) -> None:
    await room.needs_second_reader()
    number = await room.checking()
    await room.by(BEN).rule(number, NewVerdict("False", "Thirty."))
    await room.by(MARIA).import_many([ImportedClaim("It sank.", rating="False")])
    assert await send(webhook) == 0
    await room.by(RUTH).approve(number)
    assert await send(webhook) == 1
    assert receiver.bodies[0]["type"] == "verdict.given"
    second = await room.checking("It sank.")
    await room.by(BEN).rule(second, NewVerdict("False", "It floats."))
    await room.by(RUTH).approve(second)
    assert await send(webhook) == 1, "the verdict and its approval are one message"


async def test_a_claim_that_was_withdrawn_meanwhile_is_not_sent(
    room: DeskNewsroom, webhook: WebhookService, receiver: Receiver
) -> None:
    number = await room.ruled()
    await webhook.queue_new()
    await room.by(MARIA).reopen(number)
    await room.by(MARIA).decline(number)
    assert await webhook.deliver_due() == 0
    assert receiver.requests == []
    room.clock.passes(days=1)
    assert await send(webhook) == 0


async def test_nothing_is_sent_of_the_time_before_it_was_turned_on(room: DeskNewsroom, receiver: Receiver) -> None:
    await room.ruled()
    target = WebhookTarget(receiver.url, SECRET, allow_private=True)
    assert await send(WebhookService(room.database, room.desk, target, room.clock)) == 0


async def test_a_redirect_is_not_followed(room: DeskNewsroom, webhook: WebhookService, receiver: Receiver) -> None:
    await room.ruled()
    receiver.status, receiver.location = 307, receiver.url + "/elsewhere"
    assert await send(webhook) == 0
    assert len(receiver.requests) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_private_address_gets_no_request_unless_it_is_permitted(
    room: DeskNewsroom, receiver: Receiver, host: str, caplog: pytest.LogCaptureFixture
) -> None:
    await room.flagged("An earlier claim.")
    url = receiver.url.replace("127.0.0.1", host)
    webhook = WebhookService(room.database, room.desk, WebhookTarget(url, SECRET), room.clock)
    await webhook.queue_new()
    await room.ruled()
    assert await send(webhook) == 0
    assert receiver.requests == []
    assert "its address is in a private network, which FACTDESK_WEBHOOK_PRIVATE=true permits" in caplog.text
    assert url not in caplog.text


async def test_a_server_that_is_not_there_is_a_failure_like_another(
    room: DeskNewsroom, webhook: WebhookService, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    assert receiver.server is not None
    await receiver.server.close()
    await room.ruled()
    assert await send(webhook) == 0
    assert "it can't be reached (ClientConnectorError); it is tried again" in caplog.text
