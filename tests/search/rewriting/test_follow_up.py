"""Follow-ups: what a short question takes from the one before, and what a whole one leaves alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.refusals.unanswerable_input import LONGEST
from bot.search.rewriting.follow_up import FollowUp, complete_follow_up, resolve_pronoun

FERRIES = "what did Mara Lindqvist say about the ferries?"
COURSE = "who reported the Orlets course?"


def completed(question: str, previous: str, *names: str) -> str:
    return complete_follow_up(question, previous, names).question


def taken(question: str, previous: str, *names: str) -> str | None:
    return complete_follow_up(question, previous, names).carried_over


def test_a_pronoun_is_the_speaker_of_the_question_before() -> None:
    assert complete_follow_up("and what did she say about the fares?", FERRIES, ["Mara Lindqvist"]) == FollowUp(
        "what did Mara Lindqvist say about the fares?", "“she” is Mara Lindqvist"
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("did he resign?", "did Mara Lindqvist resign?"),
        ("who told him about it?", "who told Mara Lindqvist about the ferries?"),
        ("what was her salary?", "what was Mara Lindqvist's salary?"),
        ("who paid her in May?", "who paid Mara Lindqvist in May?"),
        ("why didnt he resign?", "why didnt Mara Lindqvist resign?"),
        ("what happened to him?", "what happened to Mara Lindqvist?"),
        ("how many new ships did he order?", "how many new ships did Mara Lindqvist order?"),
        ("on the fares, what did she say?", "on the fares, what did Mara Lindqvist say?"),
        ("what did she say about Petrov?", "what did Mara Lindqvist say about Petrov?"),
    ],
)
def test_every_form_of_he_and_she_is_replaced_whatever_the_gender(question: str, expected: str) -> None:
    assert completed(question, FERRIES) == expected


def test_of_two_people_the_last_named_is_meant_and_the_other_is_said_to_be_possible() -> None:
    before = "did Mara Lindqvist or Tomas Reck mention the fares?"
    follow_up = complete_follow_up("what did he say?", before, ["Mara Lindqvist", "Tomas Reck"])
    assert follow_up.question == "what did Tomas Reck say?"
    assert follow_up.carried_over == ("“he” is Tomas Reck (it could also be Mara Lindqvist)")


def test_a_speaker_goes_before_somebody_spoken_about() -> None:
    before = "what did Mara Lindqvist say about Tomas Reck?"
    assert completed("what did he say?", before, "Tomas Reck", "Mara Lindqvist") == "what did Mara Lindqvist say?"


def test_people_of_the_answer_stand_in_where_the_question_before_names_nobody() -> None:
    assert completed("what did he say?", COURSE, "Tomas Reck", "Reck") == "what did Tomas Reck say?"
    assert taken("what did he say?", COURSE, "Tomas Reck", "Reck") == "“he” is Tomas Reck"


def test_a_name_typed_in_small_letters_is_written_as_the_articles_write_it() -> None:
    before = "what did lindqvist say about the ferries"
    assert completed("did she apologise?", before, "Mara Lindqvist") == "did Mara Lindqvist apologise?"


def test_he_and_her_of_one_question_are_not_made_one_person() -> None:
    assert completed("did he thank her?", FERRIES) == "did Mara Lindqvist thank her?"


def test_a_pronoun_without_anybody_to_mean_is_left_as_it_is() -> None:
    assert complete_follow_up("what did he say?", COURSE, []) == FollowUp("what did he say?")


@pytest.mark.parametrize(
    ("question", "previous", "expected"),
    [
        ("and when?", FERRIES, "when did Mara Lindqvist say something about the ferries?"),
        ("why?", "did Norland close the port?", "why did Norland close the port?"),
        ("why not?", "did Norland close the port?", "why did Norland close the port?"),
        ("when?", COURSE, "when was it that someone reported the Orlets course?"),
        ("when was that?", "how many ships left Varga?", "when was it that ships left Varga?"),
        ("where?", "how many ships did Norland build?", "where did Norland build ships?"),
        ("where?", "in which year did the strike begin?", "where did the strike begin?"),
        ("how many of them?", "which ships left Varga?", "how many ships left Varga?"),
        ("how many of them?", FERRIES, "how many of them: what did Mara Lindqvist say about the ferries?"),
        ("who said so?", "did Norland close the port?", "who said so: did Norland close the port?"),
        ("says who", "did Norland close the port?", "who said so: did Norland close the port?"),
        ("who else?", COURSE, "who else reported the Orlets course?"),
        ("is that true?", "did Norland close the port?", "is that true: did Norland close the port?"),
        (
            "and why?",
            "Who reported the Orlets course, and when?",
            "why was it that someone reported the Orlets course?",
        ),
    ],
)
def test_a_bare_question_word_asks_after_the_topic_before(question: str, previous: str, expected: str) -> None:
    assert completed(question, previous) == expected
    assert taken(question, previous) == f"“{previous.rstrip('?').removesuffix(', and when')}?”"


@pytest.mark.parametrize(
    ("question", "previous", "expected", "said"),
    [
        ("what about Reck?", FERRIES, "what did Reck say about the ferries?", "“Reck” in place of “Mara Lindqvist”"),
        ("and reck?", FERRIES, "what did reck say about the ferries?", "“reck” in place of “Mara Lindqvist”"),
        ("how about the fares?", FERRIES, "what did Mara Lindqvist say about the fares?", "“the fares” in place of"),
        (
            "and in 2021?",
            "how many ships sank in 2020?",
            "how many ships sank in 2021?",
            "“in 2021” in place of “in 2020”",
        ),
        ("and 2021?", "how many ships sank in 2020?", "how many ships sank in 2021?", "“2021” in place of “2020”"),
        ("and in 2021?", "how many ships sank?", "how many ships sank in 2021?", "“how many ships sank?”"),
        ("at Varga?", "how many divers trained at Orlets?", "how many divers trained at Varga?", "“at Varga” in place"),
        ("what about the Free Ports?", "did Norland sign?", "did the Free Ports sign?", "“the Free Ports” in place"),
    ],
)
def test_another_name_time_or_thing_takes_the_place_of_its_like(
    question: str, previous: str, expected: str, said: str
) -> None:
    assert completed(question, previous) == expected
    assert said in (taken(question, previous) or "")


@pytest.mark.parametrize(
    ("question", "previous", "expected"),
    [
        ("when did it start?", COURSE, "when did the Orlets course start?"),
        ("who opposed it?", "who proposed the Varga treaty?", "who opposed the Varga treaty?"),
        ("how many of them drowned?", "how many divers took the course?", "how many of the divers drowned?"),
        (
            "what did they say about Varga?",
            "what did the Port Board say about Orlets?",
            "what did the Port Board say about Varga?",
        ),
        ("when did she say that?", FERRIES, "when did Mara Lindqvist say that about the ferries?"),
        ("did she deny it?", FERRIES, "did Mara Lindqvist deny the ferries?"),
    ],
)
def test_it_and_them_are_the_topic_before(question: str, previous: str, expected: str) -> None:
    assert completed(question, previous) == expected


@pytest.mark.parametrize(
    ("previous", "expected"),
    [
        ("who sank the ferry?", "who paid for the ferry?"),
        ("what caused the delay?", "who paid for the delay?"),
        ("did Norland close the port?", "who paid for the port?"),
        ("is the port closed?", "who paid for the port?"),
        ("why is the port closed in May?", "who paid for the port?"),
        ("how did the crew fight the fire in Varga?", "who paid for the fire?"),
        ("where is the naval academy?", "who paid for the naval academy?"),
        ("when was the dock built?", "who paid for the dock?"),
        ("how much did the tunnel cost?", "who paid for the tunnel?"),
        ("what is the reason for the strike?", "who paid for the strike?"),
        ("what is the Tessel Institute?", "who paid for the Tessel Institute?"),
        ("who closed Varga?", "who paid for Varga?"),
    ],
)
def test_it_is_a_thing_and_never_half_a_sentence(previous: str, expected: str) -> None:
    assert completed("who paid for it?", previous) == expected


@pytest.mark.parametrize(
    "previous",
    [
        "is the swimming pool closed for good?",
        "why was the dock sold by the town?",
        "did Norland surrender?",
        "which ships left Varga?",
    ],
    ids=["a predicate of unknown length", "a passive", "no thing", "several"],
)
def test_where_the_thing_can_not_be_told_the_question_before_stands_beside(previous: str) -> None:
    assert completed("who paid for it?", previous) == f"who paid for it: {previous}"


def test_they_is_never_a_single_thing() -> None:
    assert completed("where did they go?", "who sank the ferry?") == "where did they go: who sank the ferry?"
    assert completed("where did they go?", "who sank the ferries?") == "where did the ferries go?"
    assert completed("where did they go?", "how many new ships left Varga?") == "where did the new ships go?"


BOTH = "do the Port Board and the council agree on the tolls?"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and on the fares?", "do the Port Board and the council agree on the fares?"),
        ("why?", "why do the Port Board and the council agree on the tolls?"),
        ("what about Reck?", "what does Reck say about the tolls?"),
        ("what do they say about ferries?", "what do the Port Board and the council say about ferries?"),
        ("did they sign it?", "did the Port Board and the council sign it?"),
    ],
)
def test_a_comparison_is_followed_up_as_a_whole(question: str, expected: str) -> None:
    assert completed(question, BOTH) == expected


@pytest.mark.parametrize(
    ("question", "previous", "expected"),
    [
        ("why?", "what was Reck's reaction to the strike?", "why was Reck's reaction to the strike?"),
        ("when?", "how many ships did Reck say sank?", "when: how many ships did Reck say sank?"),
        ("when?", "how did Reck explain the delay?", "when did Reck explain the delay?"),
        ("and Weiss?", "why did Reck say the course was cut?", "why did Weiss say the course was cut?"),
        ("what did she say about it?", FERRIES, "what did Mara Lindqvist say about the ferries?"),
    ],
)
def test_reactions_reasons_and_reports_are_asked_anew_in_good_english(
    question: str, previous: str, expected: str
) -> None:
    assert completed(question, previous) == expected


@pytest.mark.parametrize(
    "question",
    [
        "who reported the Varga course?",
        "did Petrov say he would resign?",
        "did petrov say he would resign?",
        "when did the deal fall apart and who broke it?",
        "how long did it take?",
        "when did norland admit it sank the ferry",
        "which singer owned up that fans took him to task",
        "who gave anna petrov her prize and called her a fighter",
        "petrov is said to be a sailor so how did he learn to swim",
        "is petrov his own master",
        "who said it's a long way to varga",
        "who says it was petrov at the wheel",
        "how much longer is it for ships to sail around varga",
        "why is it safe to swim near varga",
        "is it true that Petrov resigned?",
        "what happened in Varga?",
        "?!",
        "",
    ],
)
def test_a_question_that_stands_by_itself_takes_nothing_over(question: str) -> None:
    assert complete_follow_up(question, FERRIES, ["Mara Lindqvist"]) == FollowUp(question)


@pytest.mark.parametrize(
    ("question", "taken_over"),
    [("how did they pick the winners?", True), ("how did they pick all the winners?", False)],
    ids=["six words", "seven words"],
)
def test_only_a_short_question_is_set_beside_a_topic_that_has_no_name(question: str, taken_over: bool) -> None:
    before = "why was the harbour master let down by the ferries?"
    assert (taken(question, before) is not None) == taken_over


def test_an_organisation_is_not_he_but_somebody_without_a_name_may_be() -> None:
    before = "what did the Port Board say about Orlets?"
    assert completed("what did he want?", before) == "what did he want?"
    assert completed("what did he want?", before, "Tomas Reck") == "what did Tomas Reck want?"
    assert completed("what did he want?", "what did the mayor say about Orlets?") == "what did the mayor want?"
    assert completed("what did he want?", "what did the Pope say about Orlets?") == "what did Pope want?"


@pytest.mark.parametrize(
    ("question", "pronoun", "previous", "expected"),
    [
        ("how long did it take?", "it", COURSE, "how long did the Orlets course take?"),
        ("and how long did it take?", "it", "is it open?", "how long did it take: is it open?"),
        ("what happened there?", "there", "who closed Varga?", "what happened there: who closed Varga?"),
        ("after the vote what did she do?", "she", FERRIES, "after the vote what did Mara Lindqvist do?"),
    ],
)
def test_a_question_refused_for_its_pronoun_is_completed(
    question: str, pronoun: str, previous: str, expected: str
) -> None:
    assert complete_follow_up(question, previous, []) == FollowUp(question) or pronoun == "there"
    assert resolve_pronoun(question, pronoun, previous, []).question == expected


def test_a_question_refused_for_a_person_whom_nothing_names_is_left_as_it_is() -> None:
    assert resolve_pronoun("who is he?", "he", COURSE, []) == FollowUp("who is he?")
    assert resolve_pronoun("how long did it take?", "it", " ", []) == FollowUp("how long did it take?")


def test_nothing_is_taken_over_from_nothing() -> None:
    assert complete_follow_up("when?", " ", ["Mara Lindqvist"]) == FollowUp("when?")


def test_a_question_is_completed_up_to_the_length_that_can_be_asked() -> None:
    room = LONGEST - len("who said so: did it ?")
    fits, too_long = (f"did it {'x' * length}?" for length in (room, room + 1))
    assert len(completed("who said so?", fits)) == LONGEST
    assert complete_follow_up("who said so?", too_long, []) == FollowUp("who said so?")


TYPED = (
    "and",
    "he",
    "it",
    "when",
    "about",
    "Mara",
    "Varga",
    "said",
    "the",
    "of them",
    "in",
    "2021",
    "?",
    ",",
    "what did",
)


def test_a_question_too_long_to_be_asked_is_neither_completed_nor_completed_from() -> None:
    for question, previous in (("what did she say? " * 30, FERRIES), ("what did she say?", FERRIES + " x" * LONGEST)):
        assert complete_follow_up(question, previous, ["Mara Lindqvist"]) == FollowUp(question)


WORDS = st.lists(st.sampled_from(TYPED))


@given(WORDS.map(" ".join) | st.text(), WORDS.map(" ".join) | st.text(), st.lists(st.text()))
def test_whatever_is_typed_ends_in_a_question_that_says_what_it_took(question, previous, names) -> None:
    follow_up = complete_follow_up(question, previous, names)
    if follow_up.carried_over is None:
        assert follow_up.question == question
    else:
        assert len(follow_up.question) <= LONGEST
        assert follow_up.carried_over
