"""Delivery of witness lines to places outside of the database: a file, a webhook."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from bot.desk import outgoing_http
from bot.desk.outgoing_http import NotDeliveredError
from bot.errors import UserError


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
    body = {"content": line, "text": line, "allowed_mentions": {"parse": []}}
    headers = {"content-type": "application/json", "user-agent": "factdesk"}
    try:
        # A newsroom's own Mattermost often stands in its private network, and nobody else can set this address.
        await outgoing_http.post(url, json.dumps(body).encode(), headers, allow_private=True)
    except NotDeliveredError as error:
        raise UserError(f"The webhook of FACTDESK_WITNESS_WEBHOOK got no line: {error}.") from None
