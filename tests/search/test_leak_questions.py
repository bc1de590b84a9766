"""Questions after what rests on leaked papers."""

import pytest

from bot.search.intent import Intent, read_question
from bot.search.leak_questions import strip_leak_phrase


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("what rests on leaked documents", ""),
        ("which articles are based on leaked files", ""),
        ("what do we know only from leaks", ""),
        ("is any of this based on the leak", ""),
        ("what leaked documents are there", ""),
        ("what comes from confidential papers about the bridge", "about the bridge"),
        ("which claims about the bridge rest on leaked records", "about the bridge"),
    ],
)
def test_the_wordings_for_it_are_known_and_leave_the_topic(question: str, topic: str) -> None:
    assert strip_leak_phrase(question) == topic
    assert read_question(question + "?").intent is Intent.LEAKED


@pytest.mark.parametrize(
    "question",
    [
        "what do the leaked documents say about the bridge",
        "who obtained the leaked files",
        "when were the documents leaked",
        "do both reports go back to the same leak",
        "what rests on the two new pillars",
    ],
)
def test_other_questions_that_speak_of_leaks_are_left_alone(question: str) -> None:
    assert read_question(question).intent is not Intent.LEAKED
