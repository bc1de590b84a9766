"""A web site and an Internet Archive on a real HTTP server, and a service that fetches from them."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.desk.archiving.service import PageArchiving
from bot.library.reader_worker import ReadLimits
from bot.model.page_copies import CopyKind
from tests.desk.conftest import DeskNewsroom

BOTH = frozenset(CopyKind)
LOOPBACK = frozenset({"127.0.0.1"})
TEXT = "The ferry line to Velm carried 30 people, said the captain of the harbour company on Monday."
PAGE = (
    "<html><head><title>Ferry log</title><meta property='article:published_time' content='2026-10-30'></head><body>"
    f"<article><h1>Ferry log</h1><p>{TEXT}</p><p>{TEXT.replace('30', 'thirty')}</p></article></body></html>"
)
STAMP = "20261102090000"


@dataclass
class WebSite:
    """Answers each path with its page (status, headers, body), and keeps the requests."""

    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    requests: list[web.BaseRequest] = field(default_factory=list)
    server: TestServer | None = None

    async def answer(self, request: web.Request) -> web.Response:
        self.requests.append(request)
        status, headers, body = self.pages.get(request.path, (404, {}, b""))
        return web.Response(status=status, headers=headers, body=body)

    def url(self, path: str) -> str:
        assert self.server is not None
        return str(self.server.make_url(path))

    def serve(self, path: str, body: bytes | str = PAGE, status: int = 200, **headers: str) -> str:
        """Serve a page, and return its address."""
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, {"Content-Type": "text/html"} | named, data)
        return self.url(path)

    def serve_packed(self, path: str, body: bytes) -> str:
        return self.serve(path, gzip.compress(body), Content_Encoding="gzip")

    def take_in(self, url: str) -> str:
        """Let the archive copy a page; return the copy's address."""
        copy = self.url(f"/web/{STAMP}/{url}")
        self.serve(f"/save/{url}", "", 302, Location=copy)
        return copy


@pytest.fixture
async def site() -> AsyncIterator[WebSite]:
    found = WebSite()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", found.answer)
    async with TestServer(app, host="127.0.0.1") as server:
        found.server = server
        yield found


@pytest.fixture
def archiving(room: DeskNewsroom, site: WebSite) -> PageArchiving:
    return service(room, site)


def service(room: DeskNewsroom, site: WebSite, kinds: frozenset[CopyKind] = BOTH) -> PageArchiving:
    """Return a service that may reach the loopback address."""
    address = site.url("/").rstrip("/")
    return PageArchiving(room.database, room.clock, kinds, ReadLimits(), permitted=LOOPBACK, archive=address)
