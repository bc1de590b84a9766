"""Discord that holds requests back, loses answers, and knows nonces."""

from __future__ import annotations

import asyncio
import fnmatch
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simcord.env import Env

from bot.client import FactdeskClient


@dataclass
class SlowDiscord:
    """Requests of one kind: some pass, the others wait as under a rate limit.

    With `loses_answers`, Discord has got the waiting ones, and the bot does not hear of it.
    """

    env: Env
    method: str
    path: str
    passing: int = 0
    loses_answers: bool = False
    passed: int = field(default=0, init=False)

    def installed(self, client: FactdeskClient) -> SlowDiscord:
        """Put this Discord before a client's requests."""
        request = client.http.request

        async def slowly(route: Any, **given: Any) -> Any:
            if route.method != self.method or not fnmatch.fnmatch(route.url, f"*{self.path}"):
                return await request(route, **given)
            if self.passed >= self.passing:
                if self.loses_answers:
                    await request(route, **given)
                await self.env.external_wait(asyncio.Event().wait(), reason="a rate limit of Discord")
            self.passed += 1
            return await request(route, **given)

        client.http.request = slowly
        return self


def enforce_nonces(env: Env, monkeypatch: Any) -> dict[str, int]:
    """Let Discord return the earlier message for a repeated nonce.

    Returns how often each nonce was sent.
    """
    from simcord.http import router

    dispatch: Callable[..., Any] = router.dispatch
    sent, counts = dict[str, Any](), dict[str, int]()

    def deduplicated(backend: Any, method: str, path: str, *, json: Any = None, **given: Any) -> Any:
        nonce = (json or {}).get("nonce") if isinstance(json, dict) else None
        if method != "POST" or nonce is None:
            return dispatch(backend, method, path, json=json, **given)
        assert json["enforce_nonce"]
        assert len(nonce) <= 25
        counts[nonce] = counts.get(nonce, 0) + 1
        if nonce not in sent:
            sent[nonce] = dispatch(backend, method, path, json=json, **given)
        return sent[nonce]

    monkeypatch.setattr(router, "dispatch", deduplicated)
    return counts
