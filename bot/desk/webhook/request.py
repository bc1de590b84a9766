"""One signed request to the webhook, as Standard Webhooks describes it (https://www.standardwebhooks.com)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass

from bot.desk import outgoing_http
from bot.desk.outgoing_http import NotDeliveredError, PrivateAddressError

_KEY_PREFIX = "whsec_"


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
    """Post a signed body to the webhook. Raises NotDeliveredError without a reply of success."""
    headers = {
        "content-type": "application/json",
        "user-agent": "factdesk",
        "webhook-id": id_,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(target.secret, id_, timestamp, body),
    }
    try:
        await outgoing_http.post(target.url, body, headers, allow_private=target.allow_private)
    except PrivateAddressError as error:
        raise NotDeliveredError(f"{error}, which FACTDESK_WEBHOOK_PRIVATE=true permits") from None
