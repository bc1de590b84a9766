"""Answers with planned quotes.

Tests of cards and buttons do not depend on how well the articles are judged.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answer.presentation import headlines
from bot.app import App
from bot.model.answers import Answer, AnswerState
from bot.model.search import NO_FILTER, SearchFilter
from tests.commands.state_scene import newsroom

COURSE = "who reported the Orlets course?"
WEISS = "what did Anna Weiss say about Orlets?"
DIVING = "where is the deep diving course?"

# The beginning of each sentence that answers, and what is bold in it.
_QUOTES = {
    COURSE: (("Forty divers from Carvania", "course", "Orlets"), ("The defence ministry told", "Orlets")),
    WEISS: (
        ("Anna Weiss, who runs", "Orlets"),
        ("Nobody in Orlets was told", "Orlets"),
        ("Weiss said the divers left", "Orlets"),
        ("The school at Orlets has never", "Orlets"),
        ("Anna Weiss told Harbour Post", "Orlets"),
    ),
    DIVING: (("| Orlets | deep diving", "Orlets"),),
}


class PlannedAnswers:
    """Question service with planned quotes for three questions.

    All other questions are answered from the articles.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._questions = app.questions

    async def answer(self, question: str, narrowing: SearchFilter = NO_FILTER, *, exact: bool = False) -> Answer:
        answer = await self._questions.answer(question, narrowing, exact=exact)
        if question not in _QUOTES:
            return answer
        room = await newsroom(self._app)
        findings = tuple(room.finding(*quote) for quote in _QUOTES[question])
        return Answer(
            question,
            AnswerState.ANSWERED,
            headlines.who_headline(findings[:1]),
            findings=findings,
            narrowing=narrowing,
            exact=exact,
            documents_searched=answer.documents_searched,
        )

    async def finish(self, answer: Answer) -> Answer:
        return answer if answer.question in _QUOTES else await self._questions.finish(answer)


def planned(app: App) -> App:
    """Return the app with planned answers."""
    return replace(app, questions=PlannedAnswers(app))
