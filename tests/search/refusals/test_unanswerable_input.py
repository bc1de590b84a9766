"""Input that no article can answer."""

import pytest

from bot.search.expansion.vocabulary import Vocabulary
from bot.search.refusals.pronouns import unresolved_pronoun
from bot.search.refusals.unanswerable_input import LONGEST, RefusalKind, refusal

WORDS = Vocabulary({"Lindt": 9, "Brandt": 4, "tolls": 5, "ferry": 5, "bridge": 4, "Lund": 9, "said": 9}, 50)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("", RefusalKind.EMPTY),
        ("🙂 !!", RefusalKind.EMPTY),
        ("Lund " * 101, RefusalKind.TOO_LONG),
        (", ".join(f"Lindt{chr(97 + number)}" for number in range(16)), RefusalKind.TOO_MANY_NAMES),
        ("the of and", RefusalKind.NO_CONTENT),
        ("who made you?", RefusalKind.ABOUT_THE_BOT),
        ("are you chatgpt", RefusalKind.ABOUT_THE_BOT),
        ("what can you do", RefusalKind.ABOUT_THE_BOT),
        ("hello there", RefusalKind.GREETING),
        ("thank you!", RefusalKind.GREETING),
        ("you are stupid", RefusalKind.INSULT),
        ("shut up", RefusalKind.INSULT),
        ("wer hat das gesagt", RefusalKind.OTHER_LANGUAGE),
        ("qui a dit que Lindt est malade", RefusalKind.OTHER_LANGUAGE),
        ("¿quién dijo que Lindt perdió?", RefusalKind.OTHER_LANGUAGE),
        ("chi ha detto che il ponte è chiuso", RefusalKind.OTHER_LANGUAGE),
        ("wie heeft dat gezegd", RefusalKind.OTHER_LANGUAGE),
        ("kto to powiedział", RefusalKind.OTHER_LANGUAGE),
        ("кто это сказал", RefusalKind.OTHER_LANGUAGE),
        ("谁说的", RefusalKind.OTHER_LANGUAGE),
        ("and what did he say about the profits?", RefusalKind.PRONOUN),
    ],
)
def test_what_no_article_answers_is_told_with_its_kind(typed: str, kind: RefusalKind) -> None:
    refused = refusal(typed, WORDS)
    assert refused is not None
    assert refused.kind is kind
    assert refused.sentence


@pytest.mark.parametrize(
    "question",
    [
        "Lund " * 100,
        ", ".join(f"Lindt{chr(97 + number)}" for number in range(15)),
        "who made the ferry",
        "what can you do in Lund",
        "who called Lindt an idiot",
        "who is Ursula von der Leyen",
        "what did Charles de Gaulle say about le Monde",
        "who said hello to Lindt",
        "what is the US",
        "tolls",
    ],
)
def test_what_articles_may_answer_is_let_through(question: str) -> None:
    assert len(question) <= LONGEST
    assert refusal(question.strip(), WORDS) is None


@pytest.mark.parametrize(
    ("question", "pronoun"),
    [
        ("and what did he say about the profits?", "he"),
        ("what did she tell Lindt", "she"),
        ("who fired him?", "him"),
        ("why did it collapse", "it"),
        ("who built it", "it"),
        ("who reported it and when", "it"),
        ("what happened there?", "there"),
        ("who said that", "that"),
        ("who is he that runs the bank", None),
        ("what did Lindt say about his son", None),
        ("how did the mayor explain his plan", None),
        ("who said he had never seen such a ferry", None),
        ("which mayor sold her ferry", None),
        ("did they really ban ferries", None),
        ("when he resigned, what did Lindt say", None),
        ("is it true that the bridge fell", None),
        ("how long does it take to cross", None),
        ("are there any tolls", None),
        ("who said that the bridge fell", None),
        ("why did the bridge fall when it rained", None),
    ],
)
def test_a_pronoun_needs_something_that_it_may_stand_for(question: str, pronoun: str | None) -> None:
    assert unresolved_pronoun(question, WORDS) == pronoun


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("what did he say", "Who is “he”? Name the person."),
        ("who fired them", "Who are “them”? Name them."),
        ("why did it collapse", "What is “it”? Name the thing or the event."),
        ("what happened there", "Where is “there”? Name the place."),
    ],
)
def test_the_sentence_asks_for_the_name(question: str, sentence: str) -> None:
    refused = refusal(question, WORDS)
    assert refused is not None
    assert refused.sentence == sentence
