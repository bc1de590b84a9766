"""Where the files of a flagged message were flagged before, looked up while the form is filled in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass

from bot.client import FactdeskClient
from bot.model.attachments import EarlierFile
from bot.model.claim_input import FlagDraft
from bot.model.claims import Claim
from commands.claim.cards import status_name
from commands.claim.gallery import earlier_sentence
from commands.claim.similar_card import flag_target
from commands.claim.uploads import fetch
from commands.ui.bylines import plural, subtext
from commands.ui.truncate import cut_line, cut_quote

_log = logging.getLogger(__name__)

MOST_SHOWN = 3
_PATIENCE_S = 2.0  # how long the answer to the form waits for a look-up
_MOST_LOOKUPS = 100  # forms that were opened and not sent yet
_MAX_CLAIM = 300


@dataclass(frozen=True, slots=True)
class EarlierCandidate:
    """A claim with the same file or a like picture, in its current state."""

    earlier: EarlierFile
    claim: Claim

    @property
    def flag_target(self) -> int | None:
        """Number of the claim for the flag; see `similar_card.flag_target`."""
        return flag_target(self.claim)


class EarlierFileLookups:
    """Look-ups of flag drafts by id. They are lost at a stop, and then done again."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client
        self._tasks: dict[str, asyncio.Task[list[EarlierCandidate]]] = {}

    def start(self, draft: FlagDraft) -> None:
        """Start the look-up for a draft, without waiting for it."""
        if draft.id in self._tasks or not (draft.origin and draft.origin.attachments):
            return
        while len(self._tasks) >= _MOST_LOOKUPS:
            self._tasks.pop(next(iter(self._tasks))).cancel()
        self._tasks[draft.id] = asyncio.create_task(self._look_up(draft), name=f"earlier files of draft {draft.id}")

    async def result(self, draft: FlagDraft) -> list[EarlierCandidate]:
        """Return what was found for a draft; nothing if it takes longer than two seconds.

        The claim's card tells it later in any case.
        """
        self.start(draft)
        task = self._tasks.get(draft.id)
        if task is None:
            return []
        done, _ = await asyncio.wait({task}, timeout=_PATIENCE_S)
        return task.result() if done and not task.cancelled() else []

    async def close(self) -> None:
        """Stop all look-ups."""
        tasks = list(self._tasks.values())
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _look_up(self, draft: FlagDraft) -> list[EarlierCandidate]:
        try:
            earlier = [found async for found in self._earlier_files(draft)]
            unique = list({found.claim: found for found in reversed(earlier)}.values())[::-1]
            desk = self._client.app.desk
            return [EarlierCandidate(found, await desk.get(draft.guild, found.claim)) for found in unique[:MOST_SHOWN]]
        except Exception as error:  # noqa: BLE001 - the form is answered without it
            _log.warning("the files of draft %s were not looked up: %s", draft.id, error)
            return []

    async def _earlier_files(self, draft: FlagDraft) -> AsyncIterator[EarlierFile]:
        service = self._client.app.attachments
        for attached in draft.origin.attachments if draft.origin else ():
            if service.refusal(attached.media_type, attached.size):
                continue
            content = await fetch(self._client, attached.url)
            found = await service.find_earlier(draft.guild, content) if content else None
            if found:
                yield found


def earlier_lines(candidates: Sequence[EarlierCandidate]) -> Iterator[str]:
    """Yield the claims where the message's files were flagged before."""
    for candidate in candidates:
        claim = candidate.claim
        verdict = f"**{cut_line(claim.rating, 60)}**" if claim.rating else "no verdict yet"
        yield f"↺ {earlier_sentence(candidate.earlier)}"
        yield subtext(status_name(claim), verdict, plural(claim.flags, "flag"))
        yield cut_quote(claim.text, (), _MAX_CLAIM)
