"""Cards of watches: what a post shows of many finds."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.model.question_watches import QuestionWatch, WatchFind, WatchKind, WatchPost, WatchState
from commands.ui.views import view_of
from commands.watch.cards import post_card
from tests.commands.check.test_cards import lines
from tests.commands.ui.test_cards import finding

WATCH = QuestionWatch(
    1, 500, 7, 11, "did divers train?", WatchKind.QUESTION, is_private=False, created=datetime(2026, 11, 2, tzinfo=UTC)
)


def shown(*states: WatchState) -> list[str]:
    finds = tuple(
        WatchFind(1, str(place), state, finding(f"Sentence {place}.", words=())) for place, state in enumerate(states)
    )
    return lines(view_of(post_card(WatchPost(7, None, ((WATCH, finds),)))))


def test_an_article_that_says_otherwise_is_shown_whatever_the_number_of_the_others():
    answered = [WatchState.ANSWERED] * 4
    text = shown(*answered, WatchState.CONTRARY)
    assert [line for line in text if line.startswith("> ")] == ["> Sentence 4.", "> Sentence 0.", "> Sentence 1."]
    assert "4 new articles answer this" in "".join(text)
    assert "1 new article says otherwise" in "".join(text)
    assert "3 of them are shown" in "".join(text)
    assert "".join(text).count("neither is judged here") == 1
    assert "1 new article says otherwise; neither is judged here" in "".join(shown(WatchState.CONTRARY))


def test_finds_of_one_state_stay_in_their_order():
    assert [line for line in shown(*[WatchState.ANSWERED] * 3) if line.startswith("> ")] == [
        "> Sentence 0.",
        "> Sentence 1.",
        "> Sentence 2.",
    ]
