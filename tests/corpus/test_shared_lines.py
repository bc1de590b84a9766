"""Which lines of an article are its outlet's."""

from __future__ import annotations

from dataclasses import replace

from bot.corpus.shared_lines import line_hashes, with_shared_lines
from bot.model.documents import BlockKind, Document
from tests.corpus.build import document, of_kind

TEXT = (
    "Outlet: Hafenpost\n\nDer Hafenrat hat am Dienstag beschlossen, den Nordkai für neun Wochen zu schließen.\n\n"
    "Alle Nachrichten aus der Stadt\n\nDie Reparatur kostet nach Angaben des Rates 4,2 Millionen Euro.\n"
)


def counted(article: Document, times: dict[str, int]) -> dict[int, int]:
    """Return the counts of the lines that begin with these words."""
    found = {}
    for line, count in times.items():
        block = next(block for block in article.blocks if block.span.of(article.text).startswith(line))
        (hashed,) = line_hashes(replace(article, blocks=(block,)))
        found[hashed] = count
    return found


def test_a_short_line_of_a_fifth_of_the_articles_is_boilerplate() -> None:
    article = document(TEXT)
    for times, marked in ((20, ["Alle Nachrichten aus der Stadt"]), (19, [])):
        shown = with_shared_lines(article, counted(article, {"Alle": times}), 100)
        assert of_kind(shown, BlockKind.BOILERPLATE) == marked


def test_a_whole_sentence_must_stand_in_most_articles() -> None:
    article = document(TEXT)
    for times, marked in ((60, 1), (59, 0)):
        shown = with_shared_lines(article, counted(article, {"Die Reparatur": times}), 100)
        assert len(of_kind(shown, BlockKind.BOILERPLATE)) == marked


def test_a_few_articles_share_nothing_and_neither_do_those_without_an_outlet() -> None:
    article = document(TEXT)
    assert with_shared_lines(article, counted(article, {"Alle": 4}), 4) == article
    assert line_hashes(document(TEXT.replace("Outlet: Hafenpost\n\n", ""))) == frozenset()


def test_the_same_line_of_another_outlet_counts_by_itself() -> None:
    assert line_hashes(document(TEXT)).isdisjoint(line_hashes(document(TEXT.replace("Hafenpost", "Stadtbote"))))
