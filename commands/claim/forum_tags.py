"""Tags of posts in a forum: required ones are set, moderated ones only where the bot may."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.model.claims import Claim
from bot.normalize import fold
from commands.claim.cards import status_name
from commands.claim.outbox_worker import UndeliverableError

NO_TAG = (
    "{} requires a tag on every post, and I may use none of its tags. "
    "Ask a server admin to add a tag that everybody may use, or to grant me Manage Threads."
)


def post_tags(forum: discord.ForumChannel, names: Sequence[str]) -> list[discord.ForumTag]:
    """Return the tags of a new post: none where none is required.

    The tag with the first of `names` that the forum has, else its first tag. Raises UndeliverableError if the bot may
    use none.
    """
    if not forum.flags.require_tag:
        return []
    may_moderate = forum.permissions_for(forum.guild.me).manage_threads
    allowed = [tag for tag in forum.available_tags if may_moderate or not tag.moderated]
    if not allowed:
        raise UndeliverableError(NO_TAG.format(forum.mention))
    by_name = {fold(tag.name): tag for tag in reversed(allowed)}
    return [next((by_name[fold(name)] for name in names if fold(name) in by_name), allowed[0])]


def claim_tag_names(claim: Claim) -> list[str]:
    """Return the names that fit a claim's post: its tags, its status, its rating."""
    return [*claim.tags, status_name(claim), claim.status.value, *([claim.rating] if claim.rating else []), "claim"]
