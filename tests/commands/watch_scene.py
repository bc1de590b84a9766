"""Watched questions over the sample articles, for pictures."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

from discord.ui import LayoutView

from bot.app import App
from bot.model.question_watches import QuestionWatch, WatchFind, WatchKind, WatchPost, WatchState
from commands.ui.views import view_of
from commands.watch.buttons import stopped_text
from commands.watch.cards import added_card, list_card, post_card
from tests.commands.state_scene import CAMPBELL, DUE, EXERCISES, PROMISE, newsroom

IN_DOCS = {"watch-post"}


def _watch(number: int, text: str, kind: WatchKind, *, is_private: bool = False) -> QuestionWatch:
    return QuestionWatch(number, 500, 7, 11, text, kind, is_private, datetime(2026, 11, 2, 9, 0, tzinfo=UTC))


ASKED = _watch(1, "did Russia promise China paratrooper training?", WatchKind.QUESTION)
OTHERWISE = _watch(
    2, "are several thousand Chinese soldiers due to be trained in Russia this year?", WatchKind.QUESTION
)
NAMED = _watch(3, "Kurt Campbell", WatchKind.PHRASE)
DIRECT = replace(NAMED, id=4, is_private=True)


async def cards(app: App) -> AsyncIterator[tuple[str, LayoutView]]:
    """Yield the cards of a new watch, the list, and a post, with their names."""
    room = await newsroom(app)
    promise, due = room.finding(PROMISE, "Russia", "promised"), room.finding(DUE, "several hundred")
    campbell, exercises = room.finding(CAMPBELL, "Kurt Campbell"), room.finding(EXERCISES)
    finds = {
        ASKED: [(WatchState.ANSWERED, promise)],
        OTHERWISE: [(WatchState.CONTRARY, due)],
        NAMED: [(WatchState.FOUND, campbell)],
    }
    watches = tuple(
        (watch, tuple(WatchFind(watch.id, found.document.id, state, found) for state, found in shown))
        for watch, shown in finds.items()
    )
    yield "watch-added", view_of(added_card(ASKED))
    yield "watch-post", view_of(post_card(WatchPost(7, None, watches)))
    several = tuple(
        WatchFind(1, found.document.id, state, found)
        for state, found in (
            (WatchState.ANSWERED, promise),
            (WatchState.ANSWERED, exercises),
            (WatchState.ANSWERED, campbell),
            (WatchState.CONTRARY, due),
        )
    )
    yield "watch-several", view_of(post_card(WatchPost(7, 11, ((replace(ASKED, is_private=True), several),))))
    yield "watch-added-direct", view_of(added_card(DIRECT))
    yield "watch-stopped", view_of(stopped_text(ASKED))
    yield "watch-list-empty", view_of(list_card([], 0, of_server=False))
    yield "watch-list", view_of(list_card([DIRECT, NAMED, OTHERWISE, ASKED], 0, of_server=True))
