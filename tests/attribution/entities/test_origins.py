"""Names for what documents rest on: which are one root."""

from __future__ import annotations

import pytest

from bot.attribution.entities.linking import NamedIn, read
from bot.attribution.entities.origins import cluster_origins
from bot.model.attribution import SourceKind

# "p" a person, "o" an organisation, "u" unknown; the last word is the document. A list for each root.
CASES = {
    "an acronym and what it stands for": [["o Torvik Institute of Botany (TIB) 1", "o TIB 2"], ["o Delta Watch 3"]],
    "one name in several documents": [["o Delta Watch 1", "o the Delta Watch 2", "u Delta Watch 3"]],
    "an acronym of two bodies": [
        ["o Torvik Institute of Botany (TIB) 1"], ["o Tidal Inquiry Board (TIB) 2"], ["o TIB 3"],
    ],
    "a surname that one bears": [["p Ida Holm 1", "p Minister Ida Holm 2"], ["p Jan Berg 1"]],
    "two people of one surname": [["p Ida Holm 1"], ["p Jan Holm 2"]],
}  # fmt: skip
KINDS = {"p": SourceKind.PERSON, "o": SourceKind.ORGANISATION, "u": SourceKind.UNKNOWN}


@pytest.mark.parametrize("case", CASES)
def test_roots_are_one_only_where_that_is_sure(case: str) -> None:
    groups = CASES[case]
    order = sorted((entry for group in groups for entry in group), key=lambda entry: entry[-1])
    named = [NamedIn(read(entry[2:-2], KINDS[entry[0]]), frozenset({entry[-1]})) for entry in order]
    found = [sorted(order[number] for number in group) for group in cluster_origins(named)]
    assert sorted(found) == sorted(sorted(group) for group in groups)
