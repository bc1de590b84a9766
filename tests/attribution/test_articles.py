"""What no single sentence shows: short forms, lists and tables, provenance, quotations over several paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import pipeline
from tests.attribution.conftest import line, read, slices

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

LEAK = """The files, obtained by the outlet The Ledger and reported by journalist Ivo Brandt, suggest a quiet deal.

What the deal holds

The leaked records outline the main parts of the deal:
- Twelve hulls from the Torvik yard.
- Four hundred sailors trained in Sund.

Course | Weeks | Place |
---|---|---|
Night landings | 4 weeks | The Sund naval school |
Harbour pilots | 6 weeks | Torvik |
"""
LEAK_CHAIN = "Ivo Brandt (reported) <- The Ledger (obtained) <- The leaked records (shows)"

NAVY = """The Northern Institute for Sea Power (NISP) reported on Monday that Kestria was building ships.

Kestria's defence minister, Anders Holm, said the fleet was ready. Holm added that it would sail in May. \
He wrote that nothing could stop it.

The report says that twelve ships are on the slips. NISP also noted that the yards lack steel."""


def found(text: str, nlp: Language, cue: str) -> list[tuple[str, str | None]]:
    """Return chain and resolved name of the attributions with this cue."""
    document = read(text)
    return [
        (
            " <- ".join(f"{link.name} ({link.role})" for link in a.chain),
            a.resolved.of(document.text) if a.resolved else None,
        )
        for a in pipeline.attribute(document, nlp)
        if slices(document, a.cue) == cue
    ]


def test_a_surname_and_a_pronoun_lead_back_to_the_full_name(nlp: Language) -> None:
    assert found(NAVY, nlp, "added") == [("Anders Holm (said)", "Anders Holm")]
    assert found(NAVY, nlp, "wrote") == [("Anders Holm (wrote)", "Anders Holm")]


def test_an_acronym_and_the_report_lead_back_to_the_institute(nlp: Language) -> None:
    institute = "Northern Institute for Sea Power (NISP)"
    assert found(NAVY, nlp, "says") == [(f"{institute} (reported)", institute)]
    assert found(NAVY, nlp, "also noted") == [(f"{institute} (said)", institute)]


def test_the_newspaper_leads_back_to_the_outlet_that_was_named(nlp: Language) -> None:
    text = "The Daily Lantern obtained the memos in March. The newspaper said the memos were genuine."
    assert found(text, nlp, "said") == [("Daily Lantern (said)", "Daily Lantern")]
    text = (
        "A clerk told the Daily Lantern that the bolts were gone. An aide told the newspaper that nobody counted them."
    )
    assert found(text, nlp, "told")[1] == ("Daily Lantern (was told) <- An aide (told)", None)


def test_a_surname_that_two_people_bear_leads_nowhere(nlp: Language) -> None:
    text = "Lars Holm came to Torvik. Anna Holm wrote that the talks had failed. Holm said they would meet again."
    assert found(text, nlp, "said") == [("Holm (said)", None)]


def test_bullets_inherit_the_source_of_their_lead_in(lines: Callable[[str], list[str]]) -> None:
    assert [item for item in lines(LEAK) if item.startswith("The leaked records") and "yard" in item] == [
        "The leaked records | outline | Twelve hulls from the Torvik yard. | evidential shows document inherited | "
        + LEAK_CHAIN
    ]


def test_a_table_below_a_list_inherits_its_document_and_says_that_this_is_inferred(
    lines: Callable[[str], list[str]],
) -> None:
    rows = [item for item in lines(LEAK) if " weeks | " in item]
    assert rows == [
        "The leaked records | outline | Night landings | 4 weeks | The Sund naval school | | "
        f"evidential shows document inherited inferred | {LEAK_CHAIN}",
        "The leaked records | outline | Harbour pilots | 6 weeks | Torvik | | "
        f"evidential shows document inherited inferred | {LEAK_CHAIN}",
    ]


def test_definite_documents_lead_back_to_where_the_text_says_whose_they_are(nlp: Language) -> None:
    document = read(LEAK)
    rows = [a for a in pipeline.attribute(document, nlp) if a.inherited]
    assert {a.resolved.of(document.text) for a in rows if a.resolved} == {"The files"}
    assert all(a.resolved and a.resolved.start == 0 for a in rows)


def test_advice_below_a_noun_is_its_givers(lines: Callable[[str], list[str]]) -> None:
    text = "Key recommendations from harbour specialists include:\n- Closing the old pier\n- Training more pilots\n"
    assert lines(text) == [
        "harbour specialists | recommendations | Closing the old pier | indirect said anonymous inherited"
        " | harbour specialists (said)",
        "harbour specialists | recommendations | Training more pilots | indirect said anonymous inherited"
        " | harbour specialists (said)",
    ]


def test_a_table_that_nobody_introduces_has_no_source(lines: Callable[[str], list[str]]) -> None:
    text = "The following table shows the ships.\n\nShip | Length |\n---|---|\nHavfrue | 40 m |\nSelkie | 35 m |\n"
    assert not [item for item in lines(text) if "Havfrue" in item]


def test_who_obtained_verified_papers_is_an_implied_link(nlp: Language) -> None:
    text = (
        "Kestria sold ships, according to leaked papers verified by one of Torvik's leading think tanks.\n\n"
        "The papers, some 300 pages of contracts obtained by the hacktivist group Grey Heron and reviewed by the"
        " Northern Institute for Sea Power (NISP), name every yard."
    )
    document = read(text)
    first = pipeline.attribute(document, nlp)[0]
    assert [(link.name, str(link.role), link.inferred) for link in first.chain] == [
        ("one of Torvik's leading think tanks", "verified", False),
        ("Northern Institute for Sea Power (NISP)", "reviewed", True),
        ("Grey Heron", "obtained", True),
        ("leaked papers", "shows", False),
    ]


def test_a_quotation_runs_on_over_paragraphs_that_open_with_marks(lines: Callable[[str], list[str]]) -> None:
    text = (
        "“The fleet is ready,” Anders Holm said. “It has been ready for years.\n\n"
        "“We shall sail in May.\n\n“And we shall not turn back.”"
    )
    assert [item.split(" | ")[::2][:2] for item in lines(text)] == [
        ["Anders Holm", "“The fleet is ready,” … “It has been ready for years."],
        ["Anders Holm", "“We shall sail in May."],
        ["Anders Holm", "“And we shall not turn back.”"],
    ]


def test_a_paragraph_of_quotation_after_a_speaker_is_only_inferred_to_be_theirs(
    lines: Callable[[str], list[str]],
) -> None:
    text = "“The fleet is ready,” Anders Holm said.\n\n“It has been ready for years, and every sailor knows it.”"
    assert " inferred | Anders Holm (said)" in lines(text)[1]


def test_a_quotation_does_not_run_on_over_a_table(lines: Callable[[str], list[str]]) -> None:
    text = (
        "“The fleet is ready,” Anders Holm said.\n\nShip | Length |\n---|---|\nSelkie | 35 m |\n\n“It is a fine day.”"
    )
    assert not [item for item in lines(text) if "fine day" in item]


def test_a_headline_attributes_by_its_colon_or_its_tail(lines: Callable[[str], list[str]]) -> None:
    text = "NISP: Kestria builds twelve ships at once\n\nKestria is building twelve ships, a rare number on a cold sea."
    assert lines(text)[0] == (
        "NISP | : | Kestria builds twelve ships at once | indirect said organisation | NISP (said)"
    )
    tail = lines(
        "Holm's Plan Would Sink the Fleet, Analysts Warn\n\nA plan for the fleet has met with doubt in Torvik."
    )
    assert tail[0].startswith("Analysts | Warn | Holm's Plan Would Sink the Fleet | indirect said anonymous")


def test_what_stands_inside_a_quotation_has_the_speaker_as_parent(nlp: Language) -> None:
    document = read("Mara Oll said: “I think that the bridge is safe.”")
    outer, inner = pipeline.attribute(document, nlp)
    assert (outer.parent, inner.parent) == (None, 0)
    assert inner.chain == outer.chain, "'I' is the speaker, not one more link"


def test_original_reporting_is_told_as_provenance(lines: Callable[[str], list[str]]) -> None:
    text = (
        "Read this summary with care: it does not replace the original reporting from torvikpost.example for readers."
    )
    assert lines(text) == [
        "torvikpost.example | reporting from | the original reporting | provenance reported organisation"
        " | torvikpost.example (reported)"
    ]


def test_attributions_come_in_order_of_position(nlp: Language) -> None:
    records = pipeline.attribute(read(NAVY), nlp)
    starts = [min(span.start for span in (*a.source, *a.cue, *a.content)) for a in records if not a.inherited]
    assert starts == sorted(starts)


def test_boilerplate_attributes_nothing(lines: Callable[[str], list[str]]) -> None:
    text = f"{NAVY}\n\nRead also:\n- Holm said the war was over\n- Minister says ships are sold\n"
    assert not [item for item in lines(text) if "war was over" in item or "ships are sold" in item]


def test_every_line_reads_as_a_line(nlp: Language) -> None:
    document = read(LEAK)
    assert all(line(document, a).count(" | ") >= 4 for a in pipeline.attribute(document, nlp))


def test_a_paragraph_that_ends_in_a_colon_names_the_speaker_of_the_next(nlp: Language) -> None:
    document = read("Ivo Brandt of the harbour board went on:\n\n“The bridge was never safe.”\n\n“Nobody checked it.”")
    said = pipeline.attribute(document, nlp)
    assert [(slices(document, a.source), slices(document, a.content), a.inferred) for a in said] == [
        ("Ivo Brandt of the harbour board", "“The bridge was never safe.”", False),
        ("Ivo Brandt of the harbour board", "“Nobody checked it.”", True),
    ]


def test_any_verb_of_a_speaker_before_a_colon_announces_the_quotation_below(nlp: Language) -> None:
    document = read("Ivo Brandt struck back:\n\n“The bridge was never safe.”")
    assert [line(document, a) for a in pipeline.attribute(document, nlp)] == [
        "Ivo Brandt | struck | “The bridge was never safe.” | direct said person | Ivo Brandt (said)"
    ]


def test_a_quotation_over_paragraphs_keeps_the_speaker_of_a_relative_clause(nlp: Language) -> None:
    text = """Reporters in the old harbour town of Torvik met the mayor, Mara Oll, who said: “The bridge is safe.

“Ask us.”"""
    assert found(text, nlp, "said") == [("Mara Oll (said)", "Mara Oll")] * 2
