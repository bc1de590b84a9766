"""Save Page Now of the Internet Archive (https://web.archive.org/save): an address -> the address of its copy."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from bot.desk import outgoing_http
from bot.desk.outgoing_http import GetLimits, NotDeliveredError, UnusablePageError

ADDRESS = "https://web.archive.org"
_LIMITS = GetLimits(seconds=120.0, redirects=0)  # a capture takes up to two minutes
_COPY = re.compile(r"/web/\d{14}[a-z_]*/")
_MOST_STEPS = 3


async def save_page(url: str, headers: dict[str, str], address: str, permitted: frozenset[str]) -> str:
    """Let the archive copy a page, and return the copy's address.

    Raises UnusablePageError if the archive refuses the page, NotDeliveredError if it may take it later.
    """
    at = f"{address}/save/{url}"
    try:
        for _ in range(_MOST_STEPS):
            reply = await outgoing_http.get(at, headers, _LIMITS, permitted)
            location = reply.headers.get("location") or reply.headers.get("content-location")
            if location is None:
                break
            at = urljoin(at, location)
            if not _is_at(at, address):
                break
            if _COPY.match(urlsplit(at).path):
                return at
    except UnusablePageError as refused:
        raise UnusablePageError(f"the Internet Archive did not take it: {refused}") from None
    except NotDeliveredError as error:
        raise NotDeliveredError(f"the Internet Archive did not take it: {error}") from None
    raise NotDeliveredError("the Internet Archive gave no address of a copy")


def _is_at(url: str, address: str) -> bool:
    return urlsplit(url).netloc == urlsplit(address).netloc
