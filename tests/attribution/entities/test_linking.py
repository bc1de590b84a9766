"""Which names are one voice and which are not: a table of merges and of traps."""

from __future__ import annotations

import pytest

from bot.attribution.entities.linking import NamedIn, nearest, read, same_entity, sole_bearer
from bot.model.attribution import SourceKind

KINDS = {"p": SourceKind.PERSON, "o": SourceKind.ORGANISATION, "u": SourceKind.UNKNOWN, "a": SourceKind.ANONYMOUS,
         "d": SourceKind.DOCUMENT}  # fmt: skip

# What the corpus calls its voices ("p" a person, "o" an organisation, "u" unknown, "a" anonymous, "d" a document; the
# numbers are documents), whom somebody asks for, and which names, in which documents, are that voice.
CASES = {
    # Merged
    "a full name, its title and its surname": (
        ["p Ida Holm 1", "p Deputy Secretary of State Ida Holm 2", "u Holm 3"],
        "p Ida Holm",
        ["Ida Holm 1", "Deputy Secretary of State Ida Holm 2", "Holm 3"],
    ),
    "asking for the surname that only one bears": (["p Ida Holm 1", "u Holm 3"], "u Holm", ["Ida Holm 1", "Holm 3"]),
    "a role before the name": (["p journalist Ida Holm 1", "p TIB fellows Ida Holm 2"], "p Ida Holm",
                               ["journalist Ida Holm 1", "TIB fellows Ida Holm 2"]),
    "an acronym that is explained somewhere": (
        ["o Torvik Institute of Botany (TIB) 1", "o TIB 2", "o the Torvik Institute of Botany 3"],
        "o TIB",
        ["Torvik Institute of Botany (TIB) 1", "TIB 2", "the Torvik Institute of Botany 3"],
    ),
    "transliterations of one surname": (
        ["p Oleh Zelinsky 1", "p Oleh Zelinskyy 2", "p Oleh Zelinskiy 3", "u Zelinskiy 4"],
        "p Oleh Zelinsky",
        ["Oleh Zelinsky 1", "Oleh Zelinskyy 2", "Oleh Zelinskiy 3", "Zelinskiy 4"],
    ),
    "accents and apostrophes": (["p Søren Müller 1", "p Søren Muller 2"], "p Søren Muller",
                                ["Søren Müller 1", "Søren Muller 2"]),
    "a middle initial": (["p Ida V. Holm 1", "p Ida Holm 2"], "p Ida Holm", ["Ida V. Holm 1", "Ida Holm 2"]),
    "a body in British and American spelling": (
        ["o Torvik Centre for Defence Studies 1", "o Torvik Center for Defense Studies 2"],
        "o Torvik Center for Defense Studies",
        ["Torvik Centre for Defence Studies 1", "Torvik Center for Defense Studies 2"],
    ),
    "a slip of the pen in a long name": (
        ["o Torvik United Services Institute 1", "o Torvik United Service Institute 2"],
        "o Torvik United Services Institute",
        ["Torvik United Services Institute 1", "Torvik United Service Institute 2"],
    ),
    "a body taken for a person once": (["o Green Moon 1", "p Green Moon 2"], "o Green Moon",
                                       ["Green Moon 1", "Green Moon 2"]),
    # Kept apart
    "two people of one surname": (["p Ida Holm 1", "p Jan Holm 2", "u Holm 3"], "p Ida Holm", ["Ida Holm 1"]),
    "the surname alone, where two bear it": (["p Ida Holm 1", "p Jan Holm 2", "u Holm 3"], "u Holm", ["Holm 3"]),
    "the surname in the document of one of the two": (
        ["p Ida Holm 1", "p Jan Holm 2", "u Holm 1", "u Holm 2"], "p Ida Holm", ["Ida Holm 1", "Holm 1"],
    ),
    "both of them in one document": (["p Ida Holm 1", "p Jan Holm 1", "u Holm 1"], "p Ida Holm", ["Ida Holm 1"]),
    "father and son": (["p Ida Holm 1", "p Ida Holm Jr. 2"], "p Ida Holm", ["Ida Holm 1"]),
    "two middle names, and none": (
        ["p Ida W. Holm 1", "p Ida H. W. Holm 2", "p Ida Holm 3"], "p Ida W. Holm", ["Ida W. Holm 1"],
    ),
    "none, where there are two": (
        ["p Ida W. Holm 1", "p Ida H. W. Holm 2", "p Ida Holm 3"], "p Ida Holm", ["Ida Holm 3"],
    ),
    "surnames one letter apart": (["p Ida Jonson 1", "p Ida Jonston 2", "p Ida Jensen 3"], "p Ida Jonson",
                                  ["Ida Jonson 1"]),
    "Meyer and Meier": (["p Ida Niemeyer 1", "p Ida Niemeier 2"], "p Ida Niemeyer", ["Ida Niemeyer 1"]),
    "a firm called like a person": (["p Ida Holm 1", "o Holm 2"], "p Ida Holm", ["Ida Holm 1"]),
    "a pope and a man of that surname": (["p Jan Francis 1", "p Pope Francis 2"], "p Jan Francis", ["Jan Francis 1"]),
    "one acronym of two bodies": (
        ["o Torvik Institute of Botany (TIB) 1", "o Tulip Information Board (TIB) 2", "o TIB 3", "o TIB 2"],
        "o Tulip Information Board (TIB)",
        ["Tulip Information Board (TIB) 2", "TIB 2"],
    ),
    "an acronym that nothing explains": (["o Torvik Institute of Botany 1", "o TIB 2"], "o TIB", ["TIB 2"]),
    "bodies of countries with like names": (
        ["o National Bank of Austria 1", "o National Bank of Australia 2"],
        "o National Bank of Austria",
        ["National Bank of Austria 1"],
    ),
    "courts of a country and of a state": (
        ["o Indian Supreme Court 1", "o Indiana Supreme Court 2"], "o Indian Supreme Court", ["Indian Supreme Court 1"],
    ),
    "a ministry with and without its country": (
        ["o Kestria's Interior Ministry 1", "o Interior Ministry 2"], "o Kestria's Interior Ministry",
        ["Kestria's Interior Ministry 1"],
    ),
    "officials of two countries": (
        ["a Kestrian officials 1", "a Torvish officials 2", "a officials 3"], "a Kestrian officials",
        ["Kestrian officials 1"],
    ),
}  # fmt: skip


