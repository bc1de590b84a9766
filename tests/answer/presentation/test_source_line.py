"""Source lines, headlines, and the line to copy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answer.presentation import headlines
from bot.answer.presentation.source_line import (
    INFERRED,
    INHERITED,
    NO_SOURCE,
    describe_source,
    is_nameable,
    source_labels,
)
from bot.model.answers import AnswerPart, AnswerState, Finding, QuotedAttribution
from bot.model.attribution import AttributionKind, ChainLink, Role, SourceKind
from bot.model.documents import DocumentRef
from bot.model.spans import Quote, Span

POST = DocumentRef("d", "0a1b", "0", "Ferry to stop", "Harbour Post", (), "2022-05-03T08:00:00Z")
PERSON, GROUP, PAPER, UNNAMED = (
    SourceKind.PERSON,
    SourceKind.ORGANISATION,
    SourceKind.DOCUMENT,
    SourceKind.ANONYMOUS,
)


def said(*links: tuple[str, Role, SourceKind], kind=AttributionKind.DIRECT, document=POST, **flags) -> Finding:
    """Return a finding whose chain runs from the article inwards."""
    chain = tuple(ChainLink(name, role, of, Span(0, 1)) for name, role, of in links)
    attribution = QuotedAttribution(chain[-1].name if chain else None, "said", kind, chain, **flags)
    return Finding(document, Quote("The ferry will stop.", Span(5, 25)), attribution=attribution)


LINDT = said(("Mara Lindt", Role.SAID, PERSON))
LEAK = said(
    ("Ida Brandt", Role.REPORTED, PERSON), ("The Bureau", Role.OBTAINED, GROUP), ("leaked records", Role.SHOWS, PAPER)
)


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        (LINDT, "Mara Lindt"),
        (said(("The Star", Role.WAS_TOLD, GROUP), ("motel manager", Role.TOLD, UNNAMED)), "Motel manager, to The Star"),
        (LEAK, "Leaked records obtained by The Bureau, reported by Ida Brandt"),
        (said(("Ida Brandt", Role.SAID, PERSON), ("A clerk", Role.SAID, UNNAMED)), "A clerk, according to Ida Brandt"),
        (said(("A clerk", Role.SAID, UNNAMED), ("Ida Brandt", Role.SAID, PERSON)), "Ida Brandt, according to a clerk"),
        (said(("Delta Watch", Role.OBTAINED, GROUP)), "Obtained by Delta Watch"),
        (said(("Evening Star", Role.WAS_TOLD, GROUP)), "Told to Evening Star"),
        (said(("Ida Brandt", Role.THOUGHT, PERSON)), "Ida Brandt (a view or plan, as reported)"),
        (said(("Harbour Post", Role.PUBLISHED, GROUP), ("he", Role.SAID, PERSON)), "Harbour Post"),
        (said(("Ida Brandt", Role.REPORTED, PERSON), ("Ida Brandt", Role.SAID, PERSON)), "Ida Brandt"),
        (said(("he", Role.SAID, PERSON)), NO_SOURCE),
        (said(), NO_SOURCE),
        (replace(LINDT, attribution=None), NO_SOURCE),
    ],
)  # fmt: skip
def test_a_source_is_told_from_who_says_it_outwards(finding: Finding, line: str) -> None:
    assert describe_source(finding) == line


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        (LINDT, "Mara Lindt, quoted by Harbour Post, 3 May 2022"),
        (
            said(("Mara Lindt", Role.SAID, PERSON), kind=AttributionKind.INDIRECT),
            "Mara Lindt, reported by Harbour Post, 3 May 2022",
        ),
        (
            said(("the Harbour Post", Role.WAS_TOLD, GROUP), ("Mara Lindt", Role.TOLD, PERSON)),
            "Mara Lindt, to the Harbour Post, 3 May 2022",
        ),
        (replace(LINDT, attribution=None), "Harbour Post, 3 May 2022"),
        (replace(LINDT, document=DocumentRef("d", "n", "0", published="spring")), "Mara Lindt, spring"),
    ],
)
def test_outlet_and_date_follow_and_the_outlet_is_never_told_twice(finding: Finding, line: str) -> None:
    assert describe_source(finding, published=True) == line


def test_an_origin_that_is_only_inferred_is_set_apart_as_our_reading() -> None:
    chain = (
        ChainLink("RUSI", Role.SAID, GROUP, Span(0, 1)),
        ChainLink("Black Moon", Role.OBTAINED, GROUP, Span(0, 1), inferred=True),
    )
    finding = replace(LINDT, attribution=QuotedAttribution("RUSI", "said", AttributionKind.INDIRECT, chain))
    assert describe_source(finding) == "RUSI; our reading: obtained by Black Moon"


def test_an_inherited_source_is_told_once_in_plain_words() -> None:
    assert list(source_labels(said(("Ida", Role.SAID, PERSON), inherited=True, inferred=True))) == [INHERITED]
    assert list(source_labels(said(("Ida", Role.SAID, PERSON), inferred=True))) == [INFERRED]
    assert list(source_labels(LINDT)) == []


@pytest.mark.parametrize("name", ["he", "You", "I", "they", "people", "the people", "some others", "—", "", "it"])
def test_nobody_in_particular_is_not_nameable(name: str) -> None:
    assert not is_nameable(name)


@pytest.mark.parametrize("name", ["Ida Brandt", "a clerk", "people familiar with the matter", "UN", "two officials"])
def test_whoever_is_described_is_nameable(name: str) -> None:
    assert is_nameable(name)


def test_a_headline_names_three_sources_at_most_named_ones_first_and_never_a_pronoun() -> None:
    unnamed = said(("a clerk", Role.SAID, UNNAMED))
    names = [said((f"Ida {name}", Role.SAID, PERSON)) for name in ("Brandt", "Holm", "Lindt")]
    headline = headlines.who_headline([unnamed, said(("he", Role.SAID, PERSON)), *names])
    assert headline == "Ida Brandt; Ida Holm; Ida Lindt; and 1 more source."
    assert headlines.who_headline([unnamed, names[0]]) == "Ida Brandt; A clerk."


def test_a_headline_with_one_source_tells_outlet_and_date_and_an_origin_stands_once() -> None:
    assert headlines.who_headline([LINDT, LINDT]) == "Mara Lindt, quoted by Harbour Post, 3 May 2022."
    twice = headlines.who_headline([LEAK, replace(LEAK, quote=Quote("They swam.", Span(30, 40)))])
    assert twice.count("The Bureau") == 1


def test_what_was_denied_or_supposed_comes_last_in_a_headline() -> None:
    denied = said(("Ida Brandt", Role.SAID, PERSON), negated=True)
    assert headlines.who_headline([denied, LINDT]) == "Mara Lindt; Ida Brandt."


def test_a_headline_without_any_source_says_so() -> None:
    assert headlines.who_headline([replace(LINDT, attribution=None)]) == (
        "1 quote in 1 article; no source recognised in the quoted lines."
    )


def test_an_answer_headline_puts_the_answer_before_its_source() -> None:
    second = replace(LINDT, document=replace(POST, id="e", outlet="Evening Star", published="2022-05-04"))
    assert (
        headlines.answer_headline(["4 weeks"], [LINDT]) == "“4 weeks”: Mara Lindt, quoted by Harbour Post, 3 May 2022"
    )
    assert headlines.answer_headline(["4 weeks", "6 weeks"], [LINDT, second]) == (
        "“4 weeks” (Harbour Post, 3 May 2022); “6 weeks” (Evening Star, 4 May 2022)"
    )
    assert headlines.answer_headline([], [LINDT]) == "1 quote in 1 article."
    weeks, articles = [f"{number} weeks" for number in range(1, 6)], [LINDT, second, LINDT, second, LINDT]
    assert headlines.answer_headline(weeks[:3], articles).endswith("“3 weeks” (Harbour Post, 3 May 2022)")
    assert headlines.answer_headline(weeks, articles).endswith("“3 weeks” (Harbour Post, 3 May 2022); and 2 more")
    assert headlines.answer_headline(["4 weeks", "4\nweeks"], [LINDT, second]).startswith("“4 weeks”: Mara Lindt")


@pytest.mark.parametrize(
    ("missing", "count", "headline"),
    [
        (["Biden"], None, "No article mentions “Biden”."),
        (["Biden", "Orlets"], 5, "No article mentions “Biden” or “Orlets”."),
        (["Biden", "Orlets", "Velm", "Sund"], 5, "No article mentions “Biden”, “Orlets” or “Velm”."),
        ([], 2416, "No passage in the 2,416 articles matched."),
        ([], 1, "No passage in the 1 article matched."),
        ([], None, "No passage in the articles matched."),
    ],
)
def test_a_search_in_vain_says_what_is_missing(missing: list[str], count: int | None, headline: str) -> None:
    assert headlines.nothing_headline(missing, count) == headline


def test_the_parts_that_are_answered_are_counted() -> None:
    answered, nothing = (AnswerPart("q", state, "") for state in (AnswerState.ANSWERED, AnswerState.NOTHING))
    assert headlines.parts_headline([answered, answered]) == "Both parts answered"
    assert headlines.parts_headline([answered, nothing]) == "1 of 2 parts answered"
    assert headlines.parts_headline([nothing, nothing]) == "None of 2 parts answered"
    assert headlines.parts_headline([answered] * 3) == "All 3 parts answered"


def test_the_line_to_copy_has_quote_source_outlet_and_date() -> None:
    line = "“The ferry will stop.” — Mara Lindt, quoted by Harbour Post, 3 May 2022"
    assert headlines.copyable_line(LINDT) == line
    listed = replace(LINDT, quote=Quote("- The ferry\n  will stop.", Span(5, 29)))
    assert headlines.copyable_line(listed) == line


@pytest.mark.parametrize(("length", "cut"), [(300, False), (301, True)])
def test_a_quote_of_300_characters_is_copied_whole(length: int, cut: bool) -> None:
    text = ("word " * 60)[: length - 1] + "."
    assert len(text) == length
    copied = headlines.copyable_line(replace(LINDT, quote=Quote(text, Span(5, 5 + length))))
    assert ("[…]" in copied) is cut
    assert len(copied.split("”")[0]) <= 306


def test_the_line_to_copy_takes_whole_sentences_up_to_300_characters() -> None:
    def copied(*lengths: int) -> int:
        """Return how many sentences of these lengths are copied, the first with the highlight."""
        text = " ".join(f"S{'a' * (length - 2)}." for length in lengths)
        finding = replace(LINDT, quote=Quote(text, Span(5, 5 + len(text))), highlights=(Span(5, 7),))
        return headlines.copyable_line(finding).split("”")[0].count("S")

    assert copied(100, 99, 98, 50) == 3
    assert copied(100, 99, 110, 50) == 2
    assert copied(290, 50) == 1


def test_a_long_quote_is_copied_from_its_telling_sentence_on_and_cut_at_a_sentence() -> None:
    text = " ".join(f"Sentence {number} tells of the ferry." for number in range(40))
    index = text.index("Sentence 20")
    long = replace(LINDT, quote=Quote(text, Span(5, 5 + len(text))), highlights=(Span(5 + index, 5 + index + 11),))
    quoted = headlines.copyable_line(long).split(" — ")[0]
    assert quoted.startswith("“Sentence 20 tells")
    assert quoted.endswith("of the ferry.”")
    assert len(quoted) <= 302
