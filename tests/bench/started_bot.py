"""The bot's process for `tests.bench.start`: tells when it logs in, connects and is ready, and what is loaded then.

python -m tests.bench.started_bot REST GATEWAY

One JSON object a line. What is imported here is what `factdesk bot` imports on its way.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.app import App
from bot.cli import run
from bot.client import FactdeskClient
from bot.library.attributions import AttributionService

Method = Callable[..., Awaitable[Any]]


def tell(moment: str, **more: object) -> None:
    """Print a moment with the CPU seconds of the process and a time that processes of this machine share."""
    told = {"moment": moment, "cpu": time.process_time(), "at": time.monotonic(), **more}
    print(json.dumps(told), flush=True)


def told_before(moment: str, method: Method) -> Method:
    """Return a method that tells of its call, with the names of all modules."""

    @wraps(method)
    async def telling(*given: Any, **options: Any) -> Any:
        tell(moment, modules=sorted(sys.modules))
        return await method(*given, **options)

    return telling


def told_after(moment: str, method: Method) -> Method:
    """Return a method that tells of its end."""

    @wraps(method)
    async def telling(*given: Any, **options: Any) -> Any:
        outcome = await method(*given, **options)
        tell(moment)
        return outcome

    return telling


def main() -> None:
    """Run `factdesk bot` against the given addresses."""
    Route.BASE, gateway = sys.argv[1:]
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
    FactdeskClient.login = told_before("login", FactdeskClient.login)  # type: ignore[method-assign]
    FactdeskClient.connect = told_before("connect", FactdeskClient.connect)  # type: ignore[method-assign]
    FactdeskClient.on_ready = told_after("ready", FactdeskClient.on_ready)  # type: ignore[method-assign]
    AttributionService.load = told_after("models", AttributionService.load)  # type: ignore[method-assign]
    App.check_index = told_after("checked", App.check_index)  # type: ignore[method-assign]
    sys.exit(run(["bot"]))


if __name__ == "__main__":
    main()
