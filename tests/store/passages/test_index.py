"""The passage index: hits, counts, and every state of its folder."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import tantivy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.model.documents import Document, Passage
from bot.model.search import SearchFilter, Term
from bot.model.spans import Span
from bot.search.ranking import rank
from bot.store.passages import damage
from bot.store.passages import index as passage_index
from bot.store.passages.damage import IndexDamagedError, damaged_file, newly_damaged_file, segment_files
from bot.store.passages.index import TantivyIndex
from bot.store.passages.schema import schema

Writer = Callable[..., Document]


@pytest.fixture
def index(tmp_path: Path) -> TantivyIndex:
    return TantivyIndex(tmp_path / "index")


def _one_each(document: Document, **flags: bool) -> tuple[Document, list[Passage]]:
    """Return the document with one passage a line."""
    passages, start = [], 0
    for ordinal, line in enumerate(document.text.splitlines(keepends=True)):
        passages.append(Passage(document.id, ordinal, Span(start, start + len(line.rstrip())), **flags))
        start += len(line)
    return document, passages


def _forms(index: TantivyIndex, *folded: str) -> dict[str, int]:
    return {form: held for word in folded for form, held in index.vocabulary().forms(word).items()}


def _found(index: TantivyIndex, *words: str) -> list[str]:
    return [f"{hit.document}/{hit.ordinal}" for hit in index.candidates([Term(word) for word in words], 10)]


def test_a_stemmed_and_a_possessive_word_are_found_whatever_the_quotation_mark(
    index: TantivyIndex, written: Writer
) -> None:
    index.put([_one_each(written("a", "Wessex’s ferries sank.")), _one_each(written("b", "CAFÉS closed."))], [], 1)
    assert _found(index, "wessex") == _found(index, "Wessex's") == _found(index, "ferry") == ["id-a/0"]
    assert _found(index, "cafe") == ["id-b/0"]


def test_a_hit_names_the_span_and_the_flags_of_its_passage(index: TantivyIndex, written: Writer) -> None:
    document, passages = _one_each(written("a", "One.\nTwo ferries."), boilerplate=True, ai_generated=True)
    index.put([(document, passages)], [], 1)
    (hit,) = index.candidates([Term("ferries")], 5)
    assert hit.span.of(document.text) == "Two ferries."
    assert (hit.boilerplate, hit.ai_generated) == (True, True)


def test_words_of_title_and_headings_are_found_but_count_for_less(index: TantivyIndex, written: Writer) -> None:
    about = written("about", "It sank.", title="The ferry")
    heading = written("heading", "Ferry\nIt floats.")
    inside = written("inside", "A ferry sank.")
    under = Passage(heading.id, 0, Span(6, 16), context=(Span(0, 5),))
    index.put([_one_each(about), (heading, [under]), _one_each(inside)], [], 1)
    assert _found(index, "ferry")[0] == "id-inside/0"
    assert set(_found(index, "ferry")) == {"id-about/0", "id-heading/0", "id-inside/0"}


def test_a_heavier_term_wins(index: TantivyIndex, written: Writer) -> None:
    index.put([_one_each(written("a", "The ferry.\nThe bridge."))], [], 1)
    best = index.candidates([Term("ferry", 0.5), Term("bridge", 2.0)], 1)
    assert [hit.ordinal for hit in best] == [1]


def test_putting_a_document_again_replaces_it_and_removing_takes_it_out_at_once(
    index: TantivyIndex, written: Writer
) -> None:
    ferry, bridge, tunnel = (
        written("a", "The ferry.\nThe quay."),
        written("b", "A bridge."),
        written("c", "The tunnel."),
    )
    index.put([_one_each(ferry), _one_each(bridge), _one_each(tunnel)], [], 1)
    index.put([_one_each(written("a", "The harbour."))], ["id-b"], 2)
    assert _found(index, "ferry", "bridge", "harbour") == ["id-a/0"]
    assert (index.passages(), index.generation()) == (2, 2)
    assert _forms(index, "the", "harbour", "tunnel", "ferry", "bridge") == {"The": 2, "harbour": 1, "tunnel": 1}
    assert [index.vocabulary().frequency(stem) for stem in ("harbour", "ferri", "bridg")] == [1, 0, 0]
    assert (index.frequency("ferry"), index.frequency("HARBOUR")) == (0, 1)


def test_the_vocabulary_counts_the_passages_that_hold_two_written_forms(index: TantivyIndex, written: Writer) -> None:
    index.put([_one_each(written("a", "Will Lindt sail?\nLindt will sail.\nLindt’s will, said Will."))], [], 1)
    assert index.vocabulary().together("Lindt", "Will") == 2
    assert index.vocabulary().together("Lindt", "sail") == 2
    assert index.vocabulary().together("Lindt", "Brandt") == 0


def test_the_vocabulary_keeps_case_and_the_frequency_does_not(index: TantivyIndex, written: Writer) -> None:
    index.put([_one_each(written("a", "Turkey ate turkey.\nTurkey’s café."))], [], 1)
    assert _forms(index, "turkey", "ate", "cafe") == {"Turkey": 2, "ate": 1, "turkey": 1, "café": 1}
    assert index.frequency("turkey") == 3  # the first line holds two forms of it
    assert index.frequency("Cafe") == 1
    assert set(index.vocabulary().beginning("t")) == {"turkey"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.builds(Term, st.text(st.characters(), max_size=40)), max_size=5))
def test_any_term_can_be_searched_for(index: TantivyIndex, terms: list[Term]) -> None:
    if index.generation() < 0:
        index.put([], [], 1)
    assert index.candidates(terms, 5) == []
    assert all(index.frequency(term.text) == 0 for term in terms)


@pytest.mark.parametrize("text", ["\0", "😀😀", "", "'’.,", "x" * 6000, "word " * 1200, "\ud800", "field:(a AND", "*"])
def test_an_odd_question_finds_matching_passages(index: TantivyIndex, written: Writer, text: str) -> None:
    index.put([_one_each(written("a", "The ferry."))], [], 1)
    assert _found(index, text, "ferry") == ["id-a/0"]


def test_an_over_long_word_is_left_out_and_other_words_are_found(index: TantivyIndex, written: Writer) -> None:
    index.put([_one_each(written("a", "x" * 70_000 + " ferry " + "y" * 200))], [], 1)
    assert _found(index, "ferry") == ["id-a/0"]
    assert list(index.vocabulary().beginning("")) == ["ferry"]


def test_a_missing_index_finds_nothing_and_has_no_generation(index: TantivyIndex) -> None:
    assert (index.generation(), index.passages(), index.frequency("ferry")) == (-1, 0, 0)
    assert (_forms(index, "ferry"), list(index.vocabulary().beginning("f"))) == ({}, [])
    assert _found(index, "ferry") == []


def _spoil_meta(folder: Path) -> None:
    (folder / "meta.json").write_text("{")


def _lose_terms(folder: Path) -> None:
    next(folder.glob("*.term")).unlink()


def _remove(folder: Path) -> None:
    """Remove a folder into which tantivy's threads may still be writing."""
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=True)


