"""One signed request to the webhook, as Standard Webhooks describes it (https://www.standardwebhooks.com)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import FactdeskError

if TYPE_CHECKING:
    from aiohttp.abc import AbstractResolver, ResolveResult

_SECONDS = 15.0
_KEY_PREFIX = "whsec_"


class WebhookError(FactdeskError):
    """A request that did not succeed; the text says why, without the address, which may hold a secret."""


@dataclass(frozen=True, slots=True, repr=False)
class WebhookTarget:
    """The webhook's address and the secret that signs; `allow_private` permits addresses of private networks."""

    url: str
    secret: str
    allow_private: bool = False


def signature(secret: str, id_: str, timestamp: int, body: bytes) -> str:
    """Return the header `webhook-signature`: HMAC-SHA256 over id, timestamp and body.

    >>> signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
    ...           b'{"test": 2432232314}')
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    signed = hmac.new(_key(secret), f"{id_}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(signed.digest()).decode()}"


def _key(secret: str) -> bytes:
    if secret.startswith(_KEY_PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(_KEY_PREFIX), validate=True)
        except binascii.Error:
            pass
    return secret.encode()


async def post(target: WebhookTarget, id_: str, timestamp: int, body: bytes) -> None:
    """Post a body to the webhook. Raises WebhookError without a reply of success.

    No redirect is followed: it could lead the body to another host.
    """
    import aiohttp  # noqa: PLC0415 - most processes post nothing

    headers = {
        "content-type": "application/json",
        "user-agent": "factdesk",
        "webhook-id": id_,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(target.secret, id_, timestamp, body),
    }
    if not target.allow_private:
        _refuse_private_literal(target.url)
    connector = aiohttp.TCPConnector(resolver=_resolver(allow_private=target.allow_private), force_close=True)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session,
            session.post(target.url, data=body, headers=headers, allow_redirects=False) as reply,
        ):
            status = reply.status
    except TimeoutError:
        raise WebhookError(f"it did not answer within {_SECONDS:.0f} seconds") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        private = next((cause for cause in _causes(error) if isinstance(cause, _PrivateAddressError)), None)
        raise WebhookError(str(private) if private else f"it can't be reached ({type(error).__name__})") from None
    if not 200 <= status < 300:
        raise WebhookError(f"it answered {status}")


class _PrivateAddressError(OSError):
    def __init__(self) -> None:
        super().__init__("its address is in a private network, which FACTDESK_WEBHOOK_PRIVATE=true permits")


def _refuse_private_literal(url: str) -> None:
    """Raise WebhookError for an address written as a number: aiohttp resolves names only."""
    try:
        if _is_private(urlsplit(url).hostname or ""):
            raise WebhookError(str(_PrivateAddressError()))
    except ValueError:  # a name
        return


def _is_private(address: str) -> bool:
    parsed = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return not parsed.is_global or parsed.is_multicast


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
                raise _PrivateAddressError
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
