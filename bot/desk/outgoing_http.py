"""One HTTP POST to an address that the newsroom set; the only place where the desk sends one."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import FactdeskError

if TYPE_CHECKING:
    from aiohttp.abc import AbstractResolver, ResolveResult

_SECONDS = 15.0
# NAT64 (RFC 6052), and IPv6 addresses that hold an IPv4 one (RFC 4291); then NAT64 within a network (RFC 8215).
_TRANSLATION = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
_LOCAL_TRANSLATION = ipaddress.IPv6Network("64:ff9b:1::/48")


class NotDeliveredError(FactdeskError):
    """A POST that did not succeed; the text says why, without the address, which may hold a secret."""


class PrivateAddressError(NotDeliveredError, OSError):
    """The address is in a private network."""

    def __init__(self) -> None:
        super().__init__("its address is in a private network")


async def post(url: str, body: bytes, headers: Mapping[str, str], *, allow_private: bool) -> None:
    """Post a body. Raises NotDeliveredError without a reply of success.

    No redirect is followed: it could lead the body to another host. `allow_private` permits addresses of private
    networks.
    """
    import aiohttp  # noqa: PLC0415 - most processes post nothing

    if not allow_private:
        _refuse_private_literal(url)
    connector = aiohttp.TCPConnector(resolver=_resolver(allow_private=allow_private), force_close=True)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session,
            session.post(url, data=body, headers=headers, allow_redirects=False) as reply,
        ):
            status = reply.status
    except TimeoutError:
        raise NotDeliveredError(f"it did not answer within {_SECONDS:.0f} seconds") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        if any(isinstance(cause, PrivateAddressError) for cause in _causes(error)):
            raise PrivateAddressError from None
        raise NotDeliveredError(f"it can't be reached ({type(error).__name__})") from None
    if not 200 <= status < 300:
        raise NotDeliveredError(f"it answered {status}")


def _refuse_private_literal(url: str) -> None:
    """Raise PrivateAddressError for an address written as a number: aiohttp resolves names only."""
    try:
        is_private = _is_private(urlsplit(url).hostname or "")
    except ValueError:  # a name
        return
    if is_private:
        raise PrivateAddressError


def _is_private(address: str) -> bool:
    parsed = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        parsed = _translated(parsed)
    return not parsed.is_global or parsed.is_multicast or parsed in _LOCAL_TRANSLATION


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the IPv4 address to which a network translates an IPv6 one, or the address itself."""
    if any(address in network for network in _TRANSLATION):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _resolver(*, allow_private: bool) -> AbstractResolver:
    """Return a resolver whose addresses are the ones connected to, so that no later look-up differs."""
    from aiohttp.abc import AbstractResolver  # noqa: PLC0415 - see post
    from aiohttp.resolver import ThreadedResolver  # noqa: PLC0415

    class _PublicResolver(AbstractResolver):
        def __init__(self) -> None:
            self._inner = ThreadedResolver()

        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            found = await self._inner.resolve(host, port, family)
            public = [result for result in found if allow_private or not _is_private(result["host"])]
            if found and not public:
                raise PrivateAddressError
            return public

        async def close(self) -> None:
            await self._inner.close()

    return _PublicResolver()


def _causes(error: BaseException) -> list[BaseException]:
    found = list[BaseException]()
    current: BaseException | None = error
    while current is not None and current not in found:
        found += [current, *(arg for arg in current.args if isinstance(arg, BaseException))]
        found += [inner] if isinstance(inner := getattr(current, "os_error", None), BaseException) else []
        current = current.__cause__ or current.__context__
    return found
