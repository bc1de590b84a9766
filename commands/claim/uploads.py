"""Attachments on their way: from a flagged message into the database, and from there to the claim's card."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Sequence

import aiohttp
import discord

from bot.client import FactdeskClient
from bot.model.attachments import Attachment, FileState, KeptFile
from bot.model.claims import ClaimFile
from bot.model.notifications import OutboxMessage
from commands.claim.gallery import files_to_show, upload_name
from commands.claim.outbox_worker import NotYetError, is_temporary
from commands.ui.messages import message_attachments

_log = logging.getLogger(__name__)

_MOST_ATTEMPTS = 4  # within about a minute: the claim's other messages wait behind this one
_MESSAGE = re.compile(r"/channels/\d{1,20}/(\d{1,20})/(\d{1,20})\Z")


async def keep_attachments(client: FactdeskClient, message: OutboxMessage) -> None:
    """Fetch the attachments of a claim's flags that wait for it, and keep them.

    Raises NotYetError for another attempt while Discord or the network has a fault.
    """
    file = await client.app.desk.file(message.guild, message.claim)
    is_last = message.attempts + 1 >= _MOST_ATTEMPTS
    delayed = 0
    for waiting in file.files:
        if waiting.state is FileState.WAITING:
            delayed += not await _keep(client, file, waiting, is_last=is_last)
    if delayed:
        raise NotYetError(f"{delayed} attachments of #{message.claim} could not be fetched")


async def fetch(client: FactdeskClient, url: str) -> bytes | None:
    """Return the content of a link to Discord's files, or None if it is no longer there.

    Raises what `is_temporary` knows for a fault of Discord or the network.
    """
    try:
        return await client.http.get_from_cdn(url)
    except (discord.NotFound, discord.Forbidden):
        return None


async def load_uploads(client: FactdeskClient, guild: int, shown: Sequence[KeptFile]) -> list[discord.File]:
    """Return kept files as uploads for a message; one erased meanwhile is left out."""
    uploads = list[discord.File]()
    for kept in shown:
        content = await client.app.attachments.content(guild, kept.sha256 or "")
        if content is not None:
            uploads.append(discord.File(io.BytesIO(content), upload_name(kept)))
    return uploads


def files_for_card(client: FactdeskClient, file: ClaimFile) -> list[KeptFile]:
    """Return the files that a claim's card is to show in its server."""
    guild = client.get_guild(file.claim.guild)
    return files_to_show(file, guild.filesize_limit if guild else 0)


async def _keep(client: FactdeskClient, file: ClaimFile, waiting: KeptFile, *, is_last: bool) -> bool:
    """Keep one attachment or save why not; False for another attempt later."""
    service, guild, number = client.app.attachments, file.claim.guild, file.claim.number
    if refused := service.refusal(waiting.media_type, waiting.size):
        await service.leave_out(guild, number, waiting, refused)
        return True
    try:
        content = await _fetch_from_message(client, file, waiting)
    except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError) as error:
        if is_temporary(error) and not is_last:
            return False
        _log.warning("an attachment of claim #%d on server %d was not fetched: %s", number, guild, error)
        content = None
    if content is None:
        await service.leave_out(guild, number, waiting, FileState.UNREACHABLE)
    else:
        await service.keep(guild, number, waiting, content)
    return True


async def _fetch_from_message(client: FactdeskClient, file: ClaimFile, waiting: KeptFile) -> bytes | None:
    """Return an attachment's content, or None if it was deleted. Links to it expire: then the message has a new one."""
    content = await fetch(client, waiting.url or "")
    if content is None and (url := await _renewed_url(client, file, waiting)):
        content = await fetch(client, url)
    return content


async def _renewed_url(client: FactdeskClient, file: ClaimFile, waiting: KeptFile) -> str | None:
    link = next((flag.origin.link for flag in file.flags if flag.number == waiting.flag and flag.origin), "")
    place = _MESSAGE.search(link)
    if place is None:
        return None
    try:
        message = await client.get_partial_messageable(int(place[1])).fetch_message(int(place[2]))
    except (discord.NotFound, discord.Forbidden):
        return None
    same = (attached.url for attached in message_attachments(message) if _path(attached) == _path(waiting))
    return next(same, None)


def _path(attached: Attachment | KeptFile) -> str:
    """Return a link without its signature, which changes."""
    return (attached.url or "").partition("?")[0]
