"""States of an answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.answer.decision import Decision, close_to_the_best, decide
from bot.answer.judge import Judge, JudgedSentence, Judgement
from bot.model.answers import AnswerState, Slot
from bot.normalize import WORD
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.query import parse
from tests.answer.comparing import analyse, compared

if TYPE_CHECKING:
    from spacy.language import Language

JUDGE = Judge(
    {
        "thresholds": {
            "yes or no": 0.7,
            "yes or no, confirmed": 0.6,
            "other": 0.8,
            "other, confirmed": 0.65,
            "row, confirmed": 0.5,
            "contrary": 0.3,
        }
    }
)
SANK = "The ferry Orla sank on 3 May, the Harbour Board said."
LATER = "The ferry Orla sank on 9 May, the Harbour Board said."
TABLE = "The memo lists the repairs:\n\n| Stage | Duration |\n|---|---|\n| Draining | 4 weeks |\n"
WHEN = "who said that the ferry Orla sank?"
DID = "did the ferry Orla sink on 3 May?"


def judged(question: str, nlp: Language, *texts: str, position: int = 0) -> tuple[JudgedSentence, ...]:
    """Return the sentence at `position` of each text, in judged order."""
    found = (
        compared(question, text, nlp, position, f"{number}.{'md' if '|' in text else 'txt'}")
        for number, text in enumerate(texts)
    )
    return tuple(JudgedSentence(pair.candidate, pair.sentence, pair.sources, pair.comparison, 0.0) for pair in found)


def decided(
    question: str,
    nlp: Language,
    *texts: str,
    probability: float,
    contrary: float = 0.0,
    confirmed: bool = False,
    position: int = 0,
) -> Decision:
    shown = judged(question, nlp, *texts, position=position)
    words = Counter(word for text in texts for word in WORD.findall(text))
    by_rules = {shown[0].candidate.key} if confirmed else set()
    query = parse(question, Vocabulary(words, passages=40))
    return decide(query, analyse(question, nlp), Judgement(shown, probability, contrary), JUDGE, by_rules)


@pytest.mark.parametrize(
    ("question", "confirmed", "least"),
    [(WHEN, False, 0.8), (WHEN, True, 0.65), (DID, False, 0.7), (DID, True, 0.6)],
)
def test_a_quote_answers_from_the_threshold_of_its_kind_on(
    question: str, least: float, nlp: Language, *, confirmed: bool
) -> None:
    found = decided(question, nlp, SANK, probability=least, confirmed=confirmed)
    assert found.state is AnswerState.ANSWERED
    assert found.probability == least
    below = decided(question, nlp, SANK, probability=least - 0.01, confirmed=confirmed)
    assert below.state is AnswerState.CLOSEST
    assert below.shown


def test_rules_that_answer_with_another_sentence_confirm_nothing(nlp: Language) -> None:
    shown = judged(WHEN, nlp, SANK)
    query = parse(WHEN, Vocabulary(Counter(WORD.findall(SANK)), passages=40))
    other_keys = {("elsewhere", 0)}
    assert decide(query, analyse(WHEN, nlp), Judgement(shown, 0.7, 0.0), JUDGE, other_keys).state is AnswerState.CLOSEST


def test_a_row_that_rules_confirm_answers_from_a_threshold_of_its_own_on(nlp: Language) -> None:
    question = "how long does the draining take?"

    def state(probability: float, *, confirmed: bool) -> AnswerState:
        return decided(question, nlp, TABLE, probability=probability, confirmed=confirmed, position=1).state

    assert state(0.5, confirmed=True) is AnswerState.ANSWERED
    assert state(0.49, confirmed=True) is AnswerState.CLOSEST
    assert state(0.7, confirmed=False) is AnswerState.CLOSEST


def test_a_yes_no_question_about_a_row_keeps_its_own_threshold(nlp: Language) -> None:
    question = "does the draining take 4 weeks?"
    assert decided(question, nlp, TABLE, probability=0.59, confirmed=True, position=1).state is AnswerState.CLOSEST


def test_a_yes_no_question_is_answered_with_its_comparison(nlp: Language) -> None:
    found = decided(DID, nlp, SANK, probability=0.9)
    assert found.comparison
    assert all(slot.holds for slot in found.comparison)
    assert decided(WHEN, nlp, SANK, probability=0.9).comparison == ()


def test_what_a_first_quote_reports_otherwise_is_contrary_and_says_what_differs(nlp: Language) -> None:
    found = decided(DID, nlp, LATER, probability=0.99, contrary=0.3)
    assert found.state is AnswerState.CONTRARY
    [(sentence, differing)] = found.differing
    assert sentence is found.shown[0]
    assert [difference.slot for difference in differing] == [Slot.WHEN]
    assert (found.comparison[0].slot, found.comparison[0].quoted, found.comparison[0].holds) == (
        Slot.WHEN,
        "9 May",
        False,
    )


def test_an_unlikely_contrary_is_no_contrary_and_no_answer_either(nlp: Language) -> None:
    assert decided(DID, nlp, LATER, probability=0.99, contrary=0.29).state is AnswerState.CLOSEST


def test_a_difference_in_a_later_quote_alone_is_no_contrary(nlp: Language) -> None:
    assert decided(DID, nlp, SANK, LATER, probability=0.1, contrary=0.99).state is AnswerState.CLOSEST


def test_a_first_quote_that_differs_answers_no_question_of_any_kind(nlp: Language) -> None:
    question = "who said that the ferry Orla sank on 3 May?"
    assert decided(question, nlp, LATER, probability=0.99).state is AnswerState.CLOSEST
    assert decided(question, nlp, SANK, probability=0.99).state is AnswerState.ANSWERED


def test_what_the_quote_leaves_open_does_not_keep_it_from_answering(nlp: Language) -> None:
    found = decided(DID, nlp, "The ferry Orla sank, the Harbour Board said.", probability=0.9)
    assert found.state is AnswerState.ANSWERED
    assert [slot.quoted for slot in found.comparison if slot.slot is Slot.WHEN] == [None]


def test_without_a_difference_to_point_at_nothing_is_contrary(nlp: Language) -> None:
    assert decided(DID, nlp, SANK, probability=0.1, contrary=0.99).state is AnswerState.CLOSEST


def test_a_difference_in_a_later_quote_stands_beside_the_answer(nlp: Language) -> None:
    found = decided(DID, nlp, SANK, LATER, probability=0.9, contrary=0.9)
    assert found.state is AnswerState.ANSWERED
    assert [judged.candidate.text for judged in found.shown] == [SANK]
    assert [judged.candidate.text for judged, _ in found.differing] == [LATER]


def test_a_name_that_stands_in_no_article_leaves_nothing_however_probable(nlp: Language) -> None:
    found = decided("did Aurelio Brandt sink the ferry Orla?", nlp, SANK, probability=0.99, contrary=0.99)
    assert found.state is AnswerState.NOTHING
    assert found.missing == ("Aurelio Brandt",)
    assert found.shown == ()


def test_where_no_sentence_was_found_there_is_nothing(nlp: Language) -> None:
    query = parse(WHEN, Vocabulary(Counter(WORD.findall(SANK)), passages=40))
    found = decide(query, analyse(WHEN, nlp), Judgement((), 0.99, 0.99), JUDGE)
    assert found == Decision(AnswerState.NOTHING)


@pytest.mark.parametrize(
    "text",
    [
        "The Harbour Board would likely say that the ferry Orla sank.",
        "# News\n\nRead also:\n- The ferry Orla sank\n- The ferry Orla was raised\n",
    ],
)
def test_what_is_only_supposed_or_stands_in_a_link_list_answers_nothing(text: str, nlp: Language) -> None:
    position = 2 if text.startswith("#") else 0
    assert decided(WHEN, nlp, text, probability=0.99, position=position).state is AnswerState.CLOSEST


def test_the_words_of_another_speaker_answer_for_nobody(nlp: Language) -> None:
    template = "“The ferry Orla is unsafe on windy days,” {} said, and Mara Lindt left."
    question = "what did Mara Lindt say about the ferry Orla?"
    hers = decided(question, nlp, template.format("Mara Lindt").replace(", and Mara Lindt left", ""), probability=0.99)
    assert hers.state is AnswerState.ANSWERED
    assert decided(question, nlp, template.format("Jonas Brandt"), probability=0.99).state is AnswerState.CLOSEST


def test_a_sentence_of_nobody_known_does_not_answer_what_a_speaker_said(nlp: Language) -> None:
    text = "The ferry Orla is unsafe on windy days. Mara Lindt left."
    question = "what did Mara Lindt say about the ferry Orla?"
    assert decided(question, nlp, text, probability=0.99).state is AnswerState.CLOSEST


@pytest.mark.parametrize(("distance", "near"), [(2.9, 2), (3.0, 1)])
def test_a_sentence_far_less_likely_than_the_first_is_not_close_to_it(
    distance: float, near: int, nlp: Language
) -> None:
    first, second = judged(WHEN, nlp, SANK, SANK)
    shown = (first, replace(second, score=first.score - distance))
    assert len(close_to_the_best(shown)) == near


@pytest.mark.parametrize(("table", "near"), [(TABLE, 2), (TABLE.replace("repairs:", "repairs.\n\nMore:"), 1)])
def test_a_row_belongs_to_the_sentence_that_introduces_it_however_unlikely(
    table: str, near: int, nlp: Language
) -> None:
    question = "who lists the repairs?"
    (lead_in,), (row,) = (judged(question, nlp, table, position=index) for index in (0, 1 if near == 2 else 2))
    shown = (lead_in, replace(row, score=lead_in.score - 5))
    assert len(close_to_the_best(shown)) == near


@pytest.mark.parametrize(
    ("text", "position", "probability", "needed"),
    [
        (SANK, 0, 0.64, False),
        (SANK, 0, 0.65, True),
        (SANK, 0, 0.8, False),
        (TABLE, 1, 0.5, True),
        (TABLE, 1, 0.49, False),
    ],
)
def test_rules_are_asked_only_where_their_word_counts(
    text: str, position: int, probability: float, nlp: Language, *, needed: bool
) -> None:
    shown = judged(WHEN, nlp, text, position=position)
    assert JUDGE.needs_confirmation(analyse(WHEN, nlp), Judgement(shown, probability, 0.0)) is needed


def test_what_stands_far_behind_a_link_list_does_not_answer_in_its_place(nlp: Language) -> None:
    links = "# News\n\nRead also:\n- The ferry Orla sank\n- The ferry Orla was raised\n"
    (first,) = judged(WHEN, nlp, links, position=2)
    (second,) = judged(WHEN, nlp, SANK)
    shown = (first, replace(second, score=first.score - 3.0))
    query = parse(WHEN, Vocabulary(Counter(WORD.findall(SANK)), passages=40))
    assert decide(query, analyse(WHEN, nlp), Judgement(shown, 0.99, 0.0), JUDGE).state is AnswerState.CLOSEST
    near = (first, replace(second, score=first.score - 2.9))
    assert decide(query, analyse(WHEN, nlp), Judgement(near, 0.99, 0.0), JUDGE).state is AnswerState.ANSWERED


def test_a_speaker_whom_no_article_knows_leaves_nothing_in_small_letters_too(nlp: Language) -> None:
    found = decided("what did aurelio say about the ferry Orla?", nlp, SANK, probability=0.99)
    assert (found.state, found.missing) == (AnswerState.NOTHING, ("aurelio",))
    known = decided("what did the harbour board say about the ferry Orla?", nlp, SANK, probability=0.99)
    assert known.missing == ()
