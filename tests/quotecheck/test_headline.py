"""The verdict in words: how many articles, how many words changed, and who says it."""

from __future__ import annotations

import pytest

from bot.model.answers import Finding, QuotedAttribution
from bot.model.attribution import AttributionKind
from bot.model.documents import DocumentRef
from bot.model.spans import Quote, Span
from bot.quotecheck.headline import headline, notes
from bot.quotecheck.model import MatchLevel, Op, QuoteCheckResult, QuoteLocation, QuoteMatch, Salience, WordChange

AT = Span(0, 5)


def match(
    document: str = "ferry", *changes: WordChange, source: str | None = None, omitted: tuple[Span, ...] = ()
) -> QuoteMatch:
    said = QuotedAttribution(source, "said", AttributionKind.DIRECT) if source else None
    finding = Finding(DocumentRef(document, document, "0"), Quote("words", AT), attribution=said)
    return QuoteMatch(finding, QuoteLocation(document, AT, AT, 1.0, changes, omitted))


def change(op: Op, loud: Salience | None = None) -> WordChange:
    return WordChange(op, "close", "shut", AT, AT, loud)


def check(level: MatchLevel, *matches: QuoteMatch, **about: object) -> QuoteCheckResult:
    return QuoteCheckResult("words", level, matches, **about)  # type: ignore[arg-type]


def test_articles_are_counted_once_each() -> None:
    twice_in_one = headline(check(MatchLevel.VERBATIM, match("ferry"), match("ferry")))
    in_two = headline(check(MatchLevel.VERBATIM, match("ferry"), match("trams")))
    assert "in 1 article" in twice_in_one
    assert "articles" not in twice_in_one
    assert "in 2 articles" in in_two


def test_articles_that_were_not_compared_are_counted_apart() -> None:
    assert headline(check(MatchLevel.VERBATIM, match(), not_compared=3)) == "Word for word in at least 1 article"
    assert "Up to 3 more articles have all of its words" in noted(match(), not_compared=3)
    assert "Up to 1 more article has all of its words" in noted(match(), not_compared=1)
    altered = noted(match("a", change(Op.INSERT)), level=MatchLevel.ALTERED, not_compared=1200)
    assert "Up to 1,200 more articles have all words of the original" in altered
    assert "more article" not in noted(match())


def test_a_splice_tells_its_places_and_its_articles() -> None:
    assert "2 places in one article" in headline(check(MatchLevel.SPLICED, match("ferry"), match("ferry")))
    assert "3 places in 2 articles" in headline(
        check(MatchLevel.SPLICED, match("ferry"), match("trams"), match("ferry"))
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([change(Op.REPLACE)], "1 word changed"),
        ([change(Op.REPLACE), change(Op.REPLACE)], "2 words changed"),
        ([change(Op.INSERT)], "1 word added"),
        ([change(Op.DELETE), change(Op.DELETE)], "2 words left out"),
        ([change(Op.REPLACE), change(Op.INSERT), change(Op.DELETE)], "1 word changed, 1 added, 1 left out"),
        ([change(Op.REPLACE, Salience.NEGATION)], "1 word changed, a negation among them"),
        ([change(Op.INSERT, Salience.NUMBER), change(Op.DELETE, Salience.NEGATION)],
         "1 word added, 1 left out, a negation and a number among them"),
    ],
)  # fmt: skip
def test_changed_words_are_counted_by_kind(changes: list[WordChange], words: str) -> None:
    assert headline(check(MatchLevel.ALTERED, match("ferry", *changes))).endswith(f": {words}")


def test_the_best_match_is_counted() -> None:
    worse = match("trams", change(Op.INSERT), change(Op.INSERT))
    assert headline(check(MatchLevel.ALTERED, match("ferry", change(Op.REPLACE)), worse)).endswith(": 1 word changed")


def noted(*matches: QuoteMatch, level: MatchLevel = MatchLevel.VERBATIM, **about: object) -> str:
    return "\n".join(notes(check(level, *matches, **about)))


def test_a_verbatim_quote_without_a_speaker_needs_no_note() -> None:
    assert noted(match()) == ""


def test_who_says_it_is_held_against_who_was_said_to() -> None:
    by_lind = match(source="Ida Lind")
    assert "Roth" in (other := noted(match(), by_lind, speaker="Roth", said_by_another=True))
    assert "Ida Lind" in other
    nobody_named = noted(match(), speaker="Roth", said_by_another=True)
    unknown = noted(by_lind, speaker="Roth", said_by_another=None)
    same = noted(by_lind, speaker="Lind", said_by_another=False)
    assert len({other, nobody_named, unknown, same}) == 4
    assert "None" not in nobody_named
    assert "don't make clear" in unknown
    assert "attribute it to Lind" in same
    assert noted(speaker="Roth") == ""


def test_what_is_not_found_says_which_words_it_was_looked_for_by() -> None:
    searched = ("ferry", "Lindholm", "May", "quay", "crew", "sailor", "whale")
    found = noted(level=MatchLevel.NOT_FOUND, searched=searched)
    assert "“ferry”" in found
    assert "“sailor”" in found
    assert "“whale”" not in found
    assert "“" not in noted(level=MatchLevel.NOT_FOUND)


def test_a_part_that_stands_somewhere_is_told_from_nothing_at_all() -> None:
    assert noted(level=MatchLevel.NOT_FOUND, nearest=match()) != noted(level=MatchLevel.NOT_FOUND)


def test_a_reason_for_looking_nowhere_stands_alone() -> None:
    assert noted(level=MatchLevel.NOT_FOUND, reason="Too short.", searched=("ferry",)) == "Too short."


def test_an_ellipsis_that_leaves_words_out_is_noted() -> None:
    assert "ellipsis" in noted(match(omitted=(AT,)))
    assert "ellipsis" not in noted(match(), match(omitted=(AT,)))
