"""Interactions that come at once: how long each waits for its acknowledgement.

python -m tests.bench.acknowledge [--corpus FOLDER] [--at-once 200]

The bot's client is real, and so are its HTTPS connections; Discord is a server in another process that notes the time
of each callback. Discord gives up after three seconds. Needs `openssl` for the server's certificate.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import ssl
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import cycle, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from aiohttp import web
from discord.http import Route

from bot.app import open_app
from bot.client import FactdeskClient, build_client
from bot.settings import Settings
from commands import EXTENSIONS
from tests.conftest import ROOT

_GUILD, _CHANNEL, _USER = 10**17, 10**17 + 1, 10**17 + 2
_FIRST_ID = 1_186_000_000_000_000_000
_PATIENCE_S = 60.0
_MEMBER = {
    "user": {"id": str(_USER), "username": "asker", "discriminator": "0", "avatar": None, "global_name": None},
    "roles": [],
    "joined_at": "2026-01-01T00:00:00+00:00",
    "deaf": False,
    "mute": False,
    "flags": 0,
    "permissions": str(2**40 - 1),
}
_GUILD_DATA = {
    "id": str(_GUILD),
    "name": "newsroom",
    "owner_id": str(_USER),
    "roles": [{"id": str(_GUILD), "name": "@everyone", "permissions": "0", "position": 0, "color": 0} | {
        "hoist": False, "managed": False, "mentionable": False, "flags": 0,
    }],
    "channels": [{"id": str(_CHANNEL), "type": 0, "name": "desk", "position": 0, "permission_overwrites": []}],
    "members": [], "emojis": [], "stickers": [], "threads": [], "features": [],
    "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
    "nsfw_level": 0, "premium_tier": 0, "system_channel_flags": 0, "preferred_locale": "en-US", "afk_timeout": 60,
}  # fmt: skip
# What a newsroom sends in a busy minute.
_COMMANDS: tuple[tuple[str, dict[str, str]], ...] = (
    ("ask", {"question": "who reported the training?"}),
    ("search", {"query": "training"}),
    ("ask", {"question": "how long does the course take?"}),
    ("quote", {"text": "the instructors would explain how the troops deal with such weapons"}),
    ("documents", {}),
    ("who", {"name": "Kurt Campbell"}),
    ("claims list", {}),
    ("desk show", {}),
)


@dataclass(frozen=True, slots=True)
class Acknowledgements:
    """Seconds from an interaction to its acknowledgement at Discord, in order of size."""

    seconds: Sequence[float]

    @property
    def slowest(self) -> float:
        """The longest wait."""
        return self.seconds[-1]

    @property
    def median(self) -> float:
        """The wait of the middle one."""
        return self.seconds[len(self.seconds) // 2]


async def measure_acknowledgements(corpus: Path, at_once: int) -> Acknowledgements:
    """Return how long `at_once` interactions wait for their acknowledgement."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        await asyncio.to_thread(_make_certificate, home)
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        server = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, home), daemon=True)
        server.start()
        base = Route.BASE
        try:
            Route.BASE = await asyncio.to_thread(ours.recv)
            return await _measure(home, corpus, at_once, ours)
        finally:
            Route.BASE = base
            server.kill()


def _make_certificate(home: Path) -> None:
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    files = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", home / "key.pem", "-out", home / "certificate.pem"]
    subprocess.run([*command.split(), *files], check=True, capture_output=True)


