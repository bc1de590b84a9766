"""A difference is shown only if the sentence reports the event that is asked about.

Each rule wants its share of the question's words in the sentence; all words weigh the same here. Each row has a
sentence that holds just enough of them, and one that holds a word less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.answer.comparing import compared

if TYPE_CHECKING:
    from spacy.language import Language

FOUR, FIVE = "near the old brick tower", "near the old grey brick tower"


@pytest.mark.parametrize(
    ("slot", "question", "enough", "too_little"),
    [
        (
            "who",
            f"did Lindt sue Brandt {FIVE}?",
            "Lindt was sued by Brandt near the brick tower.",
            "Lindt was sued by Brandt near the tower.",
        ),
        (
            "who",
            "did Lindt sue Brandt near the brick tower?",
            "Brandt, who sued Lindt, left.",
            "Brandt, who met Lindt, left.",
        ),
        (
            "who",
            f"did Velm beat Oster {FIVE}?",
            f"Oster won {FOUR} against Velm.",
            "Oster won near the brick tower against Velm.",
        ),
        (
            "who",
            f"did Velm buy the ferry {FIVE}?",
            "The ferry was bought by Oster near the brick tower.",
            "The ferry was bought by Oster near the tower.",
        ),
        (
            "to whom",
            f"did Lindt endorse Brandt {FIVE}?",
            "Lindt endorsed Novak near the brick tower.",
            "Lindt endorsed Novak near the tower.",
        ),
        (
            "polarity",
            "did Lindt sell the ferry near the brick tower?",
            "Lindt never sold the ferry.",
            "Lindt never sold a thing.",
        ),
        (
            "polarity",
            f"did Lindt accept the plan {FIVE}?",
            f"Lindt dismissed the plan {FOUR}.",
            "Lindt dismissed the plan near the brick tower.",
        ),
        (
            "polarity",
            "did the report get reviewed near the tower?",
            "The report near the tower, not reviewed, came late.",
            "The report, not reviewed, came late.",
        ),
        (
            "did what",
            f"did Lindt support the ban {FOUR}?",
            "Lindt opposed the ban near the tower.",
            "Lindt opposed the ban.",
        ),
        (
            "did what",
            f"did Lindt sell the ferry {FIVE}?",
            f"Lindt plans to sell the ferry {FOUR}.",
            "Lindt plans to sell the ferry near the brick tower.",
        ),
        (
            "did what",
            "did Lindt sell the ferry near the tower?",
            "Lindt plans to sell the ferry.",
            "Lindt plans to sell the barge.",
        ),
        (
            "did what",
            "does the ferry already carry apples near the brick tower?",
            "The ferry is likely intended for apples near the tower.",
            "The ferry is likely intended for apples.",
        ),
        (
            "how much",
            "did the ferry carry 40 lorries near the brick tower?",
            "The ferry carried 50 lorries.",
            "A train carried 50 lorries.",
        ),
        (
            "how much",
            "did at least 40 lorries sink near the brick tower?",
            "At most 40 lorries sank near the tower.",
            "At most 40 lorries sank.",
        ),
        (
            "how much",
            "did the ferry sail 40 miles near the brick tower?",
            "The ferry sailed 40 kilometres near the tower.",
            "The ferry sailed 40 kilometres.",
        ),
        (
            "how much",
            f"did traffic double {FIVE}?",
            "Traffic tripled near the brick tower.",
            "Traffic tripled near the tower.",
        ),
        (
            "how much",
            f"did all lorries sink {FOUR}?",
            "Most lorries sank near the tower.",
            "Most lorries sank.",
        ),
        (
            "when",
            f"did the ferry sink on June 16 {FOUR}?",
            "The ferry sank on June 19 near the tower.",
            "The ferry sank on June 19.",
        ),
        (
            "when",
            f"did the ferry sink in June {FIVE}?",
            f"The ferry sank in May {FOUR}.",
            "The ferry sank in May near the brick tower.",
        ),
        (
            "when",
            f"did the ferry sink in 1998 {FOUR}?",
            "The ferry sank in 1989 near the tower.",
            "The ferry sank in 1989.",
        ),
        (
            "where",
            f"was the ferry found in Oster {FIVE}?",
            f"The ferry was found in Norland {FOUR}.",
            "The ferry was found in Norland near the brick tower.",
        ),
        (
            "where",
            "was the ferry found in Oster near the tall old grey brick harbour tower by the quiet canal?",
            "The ferry was found in Norland near the old grey brick harbour tower.",
            "The ferry was found in Norland near the old brick harbour tower.",
        ),
        (
            "who",
            f"did Brandt say the ferry is unsafe {FOUR}?",
            "“The ferry is unsafe near the tower,” Lindt said.",
            "“The ferry is unsafe,” Lindt said.",
        ),
    ],
)
def test_a_difference_needs_the_rest_of_the_question_in_the_sentence(
    nlp: Language, slot: str, question: str, enough: str, too_little: str
) -> None:
    assert slot in [found[0] for found in compared(question, enough, nlp).triples]
    assert slot not in [found[0] for found in compared(question, too_little, nlp).triples]


@pytest.mark.parametrize(
    ("question", "text", "difference"),
    [
        ("did Lindt sue Brandt?", "He sued Lindt, Brandt said.", ("who", "Lindt", "He")),
        ("did Lindt sue Brandt?", "Lindt and Brandt met. He sued Novak.", None),
        ("did the council sue the board?", "The board sued the council.", None),  # no name in it
        ("did Lindt sue Brandt?", "Brandt sued Lindt after Lindt sued Brandt.", None),
        ("did Lindt sue Brandt?", "Brandt and Lindt sued Lindt and Brandt.", None),
        ("did Velm beat Oster?", "Velm and Oster won.", None),
        ("did Velm meet Oster?", "Oster met Velm.", None),
        ("did the US sue Velm over gas?", "Velm sued the United States over gas.", ("who", "US", "Velm")),
        ("did North Velm sue Brandt?", "Brandt sued South Velm.", None),
        ("was Brandt accused by Lindt?", "Lindt was accused by Brandt.", ("who", "Lindt", "Brandt")),
        ("did Lindt buy the ferry from Brandt?", "Brandt sold the ferry to Lindt.", None),
    ],
)
def test_roles_are_reversed_only_between_the_same_people_and_where_nobody_does_as_asked(
    nlp: Language, question: str, text: str, difference: tuple[str, str, str] | None
) -> None:
    found = [triple for triple in compared(question, text, nlp).triples if triple[0] in {"who", "to whom"}]
    assert (difference in found) if difference else not found


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("The ferry was found in Oster.", "Oster"),
        ("The ferry was found near Oster.", "Oster"),
        ("The ferry from Oster was found.", None),
        ("The ferry, built in Oster, was found.", None),
        ("The ferry, built in Oster, was found in Norland.", "Norland"),
        ("The ferry was found in Velm, not in Oster.", None),
    ],
)
def test_another_place_of_the_same_thing_differs(nlp: Language, sentence: str, place: str | None) -> None:
    found = compared("was the ferry found in Velm?", sentence, nlp).triples
    assert found == ([("where", "Velm", place)] if place else [])


def test_each_place_of_the_question_is_compared(nlp: Language) -> None:
    question = "was the ferry built in Velm and found near Oster?"
    found = compared(question, "The ferry, built in Velm, was found near Norland.", nlp).triples
    assert ("where", "Oster", "Norland") in found


@pytest.mark.parametrize(
    ("neighbours", "differs"),
    [
        (("It rained.", "It snowed."), True),
        (("Velm slept.", "It snowed."), False),
        (("It rained.", "Velm slept."), False),
    ],
)
def test_a_name_or_a_number_in_the_next_sentence_is_not_another_one(
    nlp: Language, neighbours: tuple[str, str], differs: bool
) -> None:
    before, after = neighbours
    text = f"A day passed.\n\n{before}\n\nThe ferry was found in Oster.\n\n{after}\n\nVelm is far."
    assert bool(compared("was the ferry found in Velm?", text, nlp, 2).triples) is differs
    counted = text.replace("Velm", "Some 40 lorries").replace("found in Oster", "filled with 50 lorries")
    assert bool(compared("was the ferry filled with 40 lorries?", counted, nlp, 2).triples) is differs


def test_the_first_and_the_last_sentence_have_one_neighbour(nlp: Language) -> None:
    text = "The ferry was found in Oster.\n\nIt rained.\n\nVelm slept."
    assert compared("was the ferry found in Velm?", text, nlp, 0).triples == [("where", "Velm", "Oster")]
    last = "Velm slept.\n\nIt rained.\n\nThe ferry was found in Oster."
    assert compared("was the ferry found in Velm?", last, nlp, 2).triples == [("where", "Velm", "Oster")]


def test_a_name_in_the_title_is_in_every_sentence(nlp: Language) -> None:
    text = "---\ntitle: {}\n---\n\nThe ferry was found in Oster.\n"
    found = [
        compared("was the ferry found in Velm?", text.format(title), nlp, name="article.md").triples
        for title in ("Ferry found", "Ferry found in Velm")
    ]
    assert found == [[("where", "Velm", "Oster")], []]
