"""Which addresses are private, and how pages are fetched from others."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.desk import outgoing_http


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "::1", "fd00::1", "fe80::1%eth0",
     "::ffff:127.0.0.1", "100.64.0.1", "224.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::8.8.8.8", "2002:7f00:1::",
     "::10.0.0.1", "2001:0:4136:e378:8000:63bf:f5fe:fefd"],
)  # fmt: skip
def test_addresses_of_private_networks_are_known(address: str) -> None:
    assert outgoing_http._is_private(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07::1", "172.32.0.1", "::ffff:93.184.215.14", "64:ff9b::8.8.8.8"]
)
def test_public_addresses_are_not_private(address: str) -> None:
    assert not outgoing_http._is_private(address)


@pytest.fixture
async def pages() -> AsyncIterator[TestServer]:
    """A server that sends back the Host header, and never answers /slow."""

    async def answer(request: web.Request) -> web.Response:
        if request.path == "/slow":
            await asyncio.Event().wait()
        return web.Response(text=request.headers["Host"])

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    async with TestServer(app, host="127.0.0.1") as server:
        yield server


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names that were looked up. Each stands for the loopback address, and after the first time for a public one."""
    names: list[str] = []
    real = socket.getaddrinfo

    def look_up(host: str, *given: Any, **named: Any) -> Any:
        if not host.endswith(".example"):
            return real(host, *given, **named)
        names.append(host)
        return real("127.0.0.1" if names.count(host) == 1 else "93.184.215.14", *given, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return names


async def test_a_name_is_looked_up_once_and_the_connection_goes_to_the_address_that_was_checked(
    pages: TestServer, looked_up: list[str]
) -> None:
    permitted = frozenset({"127.0.0.1"})
    page = await outgoing_http.get(f"http://page.example:{pages.port}/", {}, outgoing_http.GetLimits(), permitted)
    assert page.body.decode() == f"page.example:{pages.port}"
    assert looked_up == ["page.example"]


async def test_a_name_that_stands_for_a_private_address_is_refused(pages: TestServer, looked_up: list[str]) -> None:
    with pytest.raises(outgoing_http.PrivateAddressError):
        await outgoing_http.get(f"http://page.example:{pages.port}/", {}, outgoing_http.GetLimits())
    assert looked_up == ["page.example"]


async def test_a_page_that_takes_too_long_is_left(pages: TestServer) -> None:
    with pytest.raises(outgoing_http.NotDeliveredError, match="did not answer within 0 seconds"):
        await outgoing_http.get(
            str(pages.make_url("/slow")), {}, outgoing_http.GetLimits(seconds=0.2), frozenset({"127.0.0.1"})
        )


@pytest.mark.parametrize(
    "url", ["ftp://page.example/", "file:///etc/passwd", "http:///log", "http://maria:secret@page.example/", "http://["]
)
async def test_only_addresses_of_web_pages_are_reached(looked_up: list[str], url: str) -> None:
    with pytest.raises(outgoing_http.UnusablePageError, match="not a web page's"):
        await outgoing_http.get(url, {}, outgoing_http.GetLimits())
    assert looked_up == []
