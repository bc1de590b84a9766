"""Papers on their way to an article: who got them, in which sentence that is told, and how sure a chain is of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import pipeline
from tests.attribution.conftest import read, slices

if TYPE_CHECKING:
    from spacy.language import Language


def links(text: str, nlp: Language, cue: str) -> list[tuple[str, str, bool]]:
    """Return name, role and whether it is inferred, for each link of the one chain with this cue."""
    document = read(text)
    (found,) = [a for a in pipeline.attribute(document, nlp) if slices(document, a.cue) == cue]
    return [(link.name, str(link.role), link.inferred) for link in found.chain]


def test_papers_that_somebody_obtained_are_theirs_further_on(nlp: Language) -> None:
    text = "The Ledger obtained the papers in March.\n\nThe papers show that the board knew of the cracks."
    assert links(text, nlp, "show") == [("Ledger", "obtained", False), ("The papers", "shows", False)]


def test_who_checked_the_papers_in_a_later_sentence_stands_in_the_chain(nlp: Language) -> None:
    text = (
        "The hacktivist group Grey Heron obtained the contracts. The Torvik Institute (TIB) reviewed the documents.\n\n"
        "The documents show that the board knew of the cracks."
    )
    assert links(text, nlp, "show") == [
        ("Torvik Institute (TIB)", "reviewed", False),
        ("Grey Heron", "obtained", False),
        ("The documents", "shows", False),
    ]


def test_two_leaks_are_not_made_one(nlp: Language) -> None:
    text = (
        "The files were obtained by the Daily Lantern. Letters obtained by Grey Heron tell the same.\n\n"
        "The files show that the board knew of the cracks."
    )
    assert links(text, nlp, "show") == [("Daily Lantern", "obtained", False), ("The files", "shows", False)]


def test_inside_what_others_say_of_papers_their_way_is_implied(nlp: Language) -> None:
    text = (
        "Leaked papers reveal a deal between the yards, according to harbour analysts.\n\n"
        "The files were obtained by the Daily Lantern and reported by journalist Ivo Brandt."
    )
    assert links(text, nlp, "reveal") == [
        ("harbour analysts", "said", False),
        ("Ivo Brandt", "reported", True),
        ("Daily Lantern", "obtained", True),
        ("Leaked papers", "shows", False),
    ]
    stated = "Harbour analysts say that papers obtained by the Daily Lantern show a deal between the yards."
    assert ("Daily Lantern", "obtained", False) in links(stated, nlp, "show")


def test_a_headlines_papers_reveal_what_stands_before_them_too(nlp: Language) -> None:
    text = (
        "Kestria to arm Sund's fleet, leaked papers reveal growing ties\n\n"
        "Kestria is going to arm the fleet of Sund, its neighbour, with guns and ships and a great many sailors."
    )
    document = read(text)
    (found,) = [a for a in pipeline.attribute(document, nlp) if slices(document, a.cue) == "reveal"]
    assert slices(document, found.content) == "Kestria to arm Sund's fleet … growing ties"


QUOTED_ON = (
    "The Torvik Institute for Bridges (TIB) reported on Monday that the bolts were gone. The deck is “a danger to"
    " everybody who walks on it,” TIB notes.\n\nThe work goes on, with “three cranes, one barge and fifteen divers of"
    " the harbour” at the north pier."
)


def test_words_in_marks_below_a_quoted_report_are_implied_to_be_the_reports(nlp: Language) -> None:
    document = read(QUOTED_ON)
    found = pipeline.attribute(document, nlp)[-1]
    assert slices(document, found.content) == "“three cranes, one barge and fifteen divers of the harbour”"
    assert (found.inferred, [link.name for link in found.chain]) == (True, ["Torvik Institute for Bridges (TIB)"])


def test_words_in_marks_are_nobodys_where_somebody_else_spoke_last_or_long_ago(nlp: Language) -> None:
    spoken = QUOTED_ON.replace("\n\nThe work", "\n\nMara Oll said the pier was safe. The work")
    apart = QUOTED_ON.replace("\n\nThe work", "\n\nThe sun shone on the pier.\n\nThe work")
    short = QUOTED_ON.replace("three cranes, one barge and fifteen divers of the harbour", "three cranes")
    for text in (spoken, apart, short):
        document = read(text)
        assert not [a for a in pipeline.attribute(document, nlp) if "three cranes" in slices(document, a.content)], text
