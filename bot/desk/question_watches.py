"""Watched questions of a server: added and stopped by people, posted by the bot."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from bot.errors import UserError
from bot.model.claims import Actor
from bot.model.notifications import OutboxMessage
from bot.model.question_watches import NewWatch, QuestionWatch, WatchKind, WatchPost
from bot.normalize import fold, words
from bot.search.frame_words import FRAME_WORDS, word_set
from bot.search.numbers import numbers
from bot.search.query import clean
from bot.search.refusals.unanswerable_input import LONGEST
from bot.store.desk import desks, question_watches
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.database import Database
from bot.store.sqlite.timestamps import stamp

PER_PERSON = 25
_LONGEST_PHRASE = 6  # words; longer text without a question mark is a statement, and is asked
_QUESTION_WORDS = word_set("""
who whom whose what which when where why how is are was were do does did has have had can could will would should
""")
STOPPED = "This watch was stopped already."
NOT_YOURS = "Only the person who set this watch, or an editor, can stop it."
OFF = "Watched questions are turned off on this bot (FACTDESK_WATCHES is 0)."
TOO_COMMON = "The text has only very common words: name a person, a place or a thing to watch for."


class QuestionWatches:
    """The watches of all servers; each server sees its own."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        most: int,
        refusal: Callable[[str], Awaitable[str | None]],
        generation: Callable[[], Awaitable[int]],
    ) -> None:
        """`most` is the highest number of watches of a server; `refusal` says why a question can't be asked.

        `generation` counts the changes of the articles.
        """
        self._database = database
        self._clock = clock
        self._most = most
        self._refusal = refusal
        self._generation = generation

    async def add(self, new: NewWatch) -> QuestionWatch:
        """Watch a text from now on.

        Raises UserError for a text that can't be watched, one that is watched at that place already, and beyond the
        limits.
        """
        text = clean(new.text)
        kind = watch_kind(text)
        if kind is WatchKind.QUESTION and (why := await self._refusal(text)):
            raise UserError(why)
        cleaned = NewWatch(new.guild, new.channel, new.user, text, new.is_private)
        since = await self._generation()
        return await self._database.write(lambda db: self._add(db.conn, cleaned, kind, since))

    async def get(self, id_: int) -> QuestionWatch | None:
        """Return a watch, or None after it was stopped."""
        return await self._database.read(partial(question_watches.get, id_=id_))

    async def visible(self, guild: int, actor: Actor) -> list[QuestionWatch]:
        """Return the watches that a person may stop, the newest first: their own, for editors all of the server."""
        user = None if actor.is_editor else actor.user
        return await self._database.read(partial(question_watches.of_guild, guild=guild, user=user))

    async def stop(self, id_: int, guild: int | None, actor: Actor) -> QuestionWatch:
        """Stop a watch, and return it. Outside of a server (None), a person stops their own.

        Raises UserError if it was stopped before, or the person may not stop it.
        """
        return await self._database.write(lambda db: _stop(db.conn, id_, guild, actor))

    async def post(self, message: OutboxMessage) -> WatchPost | None:
        """Return what a message of the outbox posts, or None if all its watches were stopped."""
        return await self._database.read(partial(question_watches.post, guild=message.guild, number=message.subject))

    async def mark_posted(self, message: OutboxMessage) -> None:
        """Delete the quotes of a sent post; its articles are not posted again."""
        await self._database.write(lambda db: question_watches.empty_post(db.conn, message.guild, message.subject))

    async def end(self, post: WatchPost) -> None:
        """Stop the watches of a post whose place is gone."""
        ids = [watch.id for watch, _ in post.watches]
        await self._database.write(lambda db: question_watches.stop(db.conn, ids))

    def _add(self, connection: sqlite3.Connection, new: NewWatch, kind: WatchKind, since: int) -> QuestionWatch:
        if (known := question_watches.same(connection, new)) is not None:
            place = (
                "You are told about this by direct message already"
                if new.is_private
                else "This is watched here already"
            )
            raise UserError(f"{place}, since {known.created:%d %B %Y}.")
        self._refuse_too_many(connection, new)
        context = WriteContext(connection, desks.get_or_create(connection, new.guild), 0, None, stamp(self._clock()))
        watch = question_watches.get(connection, question_watches.add(context, new, kind, since))
        assert watch is not None
        return watch

    def _refuse_too_many(self, connection: sqlite3.Connection, new: NewWatch) -> None:
        if not self._most:
            raise UserError(OFF)
        if len(question_watches.of_guild(connection, new.guild, new.user)) >= PER_PERSON:
            raise UserError(f"You watch {PER_PERSON} texts here already, the most. Stop one with `/watch list` first.")
        if len(question_watches.of_guild(connection, new.guild)) >= self._most:
            raise UserError(
                f"This server watches {self._most:,} texts already, the most. Ask an editor to stop some of them with "
                "`/watch list`."
            )


def watch_kind(text: str) -> WatchKind:
    """Return how a cleaned text is looked for.

    Raises UserError for an empty or too long one, and for one of very common words.

    >>> watch_kind("Kurt Campbell").value, watch_kind("who met Kurt Campbell?").value
    ('phrase', 'question')
    """
    if len(text) > LONGEST:
        raise UserError(f"The text has {len(text):,} characters: at most {LONGEST} can be watched.")
    typed = words(text)
    content = [word.text for word in typed if fold(word.text) not in FRAME_WORDS]
    if not content:
        raise UserError(TOO_COMMON)
    if len(typed) <= _LONGEST_PHRASE and not text.endswith("?") and fold(typed[0].text) not in _QUESTION_WORDS:
        return WatchKind.PHRASE
    # A question is looked up by its names and words; another number may be the news.
    if not any(len(word) > 1 and not numbers(word) for word in content):
        raise UserError(TOO_COMMON)
    return WatchKind.QUESTION


def _stop(connection: sqlite3.Connection, id_: int, guild: int | None, actor: Actor) -> QuestionWatch:
    watch = question_watches.get(connection, id_)
    if watch is None or guild not in {None, watch.guild}:
        raise UserError(STOPPED)
    if watch.user != actor.user and not (actor.is_editor and guild is not None):
        raise UserError(NOT_YOURS)
    question_watches.stop(connection, [id_])
    return watch
