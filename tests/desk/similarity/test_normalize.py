"""Claims without links, handles and signatures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.similarity.normalize import index_terms, normalize


@pytest.mark.parametrize(
    ("posted", "terms"),
    [
        ("Ferry sinks https://t.co/x9 — Jo Berg (@joberg) March 3, 2016", {"ferri", "sink"}),
        ("RT @harbour: ferry sinks pic.twitter.com/Ab1", {"ferri", "sink"}),
        ("#FerrySinks says @LindholmPort", {"ferri", "sink", "lindholm", "port"}),
        ("<@123> the ferry &amp; <#55> sinks", {"ferri", "sink"}),
        ("The ferry did not sink", {"ferri", "sink"}),
    ],
)
def test_links_handles_and_signatures_are_no_part_of_a_claim(posted: str, terms: set[str]) -> None:
    assert set(normalize(posted).terms) == terms


def test_the_signature_of_a_post_is_separate() -> None:
    assert normalize("Ferry sinks — Jo Berg (@joberg) March 3, 2016").author == ("jo", "berg")


def test_a_number_is_its_value_however_it_is_written() -> None:
    assert normalize("3,000 sailors").terms == normalize("three thousand sailors").terms == ("3000", "sailor")


@pytest.mark.parametrize(("length", "terms"), [(60, 2), (61, 1), (200, 1)])
def test_a_word_of_more_than_sixty_letters_is_no_word(length: int, terms: int) -> None:
    assert len(normalize(f"ferry {'x' * length}").terms) == terms


def test_the_index_holds_claim_title_and_who_signed_them() -> None:
    assert index_terms("Trams return — Jo Berg (@jo)", "The trams") == "tram return jo berg tram"


@given(st.text(max_size=80) | st.from_regex(r"(#\w+|https?://\S+|<@\d+>|[A-Z]?[a-z]+ — [A-Z][a-z]+ \(@\w+\)| )+"))
def test_every_word_stands_in_the_text_at_its_span(text: str) -> None:
    wording = normalize(text)
    assert len(wording.plain) == len(text)
    assert all(word.span.of(text) == word.text for word in wording.words)
    assert list(wording.words) == sorted(wording.words, key=lambda word: word.span)
    assert len(set(wording.terms)) == len(wording.terms)
