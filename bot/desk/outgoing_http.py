"""Outgoing HTTP: one POST to an address that the newsroom set, one GET of a page; the only place that sends either.

Names are resolved here, and the connection goes to the resolved address, so that a later look-up can't lead to another.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit

from bot.errors import FactdeskError

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession
    from aiohttp.abc import AbstractResolver, ResolveResult

T = TypeVar("T")

_SECONDS = 15.0  # of a POST
_CHUNK = 1 << 16
_MOVED = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429})  # and all from 500 on: the same request may succeed later
# NAT64 (RFC 6052), and IPv6 addresses that hold an IPv4 one (RFC 4291); then NAT64 within a network (RFC 8215).
_TRANSLATION = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
_LOCAL_TRANSLATION = ipaddress.IPv6Network("64:ff9b:1::/48")

_NO_PAGE = "it leads to an address that is not a web page's"

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotDeliveredError(FactdeskError):
    """A request that did not succeed; the text says why, without the address, which may hold a secret."""


class UnusablePageError(NotDeliveredError):
    """A page that no later request will get either."""


class PrivateAddressError(UnusablePageError, OSError):
    """The address is in a private network."""

    def __init__(self) -> None:
        super().__init__("its address is in a private network")


@dataclass(frozen=True, slots=True)
class GetLimits:
    """Limits of one GET. `seconds` and `redirects` are of the whole, `size` is in bytes, unpacked."""

    seconds: float = 20.0
    size: int = 5_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class WebPage:
    """What an address gave: the last address, its status, its headers (names in lower case) and its body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


async def post(url: str, body: bytes, headers: Mapping[str, str], *, allow_private: bool) -> None:
    """Post a body. Raises NotDeliveredError without a reply of success.

    No redirect is followed: it could lead the body to another host. `allow_private` permits addresses of private
    networks.
    """

    def is_permitted(address: str) -> bool:
        return allow_private or not _is_private(address)

    async def send(session: ClientSession) -> int:
        _refuse_literal(urlsplit(url), is_permitted)
        async with session.post(url, data=body, headers=headers, allow_redirects=False) as reply:
            return reply.status

    status = await _with_session(send, is_permitted, _SECONDS)
    if not 200 <= status < 300:
        raise NotDeliveredError(f"it answered {status}")


async def get(
    url: str,
    headers: Mapping[str, str],
    limits: GetLimits,
    permitted: frozenset[str] = frozenset(),
) -> WebPage:
    """Get a page from a public address, without cookies. Raises NotDeliveredError without a reply of success.

    Each redirect is checked as the first address is; with `redirects` 0 the redirect itself is returned. `permitted`
    are private addresses that may be reached all the same.
    """

    def is_permitted(address: str) -> bool:
        return address in permitted or not _is_private(address)

    async def follow(session: ClientSession) -> WebPage:
        at = url
        for _ in range(limits.redirects + 1):
            _refuse_literal(_web_address(at), is_permitted)
            async with session.get(at, headers=headers, allow_redirects=False) as reply:
                location = reply.headers.get("Location") if reply.status in _MOVED else None
                if location is None or not limits.redirects:
                    _refuse_failure(reply.status)
                    return await _page(at, reply, limits.size)
                at = urljoin(at, location)
        raise UnusablePageError(f"it was redirected more than {limits.redirects} times")

    return await _with_session(follow, is_permitted, limits.seconds)


async def _with_session(
    send: Callable[[ClientSession], Awaitable[T]], is_permitted: Callable[[str], bool], seconds: float
) -> T:
    """Run `send` with a session of its own; every error becomes a NotDeliveredError."""
    import aiohttp  # noqa: PLC0415 - most processes send nothing

    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(resolver=_resolver(is_permitted), force_close=True),
        timeout=aiohttp.ClientTimeout(total=seconds),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,  # its result has no limit
    )
    try:
        # The session's own timeout is of each request.
        async with asyncio.timeout(seconds), session:
            return await send(session)
    except TimeoutError:
        raise NotDeliveredError(f"it did not answer within {seconds:.0f} seconds") from None
    except NotDeliveredError:
        raise
    except aiohttp.InvalidURL:
        raise UnusablePageError(_NO_PAGE) from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        if any(isinstance(cause, PrivateAddressError) for cause in _causes(error)):
            raise PrivateAddressError from None
        raise NotDeliveredError(f"it can't be reached ({type(error).__name__})") from None


