"""Search results: the shown sentences of a passage, and their notes."""

from __future__ import annotations

from datetime import date

from bot.answer.presentation.search_results import SearchOutcome, describe_filter, list_passages
from bot.model.documents import DocumentRef, Excerpt
from bot.model.search import NO_FILTER, Hit, SearchFilter
from bot.model.spans import Quote, Span
from bot.normalize import stem

TEXT = "The council met. The ferry sank off Lindholm. Nobody was hurt when the ferry sank. The quay was full."


def _listed(
    *words: str, found: bool = True, copies: tuple[str, ...] = (), limits: SearchFilter = NO_FILTER
) -> SearchOutcome:
    span = Span(100, 100 + len(TEXT))
    excerpt = Excerpt(DocumentRef("a", "a", "sha"), Quote(TEXT, span))
    return SearchOutcome(
        typed=" ".join(words),
        stems=frozenset(map(stem, words)),
        hits=[(Hit("a", 0, span, 1.0, copies=copies), excerpt)] if found else [],
        corrections=(),
        narrowing=NO_FILTER,
        limits=limits,
        exact=False,
    )


def _shown(*words: str) -> str:
    return list_passages(_listed(*words)).findings[0].quote.text


def test_the_sentence_that_holds_most_of_the_words_is_shown() -> None:
    assert _shown("ferry", "Lindholm") == "The ferry sank off Lindholm."


def test_two_sentences_are_shown_where_they_hold_more_than_one() -> None:
    assert _shown("Lindholm", "ferry", "hurt") == "The ferry sank off Lindholm. Nobody was hurt when the ferry sank."


def test_a_passage_found_by_its_context_alone_shows_how_it_begins() -> None:
    assert _shown("harbour") == "The council met."


def test_quote_and_highlights_stand_at_their_offsets() -> None:
    finding = list_passages(_listed("ferries", "Lindholm")).findings[0]
    document = " " * 100 + TEXT
    assert finding.quote.span.of(document) == finding.quote.text
    assert [span.of(document) for span in finding.highlights] == ["ferry", "Lindholm"]


def test_copies_are_counted_and_limits_told() -> None:
    assert list_passages(_listed("ferry", copies=("b", "c"))).notes == (
        "Passage 1 also appears, nearly unchanged, in 2 more articles.",
    )
    limits = SearchFilter("Post", date(2025, 6, 1), date(2025, 6, 30), title=("ferry",), excluded=("quay",))
    assert (
        describe_filter(limits)
        == "outlet Post, published from 2025-06-01 to 2025-06-30, title with “ferry”, without “quay”"
    )
    assert describe_filter(NO_FILTER) == ""


def test_nothing_found_says_within_which_limits() -> None:
    empty = _listed("ferry", found=False, limits=SearchFilter(until=date(2020, 1, 1)))
    assert list_passages(empty).reason == "No passage contains these words (published until 2020-01-01)."
    empty = _listed("ferry", found=False, limits=SearchFilter(since=date(2020, 1, 1)))
    assert list_passages(empty).reason == "No passage contains these words (published since 2020-01-01)."
    assert list_passages(_listed("ferry", found=False)).reason == "No passage contains any of these words."


def test_of_equal_sentences_the_first_is_shown_and_of_equal_neighbours_the_one_before() -> None:
    assert _shown("ferry", "sank") == "The ferry sank off Lindholm."
    assert _shown("quay") == "The quay was full."
    assert _shown("met", "hurt", "quay") == "The council met."
    assert _shown("off", "hurt", "full", "quay") == "Nobody was hurt when the ferry sank. The quay was full."
    assert _shown("council", "met", "Lindholm") == "The council met. The ferry sank off Lindholm."
