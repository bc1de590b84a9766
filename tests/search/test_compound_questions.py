"""Questions of two parts, and comparisons."""

import pytest

from bot.search.compound_questions import CompoundKind, split_question
from bot.search.intent import ExpectedAnswer, read_question


@pytest.mark.parametrize(
    ("question", "first", "second", "same"),
    [
        ("who reported the closure and when", "who reported the closure", "when", True),
        ("how many lorries crossed, and where", "how many lorries crossed", "where", True),
        ("where is the dock and how long does it take", "where is the dock", "how long does it take", True),
        ("when and where did the council meet", "when did the council meet", "where", True),
        ("who obtained the memo and who reviewed it", "who obtained the memo", "who reviewed it", False),
        ("who told the Post and why", "who told the Post", "why", False),
        ("who wrote it and where do engineers work", "who wrote it", "where do engineers work", False),
    ],
)
def test_a_question_is_cut_where_it_asks_again(question: str, first: str, second: str, *, same: bool) -> None:
    compound = split_question(question)
    assert compound.kind is CompoundKind.TWO_PART
    assert (*compound.typed, compound.same_event) == (first, second, same)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("how narrow was the vote and who brings it up", ("how narrow was the vote", "who brings up the vote")),
        ("who obtained the memo and who reviewed it?", ("who obtained the memo", "who reviewed the memo")),
        ("who closed the bridge and when", ("who closed the bridge", "when was the bridge closed")),
        ("who wrote the memo, and why?", ("who wrote the memo", "why was the memo written")),
        ("who said that tolls rise and when", ("who said that tolls rise", "when was it said that tolls rise")),
        ("when and where did the council meet", ("when did the council meet", "where did the council meet")),
        ("when did the ferry sink and how", ("when did the ferry sink", "how did the ferry sink")),
        ("who is Mara Lindt and what did she say", ("who is Mara Lindt", "what did Mara Lindt say")),
        (
            "why did Lindt resign, and did the council agree",
            ("why did Lindt resign", "did the council agree"),
        ),
        (
            "why is Lund without trams, was it the snow",
            ("why is Lund without trams", "Lund without trams: was it the snow"),
        ),
        (
            "who is the clerk who left early and which paper did he tell",
            ("who is the clerk who left early", "the clerk who left early: which paper did he tell"),
        ),
        (
            "how do we know Lindt quit, who's the source",
            ("how do we know Lindt quit", "we know Lindt quit: who's the source"),
        ),
        ("how many lorries crossed, and where", ("how many lorries crossed", "lorries crossed: where")),
    ],
)
def test_each_part_can_be_asked_alone(question: str, parts: tuple[str, ...]) -> None:
    compound = split_question(question)
    assert (compound.kind, compound.parts) == (CompoundKind.TWO_PART, parts)


@pytest.mark.parametrize(
    "question",
    [
        "what did Lindt and Brandt say",
        "who said that the bridge and the ford are closed",
        "who sells salt and pepper",
        "who sued Johnson and Johnson",
        "who did Lindt and Brandt meet",
        "who explained what it means and how it works",
        "who won the race and is now president",
        "who won Lund vs Mora",
        "did Lund and Mora agree to build a bridge",
        "who said Lindt v. Mora would fall",
    ],
)
def test_an_and_inside_a_clause_cuts_nothing(question: str) -> None:
    compound = split_question(question)
    assert (compound.kind, compound.parts) == (CompoundKind.SINGLE, (question,))


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("do Lindt and Brandt agree on tolls", ("what does Lindt say about tolls", "what does Brandt say about tolls")),
        (
            "do the council and its critics see eye to eye on tolls?",
            ("what does the council say about tolls", "what does the council's critics say about tolls"),
        ),
        (
            "did the Post and the Mail explain the leak the same way",
            ("how did the Post explain the leak", "how did the Mail explain the leak"),
        ),
        (
            "do the Post and the Mail give the same range for the new ferry",
            ("what range does the Post give for the new ferry", "what range does the Mail give for the new ferry"),
        ),
        ("Lund vs Mora tram fares", ("Lund tram fares", "Mora tram fares")),
        ("tram fares 2013 vs 2014, by how much did they go up", ("tram fares 2013", "tram fares 2014")),
        (
            "what's the difference between Lindt and Brandt on tolls",
            ("Lindt on tolls", "Brandt on tolls"),
        ),
        ("Lindt or Brandt, who's got more seats", ("Lindt seats", "Brandt seats")),
        ("who has more seats, Lindt or Brandt", ("Lindt seats", "Brandt seats")),
        (
            "did Lindt or Brandt pay more for the ferry",
            ("how much did Lindt pay for the ferry", "how much did Brandt pay for the ferry"),
        ),
        ("which is taller, Lund tower or Mora tower", ("how tall is Lund tower", "how tall is Mora tower")),
        ("is Lund or Mora bigger", ("how big is Lund", "how big is Mora")),
        (
            "how do Lindt and Brandt differ on tolls",
            ("Lindt on tolls", "Brandt on tolls"),
        ),
        ("tolls: do Lindt and Brandt agree", ("tolls: what does Lindt say", "tolls: what does Brandt say")),
        ("what did Lindt say vs what Brandt said", ("what did Lindt say", "what Brandt said")),
        (
            "did Lindt find the same fault in its trams as Brandt did",
            ("what fault did Lindt find in its trams", "what fault did Brandt find in its trams"),
        ),
    ],
)
def test_a_comparison_asks_once_for_each_side(question: str, sides: tuple[str, ...]) -> None:
    compound = split_question(question)
    assert (compound.kind, compound.parts) == (CompoundKind.COMPARISON, sides)


def test_what_else_is_asked_of_the_same_thing_is_known_by_its_kind() -> None:
    asked = read_question("who reported the closure, and when?")
    assert asked.also is not None
    assert asked.also.expected is ExpectedAnswer.TIME
    assert read_question("who obtained the memo and who reviewed it?").also is None
