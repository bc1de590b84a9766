"""The gold set's scorer: each figure on both sides of what it counts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gold.measure import floors_under, held
from tests.gold.scoring import (
    GoldTally,
    dice,
    score_answers,
    score_attributions,
    score_pairs,
    score_quotes,
    speaker_fits,
)

TEXT = "The mayor said the bridge was safe. The union denied it."
TEXTS = {"bridge": TEXT}
MAYOR, UNION = (0, 35), (36, 56)


def span(place: tuple[int, int]) -> dict[str, Any]:
    return {"doc": "bridge", "text": TEXT[slice(*place)], "start": place[0], "end": place[1]}


def finding(place: tuple[int, int]) -> dict[str, Any]:
    quote = {"text": TEXT[slice(*place)], "start": place[0], "end": place[1]}
    return {"document": "bridge", "quote": quote, "support": []}


def question(**fields: Any) -> dict[str, Any]:
    gold = {"id": "q", "answerable": True, "evidence": [span(MAYOR)], "must_name": []}
    return gold | fields


def answer(state: str, **fields: Any) -> dict[str, Any]:
    return {"state": state, "headline": "", "findings": [], "near_misses": [], "contrary": [], **fields}


def shares(asked: dict[str, Any], given: dict[str, Any]) -> dict[str, float]:
    return score_answers([asked], {asked["id"]: given}, TEXTS).shares()


def test_an_answer_is_right_if_it_shows_half_of_the_evidence_and_says_that_it_answers() -> None:
    assert shares(question(), answer("answered", findings=[finding((0, 18))]))["right@3"] == 1
    assert shares(question(), answer("answered", findings=[finding((0, 17))]))["right@3"] == 0
    assert shares(question(), answer("answered", findings=[finding(UNION)]))["right@3"] == 0


def test_evidence_under_closest_is_shown_but_no_right_answer() -> None:
    figures = shares(question(), answer("closest", near_misses=[finding(MAYOR)]))
    assert (figures["shown@3"], figures["right@3"]) == (1, 0)
    assert "trust" not in figures


def test_only_the_first_three_findings_count() -> None:
    others = [finding(UNION)] * 3
    assert shares(question(), answer("answered", findings=[*others, finding(MAYOR)]))["right@3"] == 0
    assert shares(question(), answer("answered", findings=[*others[:2], finding(MAYOR)]))["right@3"] == 1


def test_saying_nothing_about_an_answerable_question_is_a_false_nothing() -> None:
    assert shares(question(), answer("nothing"))["false nothing"] == 1
    assert shares(question(), answer("closest"))["false nothing"] == 0


def test_answering_what_cannot_be_answered_is_a_false_answer_and_costs_trust() -> None:
    asked = question(answerable=False, evidence=[])
    figures = shares(asked, answer("answered", findings=[finding(MAYOR)]))
    assert (figures["false answer"], figures["trust"]) == (1, 0)
    assert shares(asked, answer("nothing"))["false answer"] == 0


def test_a_false_premise_is_met_by_the_sentence_that_says_otherwise() -> None:
    asked = question(answerable=False, evidence=[], contrary=[span(UNION)])
    assert shares(asked, answer("contrary", contrary=[finding(UNION)]))["contrary@3"] == 1
    assert shares(asked, answer("contrary", contrary=[finding(MAYOR)]))["contrary@3"] == 0
    assert shares(asked, answer("closest", near_misses=[finding(UNION)]))["contrary@3"] == 0


def test_names_stand_anywhere_on_the_card_of_an_answer() -> None:
    asked = question(must_name=["Ada O’Brien"])
    named = answer("answered", headline="Said by Ada O'Brien.", findings=[finding(MAYOR)])
    assert shares(asked, named)["names"] == 1
    assert shares(asked, answer("answered", findings=[finding(MAYOR)]))["names"] == 0


@pytest.mark.parametrize("group", ["findings", "near_misses", "contrary"])
def test_a_quote_that_is_no_slice_of_its_document_is_not_verbatim(group: str) -> None:
    changed = finding(MAYOR)
    changed["quote"]["text"] = "The mayor said the bridge is safe."
    assert shares(question(), answer("closest", **{group: [changed]}))["verbatim"] == 0
    assert shares(question(), answer("closest", **{group: [finding(MAYOR)]}))["verbatim"] == 1


def test_a_pair_counts_only_if_both_twins_are_treated_rightly() -> None:
    twins = [question(id="t", pair="p"), question(id="f", pair="p", answerable=False, evidence=[])]
    right = answer("answered", findings=[finding(MAYOR)])
    assert score_pairs(twins, {"t": right, "f": answer("contrary")}).shares() == {"pairs": 1}
    assert score_pairs(twins, {"t": right, "f": right}).shares() == {"pairs": 0}


def gold_attribution(**fields: Any) -> dict[str, Any]:
    content = [{"text": TEXT[15:34], "start": 15, "end": 34}]
    gold = {
        "id": "A",
        "doc": "bridge",
        "content": content,
        "speaker": "The mayor",
        "aliases": [],
        "form": "indirect",
        "chain": [],
    }
    return gold | fields


def predicted(content: tuple[int, int], source: tuple[int, int], **fields: Any) -> dict[str, Any]:
    found = {
        "id": 0,
        "content": [list(content)],
        "source": [list(source)],
        "source_resolved": None,
        "kind": "indirect",
        "chain": [],
    }
    return found | fields


def attribution_shares(*candidates: dict[str, Any]) -> dict[str, float]:
    return score_attributions([gold_attribution()], {"bridge": candidates}, TEXTS).shares()


def test_an_attribution_is_found_by_content_and_speaker_together() -> None:
    right = attribution_shares(predicted((15, 34), (0, 9)))
    assert (right["recall"], right["precision"], right["who said it"]) == (1, 1, 1)
    another = attribution_shares(predicted((15, 34), (36, 45)))
    assert (another["content recall"], another["recall"], another["precision"], another["who said it"]) == (1, 0, 0, 0)


def test_a_content_that_overlaps_by_less_than_half_is_another_content() -> None:
    assert attribution_shares(predicted((15, 22), (0, 9)))["content recall"] == 1
    assert attribution_shares(predicted((15, 21), (0, 9)))["content recall"] == 0


def test_mere_provenance_is_not_counted_as_a_wrong_attribution() -> None:
    figures = attribution_shares(predicted((15, 34), (0, 9)), predicted((36, 56), (0, 9), kind="provenance"))
    assert figures["precision"] == 1
    assert attribution_shares(predicted((15, 34), (0, 9)), predicted((36, 56), (0, 9)))["precision"] == 0.5


@pytest.mark.parametrize(
    ("links", "right"),
    [(["Echo", "Files"], 1), (["Echo", "Ada", "the files"], 1), (["Files", "Echo"], 0), (["Files"], 0)],
)
def test_a_chain_names_all_of_the_gold_one_in_its_order(links: list[str], right: int) -> None:
    gold = gold_attribution(chain=["the Echo", "files"])
    found = predicted((15, 34), (0, 9), chain=[{"name": name} for name in links])
    assert score_attributions([gold], {"bridge": [found]}, TEXTS).shares()["chain"] == right


def test_dice_is_over_characters() -> None:
    assert dice([(0, 10)], [(5, 10), (20, 25)]) == 0.5
    assert dice([], []) == 0


@pytest.mark.parametrize(
    ("speaker", "fits"),
    [
        ("Lunde", True),
        ("Mayor Perpetua Lunde", True),
        ("the mayor", False),
        ("she", False),
        ("", False),
        ("Evander Lunde", False),
    ],
)
def test_a_speaker_fits_by_a_shorter_or_longer_form_of_the_name(speaker: str, fits: bool) -> None:
    assert speaker_fits(gold_attribution(speaker="Perpetua Lunde"), speaker) is fits


def test_where_nobody_speaks_no_name_fits() -> None:
    nobody = gold_attribution(speaker=None)
    assert speaker_fits(nobody, "it")
    assert not speaker_fits(nobody, "the court")


def test_an_alias_fits_as_well() -> None:
    assert speaker_fits(gold_attribution(speaker="the files", aliases=["memos"]), "leaked memos")


def trial(**fields: Any) -> dict[str, Any]:
    made = {
        "id": "t",
        "type": "altered",
        "level": "altered",
        "places": [span(MAYOR)],
        "changes": [["delete", "not", ""]],
    }
    return made | fields


def check(level: str, place: tuple[int, int], *changes: tuple[str, str, str], **fields: Any) -> dict[str, Any]:
    found = [{"op": op, "from": original, "to": typed} for op, original, typed in changes]
    match = {"document": "bridge", "start": place[0], "end": place[1], "changes": found}
    return {"level": level, "matches": [match], "said_by_another": None} | fields


def quote_shares(made: dict[str, Any], given: dict[str, Any]) -> dict[str, float]:
    return score_quotes([made], {"t": given}).shares()


def test_an_altered_quote_is_scored_by_level_place_and_changed_words() -> None:
    right = quote_shares(trial(), check("altered", MAYOR, ("delete", "not", "")))
    assert right == {"altered: level": 1, "altered: places": 1, "altered: changes": 1}
    wrong = quote_shares(trial(), check("verbatim", UNION, ("insert", "", "not")))
    assert wrong == {"altered: level": 0, "altered: places": 0, "altered: changes": 0}


def test_a_verbatim_quote_has_its_exact_offsets() -> None:
    made = trial(type="verbatim", level="verbatim", changes=[])
    assert quote_shares(made, check("verbatim", MAYOR))["verbatim: places"] == 1
    assert quote_shares(made, check("verbatim", (0, 34)))["verbatim: places"] == 0


def test_a_speaker_is_scored_where_one_was_typed() -> None:
    made = trial(speaker="Ada", said_by_another=True)
    assert quote_shares(made, check("altered", MAYOR, said_by_another=True))["speaker"] == 1
    assert quote_shares(made, check("altered", MAYOR))["speaker"] == 0


def test_new_floors_lie_a_margin_under_the_figures_but_verbatim_stays_1() -> None:
    tally = GoldTally({"verbatim": (9, 9), "right@3": (6, 10), "contrary@3": (0, 4), "false answer": (1, 4)})
    assert held(tally)["no false answer"] == 0.75
    floors = {"verbatim": 1.0, "right@3": 0.55, "contrary@3": 0.0, "no false answer": 0.7}
    assert floors_under("gold answers", tally) == pytest.approx(floors)
