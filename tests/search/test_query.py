"""A question taken apart into what its evidence must carry."""

from hypothesis import given
from hypothesis import strategies as st

from bot.search.compound_questions import split_question
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.query import QueryPartKind, clean, parse
from bot.search.refusals.unanswerable_input import refusal
from bot.search.rewriting.case_restoration import restore_case
from bot.search.rewriting.shorthand import expand_shorthand

WORDS = Vocabulary(
    {"Ryazan": 3, "training": 5, "Kurt": 1, "Campbell": 4, "POLITICO": 1, "support": 3, "US": 4, "us": 2}, passages=20
)


def parts(question: str) -> list[tuple[str, str]]:
    return [(part.kind.value, part.text) for part in parse(question, WORDS).parts]


def test_names_are_known_by_the_corpus_whatever_their_case_in_the_question() -> None:
    assert parts("who told politico about the support") == [("name", "politico"), ("word", "support")]


def test_words_written_with_capitals_side_by_side_are_one_name() -> None:
    assert parts("what did Kurt Campbell say about Ryazan") == [("name", "Kurt Campbell"), ("name", "Ryazan")]


def test_a_question_in_capitals_has_no_names_for_that() -> None:
    assert ("word", "SUPPORT") in parts("WHO TOLD POLITICO ABOUT THE SUPPORT")


def test_an_acronym_is_told_from_the_word_it_looks_like() -> None:
    assert parts("who said US training") == [("name", "US"), ("word", "training")]
    assert parts("who told us") == []


def test_a_number_is_a_part_with_its_value() -> None:
    (number,) = [
        part for part in parse("who has a $12 billion budget", WORDS).parts if part.kind is QueryPartKind.NUMBER
    ]
    assert number.value == 12e9
    assert number.hard


def test_the_verb_of_telling_is_no_part_of_what_was_told() -> None:
    assert parts("who reported the training") == [("word", "training")]


def test_a_name_that_the_corpus_never_writes_is_unknown() -> None:
    (part,) = parse("what did Xi Jinping say", WORDS).speaker
    assert (part.text, part.known) == ("Xi Jinping", False)


def test_the_deed_asked_after_is_needed() -> None:
    needed = [part.text for part in parse("who approved the training", WORDS).parts if part.needed]
    assert needed == ["approved"]


def test_what_stands_for_a_word_is_searched_for_with_less_weight() -> None:
    terms = {term.text: term.weight for term in parse("who supports us", WORDS).terms()}
    assert terms["supports"] > terms["aid"] > 0


def test_marks_that_nobody_sees_and_addresses_are_taken_off() -> None:
    assert clean("who\u202e said\x00 it `there` @everyone https://example.org/x <@123>") == "who said it there"


def test_the_context_of_a_question_is_looked_for_too() -> None:
    assert parts("Ryazan training: who told Kurt Campbell") == [
        ("name", "Kurt Campbell"),
        ("name", "Ryazan"),
        ("word", "training"),
    ]


def test_an_outlet_that_speaks_is_marked() -> None:
    question = "did the Evening Post report the training"
    assert parse(question, WORDS, outlets=["Evening Post"]).speaker_is_outlet
    assert not parse(question, WORDS, outlets=["Morning Post"]).speaker_is_outlet
    assert not parse(question, WORDS).speaker_is_outlet


@given(st.text(max_size=200))
def test_any_text_makes_a_query(question: str) -> None:
    query = parse(clean(question), WORDS)
    assert all(part.weight > 0 and part.words for part in query.parts)


@given(st.text(max_size=200))
def test_any_text_can_be_read_in_full_and_split(question: str) -> None:
    read = expand_shorthand(clean(question), WORDS)
    refused = refusal(read, WORDS)
    assert refused is None or refused.sentence
    assert all(split_question(restore_case(read, WORDS)).parts) or not read