def heard(line: str) -> NamedIn:
    kind, _, rest = line.partition(" ")
    text, _, document = rest.rpartition(" ")
    return NamedIn(read(text, KINDS[kind]), frozenset({document}))


@pytest.mark.parametrize("case", CASES)
def test_names_are_one_voice_only_where_that_is_sure(case: str) -> None:
    around, wanted, same = CASES[case]
    kind, _, text = wanted.partition(" ")
    found = same_entity(read(text, KINDS[kind]), [heard(line) for line in around])
    assert sorted(f"{one.name.text} {' '.join(sorted(one.documents))}" for one in found) == sorted(same)


@pytest.mark.parametrize(
    ("text", "kind", "linkable"),
    [
        ("analysts", "a", False),
        ("leaked documents", "d", False),
        ("Interior Ministry", "o", False),
        ("the Supreme Court", "o", False),
        ("The Kremlin", "o", True),
        ("The Bureau", "o", False),
        ("Kestria", "u", True),
        ("Ida Holm", "p", True),
    ],
)
def test_a_name_that_many_could_bear_is_nobody_in_particular(text: str, kind: str, linkable: bool) -> None:
    assert read(text, KINDS[kind]).linkable is linkable


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Ida Holm left. Later President Holm said no.", True),
        ("Ida Holm left. Later Jan Holm came, and Holm said no.", False),  # nobody quotes Jan Holm anywhere
        ("Rita Holm spoke. Holm said no.", False),  # quoted elsewhere
        ("Holm said no.", True),
    ],
)
def test_a_surname_is_only_ones_own_where_the_text_names_nobody_else_of_it(text: str, alone: bool) -> None:
    person, rival = (read(name, SourceKind.PERSON) for name in ("Ida Holm", "Rita Holm"))
    assert sole_bearer(text, person, [rival]) is alone


def test_the_nearest_names_are_those_that_look_alike() -> None:
    assert nearest("Ida Hollm", ["Ida Holm", "Jan Berg", "Torvik Institute"], 3) == ["Ida Holm"]
