"""What may be typed beside plain words, and that nothing that is typed is an error."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.model.search import NO_FILTER, SearchFilter
from bot.search.search_syntax import ParsedSearch, contains_phrases, parse_search

OUTLETS = ("Evening Post", "Newsweek", "The Ledger")


def _parse_search(typed: str) -> ParsedSearch:
    return parse_search(typed, OUTLETS, NO_FILTER)


def test_plain_words_ask_for_nothing_else() -> None:
    assert _parse_search("who closed the bridge?") == ParsedSearch("who closed the bridge?")


def test_a_phrase_has_to_stand_there_and_its_words_are_looked_for_too() -> None:
    wanted = _parse_search('lorries "closed on Sunday"')
    assert wanted.text == "lorries closed on Sunday"
    assert wanted.phrases == ("closed on Sunday",)
    assert wanted.narrowing.required == ("closed", "on", "Sunday")


def test_a_single_word_in_marks_and_an_open_mark_are_plain_words() -> None:
    assert _parse_search('the "bridge" and "so on').phrases == ()


def test_a_word_with_a_minus_must_not_stand_there_but_a_hyphen_is_a_hyphen() -> None:
    wanted = _parse_search("ferry -bridge well-known")
    assert (wanted.text, wanted.narrowing.excluded) == ("ferry well-known", ("bridge",))


def test_an_outlet_is_known_by_its_name_whatever_its_case_or_a_slip() -> None:
    assert _parse_search('outlet:"evening post" lorries').narrowing.outlet == "Evening Post"
    assert _parse_search("outlet:newsweak lorries").narrowing.outlet == "Newsweek"


def test_an_outlet_that_the_corpus_does_not_know_is_a_plain_word() -> None:
    assert _parse_search("outlet:Gazette lorries") == ParsedSearch("Gazette lorries")


def test_a_title_is_looked_for_by_its_words() -> None:
    assert _parse_search('title:"Velm bridge" closed').narrowing.title == ("Velm", "bridge")


def test_limits_that_were_chosen_beside_the_words_stay() -> None:
    chosen = SearchFilter(outlet="Newsweek", since=date(2025, 6, 1))
    assert parse_search("-bridge", OUTLETS, chosen).narrowing == SearchFilter(
        "Newsweek", date(2025, 6, 1), excluded=("bridge",)
    )


@given(st.text(alphabet=st.sampled_from('ab "“”-:outletitle\t').map(str)) | st.text())
def test_nothing_that_is_typed_is_an_error_and_no_word_is_lost(typed: str) -> None:
    wanted = _parse_search(typed)
    assert contains_phrases(wanted.phrases, typed)


def test_a_phrase_holds_whatever_the_case_the_marks_and_the_line_breaks() -> None:
    assert contains_phrases(("closed on Sunday",), "It was “closed\non SUNDAY”.")
    assert not contains_phrases(("closed on Sunday",), "It was closed on a Sunday.")
    assert not contains_phrases(("on Sun",), "on Sunday")
