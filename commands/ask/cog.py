"""`/ask` and mentions of the bot: one question, one card."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import Literal

import discord
from discord import AllowedMentions, app_commands
from discord.ext.commands import Cog

from bot.client import FactdeskClient, FactdeskInteraction
from bot.library.follow_ups import FollowUpContext
from bot.library.question_queue import OnWait
from bot.model.answers import Answer
from bot.model.search import NO_FILTER, SearchFilter
from commands.ask.buttons import answer_view, verdicts_on
from commands.ask.discussion import has_threads, is_follow_up
from commands.ask.follow_ups import context_of_command, context_of_message
from commands.ask.pending_reply import reply_to_command, reply_to_message
from commands.ui import search_filters
from commands.ui.errors import report_to_channel
from commands.ui.messages import reply
from commands.ui.saved_answers import link_message, save
from commands.ui.visibility import VISIBILITY_CHOICES, defer

_log = logging.getLogger(__name__)

HOW_TO_ASK = "Write a question after the mention, such as: who reported the training? Use `/ask` for a private answer."


class Ask(Cog):
    """Questions from commands and mentions."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client

    @app_commands.command(
        name="ask", description="Ask the articles: you get quotes that answer, or none if no article does"
    )
    @app_commands.describe(
        question="Your question, in your own words",
        visibility="Who sees the answer",
    )
    @app_commands.choices(visibility=VISIBILITY_CHOICES)
    @search_filters.with_filter_options
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(
        self,
        interaction: FactdeskInteraction,
        question: str,
        *,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        visibility: str = "",
    ) -> None:
        """Answer a question with one card."""
        public = await defer(interaction, visibility)
        narrowing = await search_filters.search_filter(self._client, outlet, since, until)
        await self.answer(interaction, question, narrowing, public=public)

    async def answer(
        self, interaction: FactdeskInteraction, question: str, narrowing: SearchFilter = NO_FILTER, *, public: bool
    ) -> None:
        """Answer a deferred interaction with one card."""
        seen_by: Literal["public", "private"] = "public" if public else "private"
        async with reply_to_command(interaction, public=public) as pending:
            answer = await self._ask(
                question, context_of_command(interaction, public=public), pending.show_position, narrowing
            )
            saved = await save(interaction, self._client, answer, seen_by)
            verdicts = await verdicts_on(interaction, self._client, answer)
            threads = has_threads(self._client, interaction.channel)
            sent = await pending.answer(answer_view(answer, saved, threads=threads, verdicts=verdicts))
        await link_message(self._client, saved, sent)
        if answer.pending:
            await self._finish(interaction, sent, answer, seen_by)

    @Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message with a written mention of the bot, or a question in an answer's thread.

        A reply to the bot without a written mention is not a question.
        """
        me = self._client.user
        if me is None or message.author.bot or message.webhook_id:
            return
        question, mentions = re.subn(rf"<@!?{me.id}>", " ", message.content)
        if not mentions and not await is_follow_up(self._client, message):
            return
        try:
            await self._answer(message, question.strip())
        except Exception as error:  # noqa: BLE001 - the error table sorts them
            await report_to_channel(message, error)

    async def _answer(self, message: discord.Message, question: str) -> None:
        if not question:
            await reply(message, HOW_TO_ASK)
            return
        async with reply_to_message(message) as pending:
            answer = await self._ask(question, context_of_message(message), pending.show_position)
            saved = await save(message, self._client, answer, "public")
            verdicts = await verdicts_on(message, self._client, answer)
            threads = has_threads(self._client, message.channel)
            sent = await pending.answer(answer_view(answer, saved, threads=threads, verdicts=verdicts))
        await link_message(self._client, saved, sent)
        if answer.pending:
            await self._finish(message, sent, answer, "public")

    async def _ask(
        self, question: str, context: FollowUpContext, on_wait: OnWait, narrowing: SearchFilter = NO_FILTER
    ) -> Answer:
        """Complete a follow-up and return its answer.

        Every question to the articles comes through here.
        """
        follow_up = await self._client.app.follow_ups.complete(question, context)
        answer = await self._client.app.ask(follow_up.question, narrowing, on_wait=on_wait)
        return replace(answer, carried_over=follow_up.carried_over)

    async def _finish(
        self,
        event: FactdeskInteraction | discord.Message,
        sent: discord.Message,
        answer: Answer,
        seen_by: Literal["public", "private"],
    ) -> None:
        """Add the sources to a card sent before they were known."""
        finished = replace(await self._client.app.finish(answer), carried_over=answer.carried_over)
        saved = await save(event, self._client, finished, seen_by)
        threads, verdicts = has_threads(self._client, event.channel), await verdicts_on(event, self._client, finished)
        view = answer_view(finished, saved, threads=threads, verdicts=verdicts)
        try:
            await sent.edit(view=view, allowed_mentions=AllowedMentions.none())
        except discord.HTTPException as refused:
            _log.info("a card was deleted before its sources were known: %s", refused)


async def setup(client: FactdeskClient) -> None:
    """Add the command and the listener."""
    await client.add_cog(Ask(client))
