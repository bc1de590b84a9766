"""A greeting that waits for Discord."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Greeting:
    """The greeting of a server; `attempts` counts earlier tries, `nonce` is Discord's key against sending twice."""

    guild: int
    attempts: int
    nonce: str
