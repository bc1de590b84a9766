"""What changed words mean: figures, negations, names, roles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.draftcheck.differences import ArticlePlace, Deviation, FoundDeviation, deviations, exchanged, source_reversed
from bot.model.spans import Span
from bot.quotecheck import tokens, typed_quote
from bot.quotecheck.alignment import align, extend_over_gaps
from bot.quotecheck.diff import locate
from bot.quotecheck.model import Op, Salience, WordChange

ARTICLE = "On Monday the harbour board of Velm fined the shipyard in Torvik 40 crowns over its old cranes."


def deviations_of(draft: str, article: str) -> list[FoundDeviation]:
    """Return the deviations of a draft's sentence from an article of one sentence."""
    typed, words = typed_quote.read(draft), tokens.read(article)
    segment = extend_over_gaps(typed, words, {}, align(typed, words, {})[0])
    changes = locate(typed, words, "article", segment).changes
    return deviations(draft, changes, ArticlePlace(article, article, article))


def found(draft: str, article: str = ARTICLE) -> list[Deviation]:
    return [deviation.deviation for deviation in deviations_of(draft, article)]


@pytest.mark.parametrize(
    ("draft", "deviation"),
    [
        (ARTICLE.replace("40", "60"), Deviation.NUMBER),
        (ARTICLE.replace("40", "forty-one"), Deviation.NUMBER),
        (ARTICLE.replace("Monday", "Tuesday"), Deviation.DATE),
        (ARTICLE.replace("fined", "never fined"), Deviation.NEGATION),
        (ARTICLE.replace("old", "young"), Deviation.ANTONYM),
        (ARTICLE.replace("Velm", "Lindholm"), Deviation.NAME),
        (ARTICLE.replace("cranes", "bridges"), Deviation.WORDING),
    ],
)
def test_a_changed_word_is_told_by_what_it_changes(draft: str, deviation: Deviation) -> None:
    assert found(draft)[0] is deviation


@pytest.mark.parametrize(
    "draft",
    [
        ARTICLE.replace("40", "forty"),
        ARTICLE.replace("over its old cranes", "over its cranes"),
        ARTICLE.replace("On Monday the", "The"),
        "The harbour board of Velm fined the shipyard in Torvik 40 crowns over its old cranes on Monday.",
    ],
)
def test_the_same_in_other_words_deviates_nowhere(draft: str) -> None:
    assert found(draft) == []


def test_a_hedge_that_the_draft_drops_is_told() -> None:
    assert found("The yard will close in spring this year.", "The yard may close in spring this year.") == [
        Deviation.CERTAINTY
    ]


@pytest.mark.parametrize(
    ("typed", "original"),
    [
        ("Velm sued Torvik over rent.", "Torvik sued Velm over rent."),
        ("The shipyard fined the harbour board.", "The harbour board fined the shipyard."),
        ("An engine fault caused the leak, the leak said.", "The leak caused an engine fault, the leak said."),
    ],
)
def test_phrases_in_each_others_places_have_exchanged_their_roles(typed: str, original: str) -> None:
    assert exchanged(typed, original) is not None


@pytest.mark.parametrize(
    ("typed", "original"),
    [
        ("On Monday Velm sued Torvik.", "Velm sued Torvik on Monday."),
        ("Torvik was sued by Velm.", "Velm sued Torvik."),
        ("Velm sued Torvik.", "Velm sued Torvik."),
        ("", ""),
    ],
)
def test_a_moved_phrase_and_a_passive_keep_the_roles(typed: str, original: str) -> None:
    assert exchanged(typed, original) is None


def test_a_number_that_opens_a_sentence_is_no_name() -> None:
    article = "The police arrested 30 rowers outside the harbour of Velm."
    assert Deviation.NAME not in found("Thirty rowers were arrested outside the harbour of Velm.", article)


def turned(draft: str, article: str) -> Deviation | None:
    typed, read = typed_quote.read(draft), tokens.read(article)
    segment = extend_over_gaps(typed, read, {}, align(typed, read, {})[0])
    changes = locate(typed, read, "article", segment).changes
    reversed_ = source_reversed(draft, changes, ArticlePlace(article, article, article))
    return reversed_.deviation if reversed_ else None


def test_an_admission_is_not_a_denial() -> None:
    article = "The yard denied that it had sold the old cranes."
    assert turned(article.replace("denied", "admitted"), article) is Deviation.ANTONYM
    assert turned(article.replace("denied", "did not deny"), article) is Deviation.NEGATION
    assert turned(article, article) is None
    assert turned(article.replace("denied", "disputed"), article) is None


def test_the_accused_is_not_the_accuser() -> None:
    article = "Mayor Ida Brandt accused the shipyard of negligence over the old cranes."
    swapped = "The shipyard accused Mayor Ida Brandt of negligence over the old cranes."
    assert turned(swapped, article) is Deviation.ROLES


def test_a_source_before_or_behind_its_statement_is_the_same() -> None:
    article = "The yard sold its old cranes, the mayor said."
    assert turned("The mayor said the yard sold its old cranes.", article) is None


MARCH = "More than 3,000 people marched in Velm on Sunday, and the wall at the quay is 40 centimetres high."