def _other_fields(folder: Path) -> None:
    _remove(folder)
    folder.mkdir()
    tantivy.Index(tantivy.SchemaBuilder().add_text_field("body").build(), str(folder))


def _no_marker(folder: Path) -> None:
    _remove(folder)
    folder.mkdir()
    tantivy.Index(schema(), str(folder))


@pytest.mark.parametrize("spoil", [_other_fields, _no_marker, _remove])
def test_an_index_of_another_version_finds_nothing_until_the_next_put(
    tmp_path: Path, written: Writer, spoil: Callable[[Path], None]
) -> None:
    TantivyIndex(tmp_path / "index").put([_one_each(written("a", "The ferry."))], [], 7)
    spoil(tmp_path / "index")
    index = TantivyIndex(tmp_path / "index")
    assert (index.generation(), index.damage(), _found(index, "ferry")) == (-1, None, [])
    index.put([_one_each(written("b", "A bridge."))], [], 8)
    assert (index.generation(), _found(index, "bridge"), index.passages()) == (8, ["id-b/0"], 1)


@pytest.mark.parametrize("spoil", [_spoil_meta, _lose_terms])
def test_a_damaged_index_says_so_until_it_is_set_aside(
    tmp_path: Path, written: Writer, spoil: Callable[[Path], None]
) -> None:
    TantivyIndex(tmp_path / "index").put([_one_each(written("a", "The ferry."))], [], 7)
    spoil(tmp_path / "index")
    index = TantivyIndex(tmp_path / "index")
    assert index.generation() == -1
    assert index.damage()
    with pytest.raises(IndexDamagedError, match="is damaged"):
        _found(index, "ferry")
    aside = index.set_aside()
    assert aside
    assert aside.name.startswith("index-damaged-20")
    assert (index.damage(), _found(index, "ferry")) == (None, [])
    assert index.set_aside() is None


