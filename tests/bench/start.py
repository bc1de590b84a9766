"""The start of the bot: CPU time and seconds until it logs in, connects and is ready, and until its models are loaded.

python -m tests.bench.start [--data FOLDER] [--corpus FOLDER] [--runs 5]

The bot is `factdesk bot` in a process of its own; Discord's REST and gateway are servers here. Without --data the
corpus is indexed first, into a folder that is deleted again. `import discord` in a process of its own is measured in
turn with it: what another machine or another load changes, it changes for both.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from aiohttp import web

from tests.bench.cpu import children_seconds
from tests.cli.service.gateway import running_gateway
from tests.conftest import ROOT

MOMENTS = ("login", "connect", "ready", "models")
_BOT = {"id": "1", "username": "factdesk", "discriminator": "0", "avatar": None}
_APPLICATION = {"id": "1", "name": "factdesk", "icon": None, "description": "", "bot_public": False} | {
    "bot_require_code_grant": False,
    "verify_key": "",
    "flags": 0,
    "owner": _BOT,
}


@dataclass(frozen=True, slots=True)
class Start:
    """One start: what the bot told of each moment, in its order, and the time of the start."""

    began: float
    told: Mapping[str, Mapping[str, Any]]

    def cpu(self, moment: str) -> float:
        """Return the CPU seconds until a moment."""
        return float(self.told[moment]["cpu"])

    def seconds(self, moment: str) -> float:
        """Return the seconds until a moment."""
        return float(self.told[moment]["at"]) - self.began


async def measure_start(data: Path, corpus: Path, until: Collection[str] = MOMENTS) -> Start:
    """Start the bot over a data folder, and stop it after some moments, in whatever order they come."""
    environment = os.environ | {"FACTDESK_TOKEN": "any", "FACTDESK_DATA": str(data), "FACTDESK_CORPUS": str(corpus)}
    async with _rest() as rest, running_gateway() as gateway:
        command = [sys.executable, "-m", "tests.bench.started_bot", rest, gateway.url]
        began = time.monotonic()
        bot = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE, limit=1 << 20
        )
        told: dict[str, dict[str, Any]] = {}
        try:
            assert bot.stdout
            while not told.keys() >= set(until):
                line = await bot.stdout.readline()
                if not line:
                    raise RuntimeError(f"the bot ended before it was at {set(until) - told.keys()}")
                moment = json.loads(line)
                told.setdefault(moment["moment"], moment)
        finally:
            if bot.returncode is None:
                bot.kill()
            await bot.wait()
        return Start(began, told)


@asynccontextmanager
async def _rest() -> AsyncIterator[str]:
    """Yield the address of a REST server that lets the bot in."""
    known = {"/users/@me": _BOT, "/oauth2/applications/@me": _APPLICATION}

    async def answer(request: web.Request) -> web.Response:
        # discord.py reads it as JSON only without a charset in the type.
        body = json.dumps(known.get(request.path, {"message": "no", "code": 0})).encode()
        status = 200 if request.path in known else 403
        return web.Response(body=body, content_type="application/json", status=status)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield "http://{}:{}".format(*runner.addresses[0][:2])
    await runner.cleanup()


def _import_of_discord() -> float:
    before = children_seconds()
    subprocess.run([sys.executable, "-c", "import discord"], check=True)
    return children_seconds() - before


async def _measure(data: Path, corpus: Path, runs: int) -> tuple[list[Start], list[float]]:
    starts, imports = [], []
    for _ in range(runs):
        starts.append(await measure_start(data, corpus))
        imports.append(await asyncio.to_thread(_import_of_discord))
    return starts, imports


def _print(starts: Sequence[Start], imports: Sequence[float]) -> None:
    imported = median(imports)
    print(f"{len(starts)} starts; `import discord` alone takes {imported:.2f} CPU s")
    for moment in sorted(MOMENTS, key=starts[0].seconds):
        cpu, seconds = ([measure(moment) for measure in measures] for measures in _measures(starts))
        ratio = median(cpu) / imported
        print(
            f"{moment:8} CPU s {median(cpu):.2f} ({min(cpu):.2f} to {max(cpu):.2f}), {ratio:.1f} imports of discord; "
            f"after {median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})"
        )


def _measures(starts: Sequence[Start]) -> tuple[list[Any], list[Any]]:
    return [start.cpu for start in starts], [start.seconds for start in starts]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="an indexed data folder, such as one of `make bench`")
    parser.add_argument("--corpus", type=Path, default=ROOT / "seeds")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = given.data or Path(folder)
        if given.data is None:
            environment = os.environ | {"FACTDESK_DATA": folder, "FACTDESK_CORPUS": str(given.corpus)}
            subprocess.run([sys.executable, "-m", "bot", "index", "--complete"], env=environment, cwd=ROOT, check=True)
        _print(*asyncio.run(_measure(data, given.corpus, given.runs)))


if __name__ == "__main__":
    main()
