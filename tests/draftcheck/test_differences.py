"""What changed words mean: figures, negations, names, roles."""

from __future__ import annotations

import pytest

from bot.draftcheck.differences import ArticlePlace, Deviation, deviations, exchanged, source_reversed
from bot.quotecheck import tokens, typed_quote
from bot.quotecheck.alignment import align, extend_over_gaps
from bot.quotecheck.diff import locate

ARTICLE = "On Monday the harbour board of Velm fined the shipyard in Torvik 40 crowns over its old cranes."


def found(draft: str, article: str = ARTICLE) -> list[Deviation]:
    """Return the deviations of a draft's sentence from an article of one sentence."""
    typed, words = typed_quote.read(draft), tokens.read(article)
    segment = extend_over_gaps(typed, words, {}, align(typed, words, {})[0])
    changes = locate(typed, words, "article", segment).changes
    place = ArticlePlace(article, article, article)
    return [deviation.deviation for deviation in deviations(draft, changes, place)]


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
