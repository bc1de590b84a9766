"""Background loop: digests, reminders, mentions in articles, changed sources, verdicts.

The database holds what is due until it was sent, so that a stop or a fault only delays it.
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
from commands.claim.notifications import verdict_message
from commands.desk.digest_cards import (
    digest_card,
    digest_title,
    mention_message,
    reminder_message,
    source_change_message,
)
from commands.ui.views import view_of

_log = logging.getLogger(__name__)

_INTERVAL_S = 30.0
_VERDICT_GRACE = timedelta(minutes=2)  # the action itself announces a verdict; after this time the loop does
_MAX_PROBLEMS = 8


class DeskLoop(Cog):
    """Loop of the desk's own messages, every half minute.

    A failure is logged and never ends the loop.
    """

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client
        self._problems: dict[int, list[str]] = {}
        self._warned: set[str] = set()

    async def cog_load(self) -> None:
        """Start the loop."""
        self._loop.start()

    async def cog_unload(self) -> None:
        """Stop the loop."""
        self._loop.cancel()

    @tasks.loop(seconds=_INTERVAL_S)
    async def _loop(self) -> None:
        await self.tick()
        # discord.py's loop follows the wall clock: a clock set back by a day would stop it for that day.
        planned = self._loop.next_iteration
        if planned and abs((planned - utcnow()).total_seconds()) > 2 * _INTERVAL_S:
            self._loop.restart()

    @_loop.before_loop
    async def _wait_until_connected(self) -> None:
        await self._client.wait_until_ready()

    async def tick(self) -> None:
        """Send all due messages."""
        await self._log_failures("looking for what is due", self._send_due)
        await self._log_failures("looking for news", self._send_notices)

    async def _log_failures(self, activity: str, act: Callable[[], Awaitable[None]]) -> None:
        try:
            await act()
        except (discord.DiscordServerError, OSError) as error:
            _log.warning("%s failed and will be tried again: %s", activity, error)
        except Exception:  # noqa: BLE001 - whatever it is, the loop goes on
            _log.exception("%s failed", activity)

    async def _send_due(self) -> None:
        for due in await self._client.app.desk.due_now():
            if due.kind is ReminderKind.DIGEST:
                await self._log_failures(f"the digest of server {due.guild}", partial(self._send_digest, due))
            else:
                await self._log_failures(f"a reminder on server {due.guild}", partial(self._remind, due))

    async def _send_notices(self) -> None:
        sightings, changes = await self._client.app.article_watcher.pending_notices()
        notices: list[ClaimMention | SourceChange] = [*changes, *sightings]
        for notice in notices:
            if self._client.get_guild(notice.claim.guild) is not None:
                await self._log_failures(f"news of claim #{notice.claim.number}", partial(self._send_notice, notice))
        for pending in await self._client.app.desk.pending_verdict_notices(_VERDICT_GRACE):
            if self._client.get_guild(pending.claim.guild) is not None:
                await self._log_failures(
                    f"the verdict on #{pending.claim.number}", partial(self._send_verdict, pending)
                )

    async def _send_digest(self, due: Reminder) -> None:
        """Post a digest in the desk's channel.

        It stays due until there is a channel to post in.
        """
        assert due.digest is not None
        settings = await self._client.app.desk.settings(due.guild)
        guild = self._client.get_guild(due.guild)
        channel = guild.get_channel(settings.channel) if guild and settings.channel else None
        if not isinstance(channel, discord.TextChannel | discord.ForumChannel):
            self._warn_once(f"server {due.guild} has no channel for its digest: choose one with `/desk setup`")
            return
        problems = self._problems.get(due.guild, [])
        card = digest_card(due.digest, settings, due.at, problems)
        try:
            await _post_digest(channel, view_of(card), due, settings)
        except (discord.Forbidden, discord.NotFound) as refused:
            self._warn_once(f"the digest of server {due.guild} can't be posted yet: {refused}")
            return
        await self._client.app.desk.mark_sent(due)
        self._problems.pop(due.guild, None)

    async def _remind(self, due: Reminder) -> None:
        if due.claim is not None and (assignee := due.claim.assignee):
            claim = await self._with_card(due.claim)
            once = f"due-{due.id}-{due.at:%m%d%H%M}"
            if not await threads.notify(self._client, claim, [assignee], reminder_message(claim), once=once):
                self._note_problem(claim, f"I could not remind {assignee.name} of #{claim.number}.")
        await self._client.app.desk.mark_sent(due)

    async def _send_notice(self, notice: ClaimMention | SourceChange) -> None:
        """Send a mention in an article or a changed source to watchers."""
        claim = await self._with_card(notice.claim)
        watchers = (await self._client.app.desk.file(claim.guild, claim.number)).watchers
        if isinstance(notice, ClaimMention):
            message, once = mention_message(notice), f"seen-{notice.id}"
        else:
            message, once = (
                source_change_message(notice),
                f"pin-{claim.id}-{notice.evidence.number}-{claim.version % 1000}",
            )
        if not await threads.notify(self._client, claim, watchers, message, once=once) and claim.card:
            self._note_problem(
                claim, f"I could not post in the thread of #{claim.number}. Its history shows what is new."
            )
        await self._client.app.article_watcher.mark_notified(notice)

    async def _send_verdict(self, pending: PendingVerdictNotice) -> None:
        """Announce a verdict after a stop or an outage prevented it."""
        claim = await self._with_card(pending.claim)
        file = await self._client.app.desk.file(claim.guild, claim.number)
        once = f"verdict-{claim.id}-{len(file.verdicts)}"
        await threads.notify(self._client, claim, pending.people, verdict_message(file), once=once)
        await self._client.app.desk.mark_verdict_notified(claim)

    async def _with_card(self, claim: Claim) -> Claim:
        """Return a claim after updating or posting its card."""
        for notice in await threads.update_card(self._client, claim.guild, claim.number):
            if notice != threads.NO_DESK:
                self._note_problem(claim, notice)
        return await self._client.app.desk.get(claim.guild, claim.number)

    def _note_problem(self, claim: Claim, problem: str) -> None:
        """Log a problem and keep it for the next digest."""
        _log.warning("server %d, claim #%d: %s", claim.guild, claim.number, problem)
        noted = self._problems.setdefault(claim.guild, [])
        if problem not in noted:
            noted[_MAX_PROBLEMS - 1 :] = []
            noted.append(problem)

    def _warn_once(self, warning: str) -> None:
        """Log a lasting problem once, not at every tick."""
        if warning not in self._warned:
            _log.warning(warning)
            self._warned.add(warning)


async def setup(client: FactdeskClient) -> None:
    """Start the desk's loop with the client."""
    await client.add_cog(DeskLoop(client))


async def _post_digest(
    channel: discord.TextChannel | discord.ForumChannel, view: LayoutView, due: Reminder, settings: DeskSettings
) -> None:
    if isinstance(channel, discord.TextChannel):
        # The nonce keeps Discord from posting a digest twice if the bot stops before saving that it was sent.
        await channel.send(view=view, nonce=f"digest-{due.id}-{due.at:%Y%m%d}")
        return
    tags = channel.available_tags[:1] if channel.flags.require_tag else []
    await channel.create_thread(
        name=digest_title(due.at.astimezone(ZoneInfo(settings.time_zone))), view=view, applied_tags=tags
    )