def _overwrite(folder: Path, seed: int) -> None:
    """Overwrite half a percent of the bytes of one segment file, at least one."""
    chance = random.Random(seed)
    path = chance.choice([path for path in segment_files(folder) if path.stat().st_size > 200])
    content = bytearray(path.read_bytes())
    for _ in range(max(1, len(content) // 200)):
        place = chance.randrange(len(content))
        content[place] ^= chance.randrange(1, 256)
    _write_in_place(path, bytes(content))


def _write_in_place(path: Path, content: bytes) -> None:
    """Overwrite the beginning of a file; truncating it would kill a process that has mapped it into memory."""
    with path.open("r+b") as file:
        file.write(content)


@pytest.mark.parametrize("seed", range(40))
def test_overwritten_bytes_are_found_when_the_index_is_opened(tmp_path: Path, written: Writer, seed: int) -> None:
    lines = "\n".join(f"The ferry {number} sank off harbour {number % 7}." for number in range(300))
    TantivyIndex(tmp_path / "index").put([_one_each(written("a", lines))], [], 1)
    assert damaged_file(tmp_path / "index") is None
    _overwrite(tmp_path / "index", seed)
    assert damaged_file(tmp_path / "index")
    with pytest.raises(IndexDamagedError):
        _found(TantivyIndex(tmp_path / "index"), "ferry")


def _unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the index as if its files had been damaged a moment after their check."""
    monkeypatch.setattr(passage_index, "newly_damaged_file", lambda _: None)


@pytest.mark.parametrize(("suffix", "cause"), [("idx", "PanicException"), ("store", "ValueError")])
def test_a_panic_and_an_error_of_tantivy_are_damage(
    index: TantivyIndex, written: Writer, suffix: str, cause: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _unchecked(monkeypatch)
    lines = "\n".join(f"The ferry {number} sank off harbour {number % 7}." for number in range(300))
    index.put([_one_each(written("a", lines))], [], 1)
    (path,) = index._folder.glob(f"*.{suffix}")
    half = path.stat().st_size // 2
    _write_in_place(path, b"\xff" * half)
    with pytest.raises(IndexDamagedError) as raised:
        _found(TantivyIndex(index._folder), "ferry", "harbour")
    assert type(raised.value.__cause__).__name__ == cause


def test_of_a_large_index_changed_files_are_checked(
    index: TantivyIndex, written: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(damage, "_ALWAYS_CHECKED_BYTES", 0)
    index.put([_one_each(written("a", "The ferry."))], [], 1)
    assert newly_damaged_file(index._folder) is None
    (path,) = index._folder.glob("*.store")
    status = path.stat()
    _write_in_place(path, bytes(100))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert newly_damaged_file(index._folder) is None, "the same size and time: it is not read again"
    assert damaged_file(index._folder) == path.name
    os.utime(path)
    assert newly_damaged_file(index._folder) == path.name


def test_deletions_of_an_earlier_commit_are_not_checked(index: TantivyIndex, written: Writer) -> None:
    """tantivy takes them away at some time after the commit, even while they are read."""
    index.put([_one_each(written("a", "The ferry.")), _one_each(written("b", "A bridge."))], [], 1)
    index.put([], ["id-b"], 2)
    (deletions,) = index._folder.glob("*.del")
    deletions.with_name(f"{deletions.name.split('.')[0]}.1.del").write_text("half gone")
    assert damaged_file(index._folder) is None
    _write_in_place(deletions, b"\xff")
    assert damaged_file(index._folder) == deletions.name


def test_a_put_after_another_generation_is_refused(index: TantivyIndex, written: Writer) -> None:
    index.put([_one_each(written("a", "The ferry."))], [], 3)
    index.put([_one_each(written("b", "A bridge."))], [], 4, 3)
    index.set_aside()
    with pytest.raises(IndexDamagedError):
        index.put([_one_each(written("c", "A tunnel."))], [], 5, 4)
    assert index.generation() == -1


def test_what_another_process_commits_is_seen_without_opening_again(index: TantivyIndex, written: Writer) -> None:
    index.put([_one_each(written("a", "The ferry."))], [], 1)
    assert _found(index, "bridge") == []
    TantivyIndex(index._folder).put([_one_each(written("b", "A bridge."))], [], 2)
    assert (_found(index, "bridge"), index.generation()) == (["id-b/0"], 2)
    TantivyIndex(index._folder).clear()
    assert (_found(index, "bridge"), index.generation()) == ([], -1)


def test_a_writer_that_does_not_finish_is_reported(
    index: TantivyIndex, written: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.put([], [], 1)
    monkeypatch.setattr("bot.store.passages.index._LOCK_SECONDS", 0.2)
    other = tantivy.Index.open(str(index._folder)).writer(15_000_000, 1)
    with pytest.raises(UserError, match="Another factdesk is writing"):
        index.put([_one_each(written("a", "The ferry."))], [], 2)
    other.wait_merging_threads()
    index.put([_one_each(written("a", "The ferry."))], [], 2)
    assert index.generation() == 2


def test_a_folder_that_cannot_be_created_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="can't be written"):
        TantivyIndex(tmp_path / "file" / "index").put([], [], 1)


def test_an_articles_opening_finds_its_later_passages_too(index: TantivyIndex, written: Writer) -> None:
    index.put([_one_each(written("a", "The ferry sank.\nNobody was hurt."))], [], 1)
    assert _found(index, "ferry") == ["id-a/0", "id-a/1"]


def test_a_search_respects_its_filter(index: TantivyIndex, written: Writer) -> None:
    old = written("old", "The ferry sank.", outlet="Evening  Post", published="2024-11-20T10:00:00Z", title="A wreck")
    new = written("new", "A ferry came.", outlet="The Ledger", published="2025-06")
    undated = written("undated", "No ferry.")
    index.put([_one_each(old), _one_each(new), _one_each(undated)], [], 1)

    def found(**limits: object) -> set[str]:
        return {hit.document for hit in index.candidates([Term("ferry")], 5, SearchFilter(**limits))}  # type: ignore[arg-type]

    assert found(outlet="EVENING POST") == {"id-old"}
    assert found(since=date(2024, 11, 20)) == {"id-old", "id-new"}
    assert found(since=date(2024, 11, 21), until=date(2025, 6, 30)) == {"id-new"}
    assert found(until=date(2025, 1, 1)) == {"id-old"}
    assert found(title=("wrecks",)) == found(required=("sank",)) == {"id-old"}
    assert found(excluded=("sank", "came")) == {"id-undated"}
    assert index.candidates([], 5, SearchFilter(excluded=("sank",))) == []


def test_near_duplicates_have_similar_sketches_and_other_passages_do_not(index: TantivyIndex, written: Writer) -> None:
    words = [f"word{number}" for number in range(80)]
    copy, other = [*words[:-2], "changed", "here"], [f"other{number}" for number in range(80)]
    texts = {"first": words, "copy": copy, "other": other}
    index.put([_one_each(written(name, " ".join(text) + " ferry")) for name, text in texts.items()], [], 1)
    hits = {hit.document: hit for hit in index.candidates([Term("ferry")], 5)}
    assert [hit.copies for hit in rank(list(hits.values())) if hit.copies] == [("id-first",)] or [("id-copy",)]
    assert len(rank(list(hits.values()))) == 2


def test_passages_with_all_words_are_found_in_any_inflection_the_first_published_first(
    index: TantivyIndex, written: Writer
) -> None:
    days = {"late": "2025-03-02", "early": "2024-01-05", "undated": None, "middle": "2024-07-01"}
    notices = [written(name, "Ferries sank near the quay.", published=day) for name, day in days.items()]
    index.put([_one_each(notice) for notice in (*notices, written("other", "Ferries came to the quay."))], [], 1)
    found = index.with_all_words([["ferry", "sank", "Quay"]], 2)
    assert [hit.document for hit in found.hits] == ["id-early", "id-middle"]
    assert found.passages == 4
    assert {hit.score for hit in found.hits} == {1}
    assert index.with_all_words([["ferry", "whale"]], 2).hits == ()
    assert index.with_all_words([], 2).hits == ()


_GROUPS = [["ferry", "sank"], ["nobody", "hurt"]]


def _groups_found(index: TantivyIndex, limit: int) -> dict[tuple[str, int], float]:
    return {(hit.document, hit.ordinal): hit.score for hit in index.with_all_words(_GROUPS, limit).hits}


@pytest.mark.parametrize("day", ["2025-03-01", None])
def test_passages_with_some_of_the_groups_tell_which(index: TantivyIndex, written: Writer, day: str | None) -> None:
    split = written("split", "The ferry sank.\nNobody was hurt.", published=day)
    whole = written("whole", "Nobody was hurt when the ferry sank.", published=day)
    index.put([_one_each(split), _one_each(whole)], [], 1)
    assert _groups_found(index, 10) == {("id-whole", 0): 3, ("id-split", 1): 2, ("id-split", 0): 1}
    assert index.with_all_words(_GROUPS, 10).passages == 1


def test_of_many_passages_with_all_groups_the_first_published_are_read_and_split_ones_still_found(
    index: TantivyIndex, written: Writer
) -> None:
    wholes = [
        written(f"whole{day}", "Nobody was hurt when the ferry sank.", published=f"2025-03-0{day}") for day in (3, 1, 2)
    ]
    split = written("split", "The ferry sank.\nNobody was hurt.", published="2025-03-09")
    index.put([_one_each(article) for article in (*wholes, split)], [], 1)
    assert _groups_found(index, 2) == {
        ("id-whole1", 0): 3,
        ("id-whole2", 0): 3,
        ("id-split", 0): 1,
        ("id-split", 1): 2,
    }
    assert index.with_all_words(_GROUPS, 2).passages == 3


def test_a_passage_that_no_other_of_its_day_completes_is_not_read(index: TantivyIndex, written: Writer) -> None:
    first = written("first", "The ferry sank.\nThe quay was closed.", published="2025-03-01")
    second = written("second", "Nobody was hurt.", published="2025-03-02")
    index.put([_one_each(first), _one_each(second)], [], 1)
    assert _groups_found(index, 9) == {}


def test_the_weight_of_a_passage_is_that_of_its_words_however_often_they_occur(
    index: TantivyIndex, written: Writer
) -> None:
    often = written("often", "ferry ferry ferry ferry")
    both = written("both", "A ferry and a very long tale of the quay, the gulls, the ropes, the rain and the sea")
    index.put([_one_each(often), _one_each(both)], [], 1)
    hits = index.heaviest({"ferries": 0.5, "quay": 0.25, "whale": 1.0}, 5)
    assert [(hit.document, round(hit.score, 3)) for hit in hits] == [("id-both", 0.75), ("id-often", 0.5)]
    assert index.heaviest({}, 5) == []
