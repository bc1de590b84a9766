"""What holds for every text: slices are verbatim, marks don't count, and the changes lead to what was typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.quotecheck import tokens
from bot.quotecheck.model import MatchLevel, Op, QuoteLocation
from tests.quotecheck.checking import verdict_on

_WORDS = "the of harbour ferry Volkova said 3,000 12.5 don’t don't U.S. café re-elected 40 % $5 not sailors’ straße"
WORDS = st.sampled_from([*_WORDS.split(), "İzmir", "हिन्दी", "中文"])
MARKS = st.sampled_from([" ", ", ", ". ", " – ", "\n\n", " “", "” ", "… ", " [", "] ", " (", "-", "\u00a0", " ... "])
TEXTS = st.lists(st.tuples(WORDS, MARKS), min_size=1, max_size=40).map(lambda pairs: "".join(a + b for a, b in pairs))


@given(TEXTS, st.data())
def test_a_slice_of_a_document_is_verbatim_at_its_place(text: str, data: st.DataObject) -> None:
    read = tokens.read(text)
    first = data.draw(st.integers(0, len(read) - 1))
    span = read.span(first, data.draw(st.integers(first + 1, len(read))))
    found = verdict_on(span.of(text), document=text)
    assert found.level is MatchLevel.VERBATIM
    # Where words repeat ("the the the"), one of the places that overlap stands for all of them.
    same = [place for place in found.places if place.span.overlaps(span)]
    assert any(len(tokens.read(place.span.of(text))) == len(tokens.read(span.of(text))) for place in same)


@given(st.lists(WORDS, min_size=1, max_size=20), st.lists(MARKS, min_size=20, max_size=20), st.booleans())
def test_marks_spacing_and_case_never_count(found: list[str], marks: list[str], shouted: bool) -> None:
    text = " ".join(found)
    typed = "".join(mark.replace("[", "(").replace("]", ")") + word for word, mark in zip(found, marks, strict=False))
    typed = typed.upper() if shouted and "İ" not in typed else typed
    level = verdict_on(typed, document=f"Before it. {text}. After it.").level
    assert level is MatchLevel.VERBATIM


@given(st.lists(WORDS, min_size=10, max_size=30), st.data())
def test_the_changes_applied_to_the_original_give_the_typed_words(original: list[str], data: st.DataObject) -> None:
    changed = list(original)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(changed) - 1))
        op = data.draw(st.sampled_from(["replace", "insert", "delete"]))
        changed[at : at + (op != "insert")] = [] if op == "delete" else [data.draw(WORDS)]
    text, typed = " ".join(original), " ".join(changed)
    for place in verdict_on(typed, document=text).places:
        part = typed[place.typed.start : place.typed.end]
        assert "".join(_applied(text, place)) == "".join(tokens.spaced(tokens.read(part).keys)).replace(" ", "")


def _applied(text: str, place: QuoteLocation) -> list[str]:
    """Return the keys of the original words with the changes made in them."""
    gone = {change.span: change.typed for change in place.changes if change.op is not Op.INSERT}
    added: dict[int, list[str]] = {}
    for change in place.changes:
        if change.op is Op.INSERT:
            added.setdefault(change.span.start, []).append(change.typed)
    read, keys = tokens.read(text), list[str]()
    for number in range(len(read)):
        span = read.span(number, number + 1)
        if place.span.start <= span.start and span.end <= place.span.end:
            keys += [tokens.match_key(word) for word in added.pop(span.start, [])]
            keys.append(tokens.match_key(gone[span]) if span in gone else read.keys[number])
    return keys + [tokens.match_key(word) for left in added.values() for word in left]


@given(st.text(max_size=300))
def test_whatever_is_typed_has_a_verdict(text: str) -> None:
    found = verdict_on(text, one="The ferry line to Lindholm will close in May.", other=text[::-1])
    assert found.level in MatchLevel
    for place in found.places:
        assert 0 <= place.similarity <= 1
