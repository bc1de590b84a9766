"""Discord's gateway on this machine: lets shards in, drops one, and keeps it out for a while."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import WSCloseCode, web

_DISPATCH, _HEARTBEAT, _IDENTIFY, _RESUME, _HELLO, _ACKNOWLEDGED = 0, 1, 2, 6, 10, 11
_BOT = {"id": "1", "username": "factdesk", "discriminator": "0", "avatar": None}


class Gateway:
    """Connections of shards; `identified` lists what each first message said of its shard."""

    def __init__(self) -> None:
        self.url = ""
        self.is_open = True
        self.identified: list[list[int]] = []
        self._sockets: dict[int, web.WebSocketResponse] = {}

    async def drop(self, shard_id: int) -> None:
        """Close a shard's connection, as Discord does now and then."""
        await self._sockets[shard_id].close(code=WSCloseCode.GOING_AWAY)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one connection until it is closed."""
        if not self.is_open:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": _HELLO, "d": {"heartbeat_interval": 40_000}})
        async for message in socket:
            sent = message.json()
            if sent["op"] == _HEARTBEAT:
                await socket.send_json({"op": _ACKNOWLEDGED})
            elif sent["op"] == _IDENTIFY:
                await self._identify(socket, sent["d"].get("shard", [0, 1]))  # a bot of one shard names none
            elif sent["op"] == _RESUME:
                self._sockets[int(sent["d"]["session_id"])] = socket
                await socket.send_json({"op": _DISPATCH, "t": "RESUMED", "s": 2, "d": {}})
        return socket

    async def _identify(self, socket: web.WebSocketResponse, shard: list[int]) -> None:
        self.identified.append(shard)
        self._sockets[shard[0]] = socket
        ready = {"v": 10, "user": _BOT, "guilds": [], "session_id": str(shard[0]), "resume_gateway_url": self.url}
        ready |= {"shard": shard, "application": {"id": "1", "flags": 0}}
        await socket.send_json({"op": _DISPATCH, "t": "READY", "s": 1, "d": ready})


@asynccontextmanager
async def running_gateway() -> AsyncIterator[Gateway]:
    """Yield a gateway that listens on a free port."""
    gateway = Gateway()
    application = web.Application()
    application.router.add_get("/", gateway.handle)
    runner = web.AppRunner(application, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    gateway.url = "ws://{}:{}/".format(*runner.addresses[0][:2])
    yield gateway
    await runner.cleanup()
