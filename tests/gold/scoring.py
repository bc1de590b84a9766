"""Score answers, attributions and quote checks against the gold set. tests/gold/README.md explains each figure.

Everything is scored in the JSON that the terminal prints (docs/terminal.md), so that other programs can be scored too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
Place = tuple[str, int, int]  # document, start, end

SHOWN = 3  # findings of an answer that a reader looks at
_COVERED = 0.5  # share of a gold span that counts as shown
_SAME_CONTENT = 0.5  # Dice coefficient of two contents
LOWER_IS_BETTER = frozenset({"false answer", "false nothing"})
_WORD = re.compile(r"[^\W_]+")
_NO_NAME = {"a", "an", "the", "of", "in", "at", "for", "from", "to", "by", "with", "and", "who", "which"}
_NO_NAME |= {"his", "her", "its", "their", "our", "my", "your", "own", "mr", "mrs", "ms", "dr", "s"}
_NO_NAME |= {"i", "we", "you", "he", "she", "it", "they", "one"}


@dataclass
class GoldTally:
    """Counts of right and all, by figure, and the ids of what went wrong."""

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def add(self, figure: str, right: bool, id_: str = "") -> None:
        counted, total = self.counts.get(figure, (0, 0))
        self.counts[figure] = (counted + right, total + 1)
        if right == (figure in LOWER_IS_BETTER):
            self.wrong.setdefault(figure, []).append(id_)

    def shares(self) -> dict[str, float]:
        """Return the share of each figure, in [0, 1]."""
        return {figure: right / total for figure, (right, total) in self.counts.items()}


# Answers


def score_answers(questions: Iterable[Row], answers: Mapping[str, Row], texts: Mapping[str, str]) -> GoldTally:
    """Return the figures of `answers` (by question id) over `questions`."""
    tally = GoldTally()
    for question in questions:
        answer = answers[question["id"]]
        _add_verbatim(tally, question["id"], answer, texts)
        _add_answer(tally, question, answer)
    return tally


def score_pairs(twins: Iterable[Row], answers: Mapping[str, Row]) -> GoldTally:
    """Return the pairs of which the true twin is answered rightly and the false one is not answered."""
    pairs: dict[str, list[bool]] = {}
    for twin in twins:
        answer = answers[twin["id"]]
        right = _is_right(twin, answer) if twin["answerable"] else answer["state"] != "answered"
        pairs.setdefault(twin["pair"], []).append(right)
    tally = GoldTally()
    for pair, right in pairs.items():
        tally.add("pairs", all(right), pair)
    return tally


def _add_verbatim(tally: GoldTally, id_: str, answer: Row, texts: Mapping[str, str]) -> None:
    for finding in (*answer["findings"], *answer["near_misses"], *answer["contrary"]):
        for document, quote in _quotes(finding):
            tally.add("verbatim", texts.get(document, "")[quote["start"] : quote["end"]] == quote["text"], id_)


def _add_answer(tally: GoldTally, question: Row, answer: Row) -> None:
    id_, answered = question["id"], answer["state"] == "answered"
    right = _is_right(question, answer)
    if answered:
        tally.add("trust", right, id_)
    if not question["answerable"]:
        tally.add("false answer", answered, id_)
        if question.get("contrary"):
            found = answer["state"] == "contrary" and _shows(answer, question["contrary"])
            tally.add("contrary@3", found, id_)
        return
    tally.add("right@3", right, id_)
    tally.add("shown@3", _shows(answer, question["evidence"]), id_)
    tally.add("false nothing", answer["state"] == "nothing", id_)
    if answered and question["must_name"]:
        tally.add("names", _names_all(question["must_name"], answer), id_)


def _is_right(question: Row, answer: Row) -> bool:
    return question["answerable"] and answer["state"] == "answered" and _shows(answer, question["evidence"])


def _shows(answer: Row, gold: Sequence[Row]) -> bool:
    """Tell whether one of the gold spans is half covered by what the card shows first."""
    places = [
        (document, quote["start"], quote["end"])
        for finding in _first_findings(answer)
        for document, quote in _quotes(finding)
    ]
    return any(_covered(span, places) >= _COVERED for span in gold)


def _first_findings(answer: Row) -> Sequence[Row]:
    by_state = {
        "answered": answer["findings"],
        "contrary": answer["contrary"] or answer["near_misses"],
        "closest": answer["near_misses"],
    }
    found: Sequence[Row] = by_state.get(answer["state"], ())
    return found[:SHOWN]


def _quotes(finding: Row) -> Iterator[tuple[str, Row]]:
    yield finding["document"], finding["quote"]
    for support in finding["support"]:
        yield support.get("document", finding["document"]), support


def _covered(span: Row, places: Iterable[Place]) -> float:
    covered: set[int] = set()
    for document, start, end in places:
        if document == span["doc"]:
            covered.update(range(max(start, span["start"]), min(end, span["end"])))
    length: int = span["end"] - span["start"]
    return len(covered) / length


def _names_all(names: Iterable[str], answer: Row) -> bool:
    shown = _folded(answer["headline"] + " " + json.dumps(_first_findings(answer), ensure_ascii=False))
    return all(_folded(name) in shown for name in names)


def _folded(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())


# Attributions


def score_attributions(
    gold: Sequence[Row], predicted: Mapping[str, Sequence[Row]], texts: Mapping[str, str]
) -> GoldTally:
    """Return the figures of the `predicted` attributions (by document) against the gold ones.

    Two attributions are the same if their contents overlap (Dice >= .5) and the speaker's name fits. Mere provenance
    ("obtained by ...") is not annotated, and not counted.
    """
    tally = GoldTally()
    by_document: dict[str, list[Row]] = {}
    for row in gold:
        by_document.setdefault(row["doc"], []).append(row)
    for document, rows in by_document.items():
        candidates = [
            {**candidate, "speaker": _speaker(candidate, texts[document])}
            for candidate in predicted.get(document, ())
            if candidate["kind"] != "provenance"
        ]
        for row in rows:
            _add_gold_attribution(tally, row, candidates)
        for candidate in candidates:
            same = any(_has_same_content(row, candidate) and speaker_fits(row, candidate["speaker"]) for row in rows)
            tally.add("precision", same, f"{document}#{candidate['id']}")
    return tally


def _add_gold_attribution(tally: GoldTally, row: Row, candidates: Sequence[Row]) -> None:
    same_content = [candidate for candidate in candidates if _has_same_content(row, candidate)]
    fitting = [candidate for candidate in same_content if speaker_fits(row, candidate["speaker"])]
    tally.add("content recall", bool(same_content), row["id"])
    tally.add("recall", bool(fitting), row["id"])
    tally.add(f"recall {row['form']}", bool(fitting), row["id"])
    if same_content:
        tally.add("who said it", bool(fitting), row["id"])
    if row["chain"]:
        tally.add("chain", any(_holds_chain(candidate, row["chain"]) for candidate in fitting), row["id"])


def _holds_chain(candidate: Row, chain: Sequence[str]) -> bool:
    """Tell whether the candidate's chain names all of `chain`, in this order, whatever stands between them."""
    links = iter([name_words(link["name"]) for link in candidate["chain"]])
    return all(any(_is_same_name(name_words(name), link) for link in links) for name in chain)