@pytest.mark.parametrize(
    ("draft", "deviation"),
    [
        (MARCH.replace("More than 3,000", "About 3,200"), Deviation.BOUND),
        (MARCH.replace("More than 3,000", "About 2,000"), Deviation.NUMBER),
        (MARCH.replace("3,000", "3,100"), Deviation.BOUND),
        (MARCH.replace("3,000", "3,200"), Deviation.NUMBER),
        (MARCH.replace("3,000", "9,000"), Deviation.NUMBER),
        (MARCH.replace("More than 3,000", "Up to 3,000"), Deviation.NUMBER),
        (MARCH.replace("More than 3,000", "Fewer than 3,000"), Deviation.ANTONYM),
        (MARCH.replace("40 centimetres", "40 metres"), Deviation.UNIT),
        (MARCH.replace("40 centimetres", "16 inches"), Deviation.BOUND),
        (MARCH.replace("40 centimetres", "4 metres"), Deviation.NUMBER),
    ],
)
def test_a_figure_has_a_value_a_bound_and_a_unit(draft: str, deviation: Deviation) -> None:
    assert found(draft, MARCH)[0] is deviation


def test_two_rough_figures_differ_if_they_are_apart() -> None:
    article = "The yard behind the harbour of Velm has built about 40 ships since May."
    assert found(article.replace("40", "41"), article)[0] is Deviation.BOUND
    assert found(article.replace("40", "43"), article)[0] is Deviation.NUMBER


@pytest.mark.parametrize("other", ["0.4 metres", "400 mm", "forty centimetres", "40 cm"])
def test_the_same_in_another_unit_deviates_nowhere(other: str) -> None:
    assert found(MARCH.replace("40 centimetres", other), MARCH) == []


def test_the_case_of_a_symbol_makes_another_unit() -> None:
    article = "The new plant behind the harbour of Velm produces 300 MW of power."
    assert found(article.replace("MW", "mW"), article)[0] is Deviation.UNIT
    assert found(article.replace("300 MW", "0.3 GW"), article) == []


@pytest.mark.parametrize(
    ("draft", "deviation"),
    [
        ("The storm over the bay killed 40 people in Velm.", Deviation.THING),
        ("The storm over the bay injured 40 people in Velm.", Deviation.WORDING),
        ("The storm over the bay wounded 40 residents in Velm.", Deviation.WORDING),
        ("The storm over the bay wounded 40 people in Torvik.", Deviation.NAME),
    ],
)
def test_another_outcome_is_another_thing_counted(draft: str, deviation: Deviation) -> None:
    article = "The storm over the bay wounded 40 people in Velm."
    assert found(draft, article)[0] is deviation


def test_another_noun_behind_the_same_number_is_another_thing_counted() -> None:
    article = "The yard behind the harbour of Velm has built 40 ships since May."
    assert found(article.replace("ships", "trains"), article)[0] is Deviation.THING
    assert found(article.replace("ships", "units"), article) == [Deviation.WORDING]


def test_a_duration_is_no_date() -> None:
    article = "The clerk of the harbour office in Velm resigned after a week in the office."
    typed = article.replace("after a week", "on Monday")
    deviation = deviations_of(typed, article)[0]
    assert (deviation.deviation, deviation.typed, deviation.original) == (Deviation.DATE, "on Monday", "")


def test_a_negation_of_a_clause_that_the_draft_leaves_out_turns_nothing() -> None:
    draft = "Coast guard Ole Brandt called the hull old but the engine sound."
    article = "Coast guard Ole Brandt, who was not aboard, called the hull old but the engine sound."
    assert found(draft, article) == []
    assert found(draft.replace("called", "never called"), article)[0] is Deviation.NEGATION


def test_a_number_that_moved_with_its_phrase_is_no_other_number() -> None:
    article = "Before the yard closed in 2009, it employed 320 people."
    assert Deviation.NUMBER not in found("The yard employed 320 people before it closed in 2009.", article)
    assert Deviation.NUMBER in found("Before the yard closed in 2008, it employed 320 people.", article)


def test_another_first_word_that_is_no_name_is_another_wording() -> None:
    article = "Residents of the village sued the council over the quay."
    assert found(article.replace("Residents", "Inhabitants"), article) == [Deviation.WORDING]
    named = "Torvik sued the council of Velm over the quay. The mayor of Torvik spoke."
    assert Deviation.NAME in found(named.replace("Torvik sued", "Lindholm sued"), named)


def test_a_number_in_the_place_of_many_words_replaces_none() -> None:
    lead = "A vaccine of the institute of Velm reduced severe cases by 52 percent in a trial with fever patients."
    article = f"{lead} Of the children, 8 percent had a fever."
    change = WordChange(Op.REPLACE, "by 52", "had 8", Span(0, 5), Span(0, 5), Salience.NUMBER)
    many = [replace(change, original=word, typed="") for word in lead.split()[:8]]
    place = ArticlePlace(lead, lead, article)
    figures = [
        it for it in deviations("had 8 percent with fever", [*many, change], place) if it.deviation is Deviation.NUMBER
    ]
    assert figures == []
    assert Deviation.NUMBER in [it.deviation for it in deviations("had 8 percent with fever", [change], place)]
