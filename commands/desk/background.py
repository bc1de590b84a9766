"""What the desk sends of itself while the bot runs: digests, reminders, claims met in articles, changed sources.

What is to be sent stands in the database until it was: what a stop or a fault cut off is sent after the next start.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import discord
from discord.ext import tasks
from discord.ext.commands import Cog
from discord.ui import LayoutView
from discord.utils import utcnow

from bot.client import FactdeskClient
from bot.model.claims import Claim, DeskSettings
from bot.model.notifications import ClaimMention, PendingVerdictNotice, Reminder, ReminderKind, SourceChange
from commands.claim import threads
from commands.claim.notifications import verdict_news
from commands.desk.digest_cards import change_news, digest_card, reminder_news, sighting_news, title

_log = logging.getLogger(__name__)

_SECONDS = 30.0
_LEFT_UNTOLD = timedelta(minutes=2)  # what rules a claim tells of it at once, and needs no help for so long
_MOST_TROUBLES = 8


class DeskLoop(Cog):
    """Looks every half minute for what is to be sent. Nothing that fails keeps it from going on."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client
        self._troubles: dict[int, list[str]] = {}
        self._warned: set[str] = set()

    async def cog_load(self) -> None:
        """Begin."""
        self._ticking.start()

    async def cog_unload(self) -> None:
        """End."""
        self._ticking.cancel()

    @tasks.loop(seconds=_SECONDS)
    async def _ticking(self) -> None:
        await self.tick()
        # The loop goes by the wall clock: one set back by a day would have it sleep for that day.
        planned = self._ticking.next_iteration
        if planned and abs((planned - utcnow()).total_seconds()) > 2 * _SECONDS:
            self._ticking.restart()

    @_ticking.before_loop
    async def _connected(self) -> None:
        await self._client.wait_until_ready()

    async def tick(self) -> None:
        """Send what is to be sent now."""
        await self._safely("looking for what is due", self._send_due)
        await self._safely("looking for news", self._tell_news)

    async def _safely(self, doing: str, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        except (discord.DiscordServerError, OSError) as error:
            _log.warning("%s failed, and is tried again later: %s", doing, error)
        except Exception:  # noqa: BLE001 - whatever it is, the loop goes on
            _log.exception("%s failed", doing)

    async def _send_due(self) -> None:
        for due in await self._client.app.desk.due_now():
            if due.kind is ReminderKind.DIGEST:
                await self._safely(f"the digest of server {due.guild}", partial(self._send_digest, due))
            else:
                await self._safely(f"a reminder on server {due.guild}", partial(self._remind, due))

    async def _tell_news(self) -> None:
        sightings, changes = await self._client.app.article_watcher.pending_notices()
        found: list[ClaimMention | SourceChange] = [*changes, *sightings]
        for news in found:
            if self._client.get_guild(news.claim.guild) is not None:
                await self._safely(f"news of claim #{news.claim.number}", partial(self._tell, news))
        for notice in await self._client.app.desk.pending_verdict_notices(_LEFT_UNTOLD):
            if self._client.get_guild(notice.claim.guild) is not None:
                await self._safely(f"the verdict on #{notice.claim.number}", partial(self._tell_verdict, notice))

    async def _send_digest(self, due: Reminder) -> None:
        """Post a digest in the desk's channel; where there is none to post in, it is due until there is one."""
        assert due.digest is not None
        settings = await self._client.app.desk.settings(due.guild)
        guild = self._client.get_guild(due.guild)
        channel = guild.get_channel(settings.channel) if guild and settings.channel else None
        if not isinstance(channel, discord.TextChannel | discord.ForumChannel):
            self._warn(f"server {due.guild} has no channel for its digest: it waits until `/desk setup` names one")
            return
        troubles = self._troubles.get(due.guild, [])
        card = digest_card(due.digest, settings, due.at, troubles)
        try:
            await _post(channel, LayoutView(timeout=None).add_item(card), due, settings)
        except (discord.Forbidden, discord.NotFound) as refused:
            self._warn(f"the digest of server {due.guild} can't be posted, and waits until it can: {refused}")
            return
        await self._client.app.desk.mark_sent(due)
        self._troubles.pop(due.guild, None)

    async def _remind(self, due: Reminder) -> None:
        if due.claim is not None and (assignee := due.claim.assignee):
            claim = await self._placed(due.claim)
            once = f"due-{due.id}-{due.at:%m%d%H%M}"
            if not await threads.notify(self._client, claim, [assignee], reminder_news(claim), once=once):
                self._trouble(claim, f"I could not remind {assignee.name} of #{claim.number}.")
        await self._client.app.desk.mark_sent(due)

    async def _tell(self, news: ClaimMention | SourceChange) -> None:
        """Tell of a claim met in an article, or of a changed source, in the claim's thread and to who watches it."""
        claim = await self._placed(news.claim)
        watchers = (await self._client.app.desk.file(claim.guild, claim.number)).watchers
        if isinstance(news, ClaimMention):
            told, once = sighting_news(news), f"seen-{news.id}"
        else:
            told, once = change_news(news), f"pin-{claim.id}-{news.evidence.number}-{claim.version % 1000}"
        if not await threads.notify(self._client, claim, watchers, told, once=once) and claim.card:
            self._trouble(claim, f"I could not tell in the thread of #{claim.number} what `/claim history` shows.")
        await self._client.app.article_watcher.mark_notified(news)

    async def _tell_verdict(self, notice: PendingVerdictNotice) -> None:
        """Tell of a verdict after whose ruling the bot was stopped, or Discord was."""
        claim = await self._placed(notice.claim)
        file = await self._client.app.desk.file(claim.guild, claim.number)
        once = f"verdict-{claim.id}-{len(file.verdicts)}"
        await threads.notify(self._client, claim, notice.people, verdict_news(file), once=once)
        await self._client.app.desk.mark_verdict_notified(claim)

    async def _placed(self, claim: Claim) -> Claim:
        """Return a claim with its card up to date, which is put up where there is none and can be one."""
        for told in await threads.refresh(self._client, claim.guild, claim.number):
            if told != threads.NO_DESK:
                self._trouble(claim, told)
        return await self._client.app.desk.get(claim.guild, claim.number)

    def _trouble(self, claim: Claim, told: str) -> None:
        """Log what could not be done, and keep it for the next digest."""
        _log.warning("server %d, claim #%d: %s", claim.guild, claim.number, told)
        kept = self._troubles.setdefault(claim.guild, [])
        if told not in kept:
            kept[_MOST_TROUBLES - 1 :] = []
            kept.append(told)

    def _warn(self, told: str) -> None:
        """Log what stays as it is from tick to tick once."""
        if told not in self._warned:
            _log.warning(told)
            self._warned.add(told)


async def setup(client: FactdeskClient) -> None:
    """Let the desk send."""
    await client.add_cog(DeskLoop(client))


async def _post(
    channel: discord.TextChannel | discord.ForumChannel, view: LayoutView, due: Reminder, settings: DeskSettings
) -> None:
    if isinstance(channel, discord.TextChannel):
        # Discord posts what bears the same nonce once, should the bot end before it is noted as sent.
        await channel.send(view=view, nonce=f"digest-{due.id}-{due.at:%Y%m%d}")
        return
    tags = channel.available_tags[:1] if channel.flags.require_tag else []
    await channel.create_thread(
        name=title(due.at.astimezone(ZoneInfo(settings.time_zone))), view=view, applied_tags=tags
    )