def _is_same_name(first: frozenset[str], second: frozenset[str]) -> bool:
    return bool(first and second) and (first <= second or second <= first)


def _has_same_content(row: Row, candidate: Row) -> bool:
    gold = [(span["start"], span["end"]) for span in row["content"]]
    return dice(gold, candidate["content"]) >= _SAME_CONTENT


def dice(first: Iterable[Sequence[int]], second: Iterable[Sequence[int]]) -> float:
    """Return the Dice coefficient of the characters in two lists of [start, end) pairs.

    >>> dice([(0, 10)], [(5, 10), (20, 25)])
    0.5
    """
    left = {at for start, end in first for at in range(start, end)}
    right = {at for start, end in second for at in range(start, end)}
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 0.0


def _speaker(candidate: Row, text: str) -> str:
    """Return the name that a source was resolved to, else the source's own words."""
    own = " ".join(text[start:end] for start, end in candidate["source"])
    return candidate["source_resolved"] or own


def speaker_fits(row: Row, speaker: str) -> bool:
    """Tell whether `speaker` is the gold one, by a shorter or a longer form of the name.

    A pronoun names nobody: it fits only where the gold set has no speaker either.
    """
    found = name_words(speaker)
    if row["speaker"] is None:
        return not found
    return any(_is_same_name(name_words(name), found) for name in (row["speaker"], *row["aliases"]))


def name_words(name: str) -> frozenset[str]:
    """Return the words of a name that tell it from others.

    >>> sorted(name_words("the harbour's Ms Sele"))
    ['harbour', 'sele']
    """
    words = {word.casefold() for word in _WORD.findall(name)}
    return frozenset(words - _NO_NAME)


# Quotes


def score_quotes(trials: Iterable[Row], checks: Mapping[str, Row]) -> GoldTally:
    """Return the figures of the quote `checks` (by trial id)."""
    tally = GoldTally()
    for trial in trials:
        check, id_ = checks[trial["id"]], trial["id"]
        tally.add(f"{trial['type']}: level", check["level"] == trial["level"], id_)
        if trial["places"]:
            tally.add(f"{trial['type']}: places", _finds_places(trial, check), id_)
        if trial["changes"]:
            tally.add(f"{trial['type']}: changes", _finds_changes(trial, check), id_)
        if "speaker" in trial:
            tally.add("speaker", check["said_by_another"] == trial["said_by_another"], id_)
    return tally


def _finds_places(trial: Row, check: Row) -> bool:
    """Tell whether a match overlaps every gold place, and a verbatim one is it."""
    found = [(match["document"], match["start"], match["end"]) for match in check["matches"]]
    if trial["level"] == "verbatim":
        return {(place["doc"], place["start"], place["end"]) for place in trial["places"]} <= set(found)
    return all(_covered(place, found) > 0 for place in trial["places"])


def _finds_changes(trial: Row, check: Row) -> bool:
    if not check["matches"]:
        return False
    found = [
        (change["op"], _folded(change["from"]), _folded(change["to"])) for change in check["matches"][0]["changes"]
    ]
    made = [(op, _folded(original), _folded(typed)) for op, original, typed in trial["changes"]]
    return sorted(found) == sorted(made)
