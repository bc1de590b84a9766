"""A program that receives the webhook, on a real HTTP server, and a service that sends to it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.desk.webhook.request import WebhookTarget
from bot.desk.webhook.service import WebhookService
from tests.desk.conftest import DeskNewsroom

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@dataclass
class Receiver:
    """Answers with `status`, and keeps what it got."""

    status: int = 200
    location: str | None = None
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    server: TestServer | None = None

    async def answer(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.requests.append((headers, await request.read()))
        return web.Response(status=self.status, headers={"Location": self.location} if self.location else {})

    @property
    def url(self) -> str:
        assert self.server is not None
        return str(self.server.make_url("/hook"))

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.requests]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    found = Receiver()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", found.answer)
    async with TestServer(app) as server:
        found.server = server
        yield found


@pytest.fixture
async def webhook(room: DeskNewsroom, receiver: Receiver) -> WebhookService:
    """The service of a desk that has a claim; the webhook has been on since."""
    await room.flagged("An earlier claim.")
    target = WebhookTarget(receiver.url, SECRET, allow_private=True)
    service = WebhookService(room.database, room.desk, target, room.clock)
    await service.queue_new()
    return service