async def _measure(home: Path, corpus: Path, at_once: int, answers: Connection[Any, Any]) -> Acknowledgements:
    async with AsyncExitStack() as opened:
        settings = Settings(_env_file=None, data=home / "data", cache=home / "cache", corpus=(corpus,))
        app = await opened.enter_async_context(open_app(settings, interactive=True))
        await app.sync()
        await app.complete()
        await app.passage_search.warm()
        client = await opened.enter_async_context(build_client(app, EXTENSIONS))
        _trust(client, home)
        await client.login("any")
        client._connection.parse_guild_create(dict(_GUILD_DATA))  # type: ignore[arg-type]
        sent: dict[str, float] = {}
        for number, (name, options) in enumerate(islice(cycle(_COMMANDS), at_once)):
            payload = _interaction(client, number, name, options)
            sent[payload["id"]] = time.time()
            client._connection.parse_interaction_create(payload)
        return await asyncio.to_thread(_wait_for_all, answers, sent)


def _trust(client: FactdeskClient, home: Path) -> None:
    """Let the client's connections trust the server's certificate."""
    context = ssl.create_default_context(cafile=home / "certificate.pem")
    client.http.connector = client.new_connector(ssl=context)


def _wait_for_all(answers: Connection[Any, Any], sent: dict[str, float]) -> Acknowledgements:
    waited: dict[str, float] = {}
    while len(waited) < len(sent) and answers.poll(_PATIENCE_S):
        id_, at = answers.recv()
        waited.setdefault(id_, at - sent[id_])
    if len(waited) < len(sent):
        raise TimeoutError(f"{len(sent) - len(waited)} interactions were never acknowledged")
    return Acknowledgements(sorted(waited.values()))


def _interaction(client: FactdeskClient, number: int, name: str, options: dict[str, str]) -> Any:
    given = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
    root, *sub = name.split()
    if sub:
        given = [{"name": sub[0], "type": 1, "options": given}]  # type: ignore[dict-item]
    return {
        "id": str(_FIRST_ID + number),
        "application_id": str(client.application_id),
        "type": 2,
        "token": f"token{number}",
        "version": 1,
        "guild_id": str(_GUILD),
        "channel_id": str(_CHANNEL),
        "channel": _GUILD_DATA["channels"][0],  # type: ignore[index]
        "member": _MEMBER,
        "locale": "en-US",
        "app_permissions": str(2**40 - 1),
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(_GUILD)},
        "context": 0,
        "attachment_size_limit": 10_000_000,
        "data": {"id": "1", "name": root, "type": 1, "options": given},
    }


def _serve(answers: Connection[Any, Any], home: Path) -> None:
    """Stand in for Discord: tell the address, then the id and time of each callback."""
    me = {"id": "1", "username": "factdesk", "discriminator": "0", "avatar": None}
    application = {"id": "1", "name": "factdesk", "icon": None, "description": "", "bot_public": False} | {
        "bot_require_code_grant": False,
        "verify_key": "",
        "flags": 0,
        "owner": me,
    }
    known = {"/users/@me": me, "/oauth2/applications/@me": application}
    message = {"id": "5", "channel_id": str(_CHANNEL), "author": me, "content": "", "components": []} | {
        "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None, "tts": False, "mention_everyone": False,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": False, "type": 0,
    }  # fmt: skip

    async def answer(request: web.Request) -> web.Response:
        if request.path.endswith("/callback"):
            answers.send((request.path.split("/")[2], time.time()))
            return as_json({"interaction": {"id": "1", "type": 2}})
        await request.read()
        return as_json(known.get(request.path, message))

    def as_json(body: object) -> web.Response:
        # discord.py reads it as JSON only without a charset in the type.
        return web.Response(body=json.dumps(body).encode(), content_type="application/json")

    async def run() -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(home / "certificate.pem", home / "key.pem")
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        answers.send("https://{}:{}".format(*runner.addresses[0][:2]))
        await asyncio.Event().wait()

    asyncio.run(run())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=ROOT / "seeds")
    parser.add_argument("--at-once", type=int, default=200)
    arguments = parser.parse_args()
    found = asyncio.run(measure_acknowledgements(arguments.corpus, arguments.at_once))
    print(json.dumps({"at_once": arguments.at_once, "median_s": round(found.median, 3)} | {
        "slowest_s": round(found.slowest, 3),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
