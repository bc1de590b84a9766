"""Delivery of witness lines to places outside of the database: a file, a webhook."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from bot.errors import UserError

_SECONDS = 10.0


class WitnessTarget(IntEnum):
    """Where a witness line goes; the `subject` of its outbox message."""

    FILE = 1
    WEBHOOK = 2


@dataclass(frozen=True, slots=True)
class WitnessDelivery:
    """The file and the webhook of the settings; None turns one off."""

    file: Path | None = None
    webhook: str | None = None

    @property
    def targets(self) -> tuple[WitnessTarget, ...]:
        values = {WitnessTarget.FILE: self.file, WitnessTarget.WEBHOOK: self.webhook}
        return tuple(target for target, value in values.items() if value)

    async def deliver(self, target: WitnessTarget, line: str) -> None:
        """Bring a line to a target; nothing happens if it was turned off since.

        Raises UserError if the target can't be reached.
        """
        if target is WitnessTarget.FILE and self.file:
            await asyncio.to_thread(_append, self.file, line)
        if target is WitnessTarget.WEBHOOK and self.webhook:
            await post(self.webhook, line)


def _append(file: Path, line: str) -> None:
    try:
        with file.open("a", encoding="utf-8") as opened:
            opened.write(f"{line}\n")
            opened.flush()
            os.fsync(opened.fileno())
    except OSError as error:
        raise UserError(f"The file of FACTDESK_WITNESS_FILE can't be written ({error.strerror}).") from None


async def post(url: str, line: str) -> None:
    """Post a line to a webhook, in a form that Discord, Slack and Mattermost take.

    The URL is a secret and stands in no message. Raises UserError without a reply of success.
    """
    import aiohttp  # noqa: PLC0415 - most processes post nothing

    body = {"content": line, "text": line, "allowed_mentions": {"parse": []}}
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session,
            session.post(url, json=body, allow_redirects=False) as reply,
        ):
            status = reply.status
    except (aiohttp.ClientError, TimeoutError) as error:
        raise UserError(f"The webhook of FACTDESK_WITNESS_WEBHOOK can't be reached ({type(error).__name__}).") from None
    if not 200 <= status < 300:
        raise UserError(f"The webhook of FACTDESK_WITNESS_WEBHOOK answered {status}, which is no success.")
