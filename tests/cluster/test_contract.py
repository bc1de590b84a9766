"""What every passage index does, in a folder and in a cluster: the same hits, counts and words."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from bot.model.search import Hit, SearchFilter, Term
from bot.normalize import stem
from bot.search.index import Index
from bot.store.passages.damage import IndexDamagedError
from bot.store.passages.index import TantivyIndex
from bot.store.passages.opensearch_words import ExportedWords
from tests.cluster.articles import article, by_line, many, questions
from tests.cluster.conftest import MakeIndex

_LEAST_OVERLAP = 0.95  # of the best twenty


@pytest.fixture(params=["folder", "cluster"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Index:
    if request.param == "folder":
        return TantivyIndex(tmp_path / "index")
    make: MakeIndex = request.getfixturevalue("make_index")
    return make()


def _found(index: Index, *words: str, **limits: object) -> list[str]:
    hits = index.candidates([Term(word) for word in words], 20, SearchFilter(**limits))  # type: ignore[arg-type]
    return [f"{hit.document}/{hit.ordinal}" for hit in hits]


def test_a_new_index_is_empty_and_of_no_generation(index: Index) -> None:
    assert (index.generation(), index.passages(), index.damage(), _found(index, "ferry")) == (-1, 0, None, [])
    assert (index.frequency("ferry"), list(index.vocabulary().beginning(""))) == (0, [])


def test_words_are_found_in_any_form_and_weigh_more_in_the_text_than_in_the_title(index: Index) -> None:
    inside = by_line(article("inside", "Two ferries sank."))
    about = by_line(article("about", "It floats.", title="The ferry"))
    index.put([inside, about, by_line(article("other", "CAFÉS closed."))], [], 1)
    assert _found(index, "ferry") == ["id-inside/0", "id-about/0"]
    assert _found(index, "cafe") == ["id-other/0"]


def test_a_hit_tells_place_day_flags_and_sketch(index: Index) -> None:
    text = "One.\n" + " ".join(f"word{number}" for number in range(40)) + " ferries"
    index.put([by_line(article("a", text, published="2025-06-12"), boilerplate=True, ai_generated=True)], [], 1)
    (hit,) = index.candidates([Term("ferry")], 5)
    assert (hit.ordinal, hit.span.of(text)[-7:], hit.day) == (1, "ferries", 20250612)
    assert (hit.boilerplate, hit.ai_generated, len(hit.sketch)) == (True, True, 32)


def test_passages_with_all_words_of_groups_carry_a_bit_for_each_group(index: Index) -> None:
    both, split, none = (
        article("both", "Two ferries sank at the bridge.", published="2025-06-01"),
        article("split", "Two ferries float.\nThe bridge is closed.", published="2025-06-02"),
        article("none", "A bridge.", published="2025-06-02"),
    )
    index.put(list(map(by_line, (both, split, none))), [], 1)
    for limit in (1, 5):
        found = index.with_all_words([["two", "ferry"], ["the", "bridge"]], limit)
        assert {(hit.document, hit.ordinal): hit.score for hit in found.hits} == {
            ("id-both", 0): 3.0,
            ("id-split", 0): 1.0,
            ("id-split", 1): 2.0,
        }
        assert found.passages == 1
    assert index.with_all_words([["ferry", "tunnel"]], 5).hits == ()


def test_of_many_passages_with_all_words_the_first_published_are_returned_and_all_counted(index: Index) -> None:
    articles = [article(f"a{day}", "Two ferries sank.", published=f"2025-06-{day:02}") for day in range(9, 1, -1)]
    index.put(list(map(by_line, articles)), [], 1)
    for groups in ([["two", "ferry", "sank"]], [["ferry"], ["sank"]]):
        found = index.with_all_words(groups, 3)
        assert [hit.document for hit in found.hits] == ["id-a2", "id-a3", "id-a4"]
        assert found.passages == 8


def test_the_heaviest_passages_are_those_with_the_greatest_sum_of_weights(index: Index) -> None:
    lines = {"light": "A bridge and a bridge.", "heavy": "The ferry at a bridge.", "middle": "Ferries float."}
    index.put([by_line(article(name, line)) for name, line in lines.items()], [], 1)
    hits = index.heaviest({"ferry": 4.0, "bridge": 1.5}, 5)
    assert [(hit.document, hit.score) for hit in hits] == [("id-heavy", 5.5), ("id-middle", 4.0), ("id-light", 1.5)]
    assert index.heaviest({}, 5) == []


def test_a_document_put_again_replaces_all_of_itself_and_a_removed_one_is_gone(index: Index) -> None:
    ferry, bridge, tunnel = (
        article("a", "The ferry.\nThe quay."),
        article("b", "A bridge."),
        article("c", "The tunnel."),
    )
    index.put([by_line(ferry), by_line(bridge), by_line(tunnel)], [], 1)
    index.put([by_line(article("a", "The harbour."))], ["id-b"], 2)
    assert _found(index, "ferry", "quay", "bridge", "harbour") == ["id-a/0"]
    assert (index.passages(), index.generation(), index.damage()) == (2, 2, None)
    assert dict(index.vocabulary().forms("the")) == {"The": 2}
    assert dict(index.vocabulary().frequencies(["harbour", "ferri"])) == {"harbour": 1, "ferri": 0}


def test_a_put_after_another_generation_is_refused(index: Index) -> None:
    index.put([by_line(article("a", "The ferry."))], [], 1)
    with pytest.raises(IndexDamagedError):
        index.put([by_line(article("b", "A bridge."))], [], 3, after=2)
    assert (index.generation(), _found(index, "bridge")) == (1, [])


def test_a_cleared_index_is_built_anew(index: Index) -> None:
    index.put([by_line(article("a", "The ferry."))], [], 7)
    index.clear()
    assert (index.generation(), _found(index, "ferry")) == (-1, [])
    index.put([by_line(article("b", "A ferry."))], [], 3)
    assert (index.generation(), _found(index, "ferry"), index.passages()) == (3, ["id-b/0"], 1)


def test_a_search_respects_its_filter(index: Index) -> None:
    old = article("old", "The ferry sank.", outlet="Evening  Post", published="2024-11-20T10:00:00Z", title="A wreck")
    new = article("new", "A ferry came.", outlet="The Ledger", published="2025-06")
    index.put([by_line(old), by_line(new), by_line(article("undated", "No ferry."))], [], 1)

    def found(**limits: object) -> set[str]:
        return {place.partition("/")[0] for place in _found(index, "ferry", **limits)}

    assert found(outlet="EVENING POST") == {"id-old"}
    assert found(since=date(2024, 11, 20)) == {"id-old", "id-new"}
    assert found(since=date(2024, 11, 21), until=date(2025, 6, 30)) == {"id-new"}
    assert found(until=date(2025, 1, 1)) == {"id-old"}
    assert found(title=("wrecks",)) == found(required=("sank",)) == {"id-old"}
    assert found(excluded=("sank", "came")) == {"id-undated"}
    assert _found(index, excluded=("sank",)) == []
    assert _found(index, outlet="the ledger") == ["id-new/0"]


def test_words_keep_their_case_and_are_counted_together(index: Index) -> None:
    index.put([by_line(article("a", "Will Lindt sail?\nLindt will sail.\nTurkey’s café. Straße"))], [], 1)
    words = index.vocabulary()
    assert dict(words.forms("will")) == {"Will": 1, "will": 1}
    assert (words.together("Lindt", "sail"), words.together("Lindt", "café")) == (2, 0)
    assert (index.frequency("Cafe"), index.frequency("LINDT"), index.frequency("absent")) == (1, 2, 0)
    assert set(words.beginning("s")) == {"sail", "strasse"}
    assert {"will", "lindt", "turkey", "cafe"} < set(words.beginning(""))


@pytest.mark.parametrize("text", ["\0", "😀😀", "", "'’.,", "x" * 6000, "\ud800", "field:(a AND", "*", "word " * 1200])
def test_an_odd_question_finds_matching_passages(index: Index, text: str) -> None:
    index.put([by_line(article("a", "The ferry."))], [], 1)
    assert _found(index, text, "ferry") == ["id-a/0"]
    assert index.frequency(text) == 0


def test_a_question_of_very_many_words_is_searched_by_its_heaviest(index: Index) -> None:
    index.put([by_line(article("a", "The ferry."))], [], 1)
    terms = [Term(f"unknown{number}", 0.5) for number in range(3_000)]
    assert len(index.candidates([*terms, Term("ferry", 2.0)], 5)) == 1


def test_both_indexes_find_the_same(make_index: MakeIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.passages.opensearch_words._PART", 20)
    folder, cluster = TantivyIndex(tmp_path / "index"), make_index()
    articles = many(400)
    both: tuple[Index, Index] = (folder, cluster)
    for index in both:
        index.put(articles[:300], [], 1)
        index.put(articles[300:], [], 2)
    assert folder.passages() == cluster.passages()
    first, second = (index.vocabulary() for index in both)
    assert sorted(first.beginning("")) == sorted(second.beginning(""))
    assert all(first.forms(word) == second.forms(word) for word in first.beginning(""))
    stems = [stem(word) for asked in questions(60) for word in asked]
    assert dict(first.frequencies(stems)) == dict(second.frequencies(stems))
    overlaps = [_overlap(*(_scored(index, asked) for index in both)) for asked in questions(60)]
    assert sum(overlaps) / len(overlaps) >= _LEAST_OVERLAP
    assert min(overlaps) >= _LEAST_OVERLAP - 0.2


def _scored(index: Index, asked: list[str]) -> list[Hit]:
    return index.candidates([Term(word) for word in asked], 20)


def _overlap(first: list[Hit], second: list[Hit]) -> float:
    """Return the share of the first hits that the second list has, or that score as its last one."""
    last = min((hit.score for hit in first), default=0.0)
    sure = {(hit.document, hit.ordinal) for hit in first if hit.score > last * 1.001}
    return len(sure & {(hit.document, hit.ordinal) for hit in second}) / (len(sure) or 1)


def test_a_missing_word_costs_nothing_more_than_its_own_weight(make_index: MakeIndex) -> None:
    index = make_index()
    index.put([by_line(article("a", "The ferry.\nThe bridge."))], [], 1)
    best = index.candidates([Term("ferry", 0.5), Term("bridge", 2.0), Term("absent", 9.0)], 1)
    assert [hit.ordinal for hit in best] == [1]


def test_while_new_words_are_exported_the_ones_before_are_used(
    make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make_index()
    index.put([by_line(article("a", "The ferry."))], [], 1)
    assert index.vocabulary().forms("ferry")
    index.put([by_line(article("b", "A bridge."))], [], 2)
    may_go_on, export = threading.Event(), ExportedWords._forms

    def exported_later(words: ExportedWords) -> list[tuple[str, int]]:
        may_go_on.wait()
        return export(words)

    monkeypatch.setattr(ExportedWords, "_forms", exported_later)
    monkeypatch.setattr("bot.store.passages.opensearch_words._EXPORT_WAIT_S", 0.0)
    words = index.vocabulary()
    assert (dict(words.forms("ferry")), dict(words.forms("bridge"))) == ({"ferry": 1}, {})
    may_go_on.set()
    assert index._words._export
    index._words._export[1].result()
    assert dict(index.vocabulary().forms("bridge")) == {"bridge": 1}
