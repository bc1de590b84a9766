"""How the tests are spread over processes: groups of files stay together, long rooms start first."""

from __future__ import annotations

from itertools import chain

from tests.conftest import ROOT
from tests.workers import FIRST, TOGETHER, group, rank


def test_a_file_is_handed_out_whole_and_so_is_a_group_of_files() -> None:
    assert group("tests/search/test_ranking.py::test_a[b::c]") == "tests/search/test_ranking.py"
    assert group("tests/search/test_ranking.py::Case::test_a") == "tests/search/test_ranking.py"
    for name, places in TOGETHER.items():
        assert {group(f"{place}::test_a") for place in places} == {name}


def test_long_rooms_start_first() -> None:
    rooms = [*FIRST, "tests/search/"]
    assert [rank(f"{room}test_one.py::test_a") for room in rooms] == list(range(len(rooms)))


def test_every_place_that_is_named_is_there() -> None:
    assert [place for place in chain(FIRST, *TOGETHER.values()) if not (ROOT / place).exists()] == []