def _web_address(url: str) -> SplitResult:
    """Return the parts of a web address. Raises UnusablePageError for anything else."""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        is_web = False
    if not is_web:
        raise UnusablePageError(_NO_PAGE)
    return parts


def _refuse_failure(status: int) -> None:
    if status in _PASSING or status >= 500:
        raise NotDeliveredError(f"it answered {status}")
    if not (200 <= status < 300 or status in _MOVED):
        raise UnusablePageError(f"it answered {status}")


async def _page(url: str, reply: ClientResponse, size: int) -> WebPage:
    packed = bytearray()
    async for chunk in reply.content.iter_chunked(_CHUNK):
        packed += chunk
        _refuse_size(len(packed), size)
    encoding = reply.headers.get("Content-Encoding", "identity").lower()
    if encoding not in {"identity", "gzip", "x-gzip"}:
        raise UnusablePageError("it answered in an encoding that was not asked for")
    body = bytes(packed) if encoding == "identity" else _unpacked(bytes(packed), size)
    return WebPage(url, reply.status, {name.lower(): value for name, value in reply.headers.items()}, body)


def _unpacked(packed: bytes, size: int) -> bytes:
    try:
        body = zlib.decompressobj(wbits=31).decompress(packed, size + 1)  # 31: with the header of gzip
    except zlib.error:
        raise UnusablePageError("it answered with damaged data") from None
    _refuse_size(len(body), size)
    return body


def _refuse_size(length: int, size: int) -> None:
    if length > size:
        raise UnusablePageError(f"it is larger than {size // 1_000_000} MB")


def _refuse_literal(parts: SplitResult, is_permitted: Callable[[str], bool]) -> None:
    """Raise PrivateAddressError for an address written as a number: aiohttp resolves names only."""
    try:
        may_go = is_permitted(parts.hostname or "")
    except ValueError:  # a name
        return
    if not may_go:
        raise PrivateAddressError


def _is_private(address: str) -> bool:
    """Check for an address that is not public, or stands for one. Raises ValueError for a name."""
    parsed = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    return any(_is_reserved(meant) for meant in _meant(parsed))


def _is_reserved(address: _Address) -> bool:
    return not address.is_global or address.is_multicast or address in _LOCAL_TRANSLATION


def _meant(address: _Address) -> list[_Address]:
    """Return the address that a packet gets to: IPv6 can carry an IPv4 address (mapped, NAT64, 6to4, Teredo)."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if any(address in network for network in _TRANSLATION):
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    carried = [address.sixtofour, *(address.teredo or ())]
    return [address, *(inner for inner in carried if inner is not None)]


def _resolver(is_permitted: Callable[[str], bool]) -> AbstractResolver:
    """Return a resolver whose addresses are the ones connected to, so that no later look-up differs."""
    from aiohttp.abc import AbstractResolver  # noqa: PLC0415 - see _with_session
    from aiohttp.resolver import ThreadedResolver  # noqa: PLC0415

    class _CheckingResolver(AbstractResolver):
        def __init__(self) -> None:
            self._inner = ThreadedResolver()

        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            found = await self._inner.resolve(host, port, family)
            allowed = [result for result in found if is_permitted(result["host"])]
            if found and not allowed:
                raise PrivateAddressError
            return allowed

        async def close(self) -> None:
            await self._inner.close()

    return _CheckingResolver()


def _causes(error: BaseException) -> list[BaseException]:
    found = list[BaseException]()
    current: BaseException | None = error
    while current is not None and current not in found:
        found += [current, *(arg for arg in current.args if isinstance(arg, BaseException))]
        found += [inner] if isinstance(inner := getattr(current, "os_error", None), BaseException) else []
        current = current.__cause__ or current.__context__
    return found
