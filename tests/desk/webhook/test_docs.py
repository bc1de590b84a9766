"""docs/how-to/webhook.md shows what is sent, and its check of the signature works."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path
from typing import Any

from bot.desk.webhook.service import WebhookService
from bot.model.claim_input import NewVerdict
from tests.conftest import ROOT
from tests.desk.conftest import MARIA, DeskNewsroom
from tests.desk.publication.conftest import Site
from tests.desk.webhook.conftest import SECRET, Receiver

PAGE = (ROOT / "docs/how-to/webhook.md").read_text("utf-8")


def shape(value: Any) -> Any:
    """Return the keys of a body, with the type of each value; null stands for any."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    return [shape(value[0])] if isinstance(value, list) and value else type(value).__name__


def agree(documented: Any, sent: Any) -> bool:
    if isinstance(documented, dict) and isinstance(sent, dict):
        return documented.keys() == sent.keys() and all(agree(documented[key], sent[key]) for key in documented)
    if isinstance(documented, list) and isinstance(sent, list):
        return all(agree(*pair) for pair in zip(documented, sent, strict=False))
    return documented == sent or "NoneType" in {str(documented), str(sent)}


async def test_the_documented_body_and_check_are_those_of_a_request(
    room: DeskNewsroom, webhook: WebhookService, receiver: Receiver, tmp_path: Path
) -> None:
    number = await Site(room, tmp_path).ferry()
    await room.by(MARIA).correct(number, NewVerdict("Misleading", "Thirty.", evidence=(1,)))
    await webhook.queue_new()
    await webhook.deliver_due()
    blocks = [textwrap.dedent(block) for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", PAGE, re.MULTILINE)]
    documented = json.loads(next(block for block in blocks if '"type"' in block))
    for body in receiver.bodies:
        assert agree(shape(documented), shape(body))
        assert f"`{body['type']}`" in PAGE
    checks: dict[str, Any] = {}
    exec(next(block for block in blocks if "def is_genuine" in block), checks)
    for headers, body in receiver.requests:
        assert checks["is_genuine"](headers, body, SECRET)
        assert not checks["is_genuine"](headers, body + b" ", SECRET)
