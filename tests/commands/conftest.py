"""A simulated Discord: real client, real app, checked requests."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from simcord.env import Env
from simcord.results import InteractionResult

from bot.app import App, open_app
from bot.client import FactdeskClient, build_client, sync_commands
from bot.settings import Settings
from commands import EXTENSIONS
from tests.commands import wire
from tests.commands.articles import write_articles
from tests.commands.planned import planned

_NO_MESSAGES = (8, 9)  # responses with choices or a form


@dataclass
class SimulatedDesk:
    """A server with a channel, an asker and a reader."""

    env: Env
    app: App
    client: FactdeskClient
    guild: Any
    channel: Any
    asker: Any
    reader: Any
    opened: AsyncExitStack

    async def ask(self, question: str, **options: Any) -> InteractionResult:
        return await self.asker.slash(self.channel, "ask", question=question, **options)

    def callbacks(self) -> list[dict[str, Any]]:
        """Return the first responses to interactions, the latest last.

        Types 5 and 6 are deferrals; flag 64 is private.
        """
        return [request.json for request in self.env.http_requests if request.path.endswith("/callback")]

    async def restart(self) -> None:
        """Replace the client and its app over the same data folder."""
        self.app = await self.opened.enter_async_context(open_app(self.app.settings, interactive=True))
        self.client = build_client(self.app, EXTENSIONS)
        await self.env.restart_bot(self.client)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> Path:
    """Data folder with indexed and attributed articles, to be copied."""
    home = tmp_path_factory.mktemp("prepared")
    write_articles(home / "corpus")

    async def prepare() -> None:
        async with open_app(settings_of(home)) as app:
            await app.sync()
            await app.attributions.fill()

    asyncio.run(prepare())
    return home


def settings_of(home: Path, **others: Any) -> Settings:
    folders = {"data": home / "data", "cache": home / "cache", "corpus": (home / "corpus",)}
    return Settings(_env_file=None, **(folders | others))


@pytest.fixture
def settings(prepared, tmp_path) -> Settings:
    shutil.copytree(prepared / "data", tmp_path / "data")
    return settings_of(tmp_path, corpus=(prepared / "corpus",))


@asynccontextmanager
async def open_desk(settings: Settings, wrap=lambda app: app) -> AsyncIterator[SimulatedDesk]:
    """Yield a desk; `wrap` may replace parts of its app."""
    async with AsyncExitStack() as opened:
        app = wrap(await opened.enter_async_context(open_app(settings, interactive=True)))
        client = build_client(app, EXTENSIONS)
        env = Env(client, settle_timeout=3600)  # the bound is pytest-timeout's
        await env.start()
        try:
            await sync_commands(client, None)
            guild = env.create_guild()
            channel = guild.create_text_channel("newsroom")
            people = [guild.add_member(env.create_user(name)) for name in ("asker", "reader")]
            yield SimulatedDesk(env, app, client, guild, channel, *people, opened)
            check(env)
        finally:
            await env.shutdown()


def check(env: Env) -> None:
    """Check every request of the test against Discord's rules."""
    env.raise_errors()
    sent = [request for request in env.http_requests if request.json is not None]
    assert not [
        complaint for request in sent for complaint in wire.complaints(request.method, request.path, request.json)
    ]
    assert not [f"{request.method} {request.path}" for request in sent if _may_ping(request.json)], "it may ping"


def _may_ping(body: Any) -> bool:
    """Recognise a message without `allowed_mentions`, whatever holds it."""
    if not isinstance(body, dict) or body.get("type") in _NO_MESSAGES:
        return False
    parts = [body, body.get("data"), body.get("message")]
    messages = [part for part in parts if isinstance(part, dict) and ("components" in part or part.get("content"))]
    return any(message.get("allowed_mentions") is None for message in messages)


@pytest.fixture
async def desk(settings) -> AsyncIterator[SimulatedDesk]:
    """Desk with planned answers to a few questions."""
    async with open_desk(settings, planned) as opened:
        yield opened


def texts(message: Any) -> str:
    """Return all texts of a message, buttons aside."""
    parts = [part["content"] for part in _components(message) if part["type"] == wire.TEXT]
    return "\n".join([message.content, *parts])


def buttons(message: Any) -> dict[str, dict[str, Any]]:
    """Return a message's buttons by their labels."""
    return {part["label"]: part for part in _components(message) if part["type"] == wire.BUTTON}


def offered(message: Any) -> set[str]:
    """Return the labels of a message's buttons, and of the options of its menus."""
    options = [option for part in _components(message) if part["type"] == wire.MENU for option in part["options"]]
    return {*buttons(message), *(option["label"] for option in options)}


async def press(who: Any, message: Any, label: str) -> InteractionResult:
    """Press the button with a label, or choose the option with it from a menu."""
    if label in buttons(message):
        return await who.click(message, label=label)
    [(menu, value)] = [
        (part["custom_id"], option["value"])
        for part in _components(message)
        if part["type"] == wire.MENU
        for option in part["options"]
        if option["label"] == label
    ]
    return await who.select(message, [value], custom_id=menu)


def _components(message: Any) -> list[dict[str, Any]]:
    return list(wire.walk([part if isinstance(part, dict) else part.to_dict() for part in message.components]))
