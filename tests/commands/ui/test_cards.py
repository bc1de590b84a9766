"""Cards of hand-made answers: their texts and Discord's limits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.answers import (
    Answer,
    AnswerPart,
    AnswerState,
    Correction,
    Finding,
    QuotedAttribution,
    Slot,
    SlotComparison,
    TableCell,
)
from bot.model.attribution import AttributionKind, ChainLink, Role, SourceKind
from bot.model.documents import Block, BlockKind, Document, DocumentRef, ReadingDetails
from bot.model.saved_answers import SavedAnswer
from bot.model.spans import Quote, Span
from commands.ask.buttons import answer_view
from commands.ask.context import context_card
from commands.documents.cards import document_card, documents_card
from commands.ui.answer_card import answer_card, finding_at, findings_on_page, page_count
from commands.ui.cards import OCR_LABEL
from commands.ui.markdown import width
from tests.commands import wire
from tests.commands.ui.test_markdown import TRAPS

LEDGER = DocumentRef(
    "d1",
    "ledger",
    "0" * 64,
    "Leaked papers",
    "The Ledger",
    ("Ida",),
    "2026-03-12T08:00:00Z",
    "https://ledger.example/1",
)
BRANDT = ChainLink("Ida Brandt", Role.REPORTED, SourceKind.PERSON, Span(0, 10))
CLERK = ChainLink("a clerk", Role.TOLD, SourceKind.ANONYMOUS, Span(0, 7), inferred=True)
OUTLET = ChainLink("The Ledger", Role.PUBLISHED, SourceKind.ORGANISATION, Span(0, 10))
SAID = QuotedAttribution("a clerk", "told", AttributionKind.INDIRECT, (OUTLET, BRANDT, CLERK))


def finding(text="Forty divers trained at Orlets.", start=100, words=("divers",), **others) -> Finding:
    highlights = tuple(Span(start + text.index(word), start + text.index(word) + len(word)) for word in words)
    quote = Quote(text, Span(start, start + len(text)))
    return Finding(LEDGER, quote, **({"highlights": highlights, "attribution": SAID} | others))


def answer(*findings: Finding, **others) -> Answer:
    return Answer("who?", **({"state": AnswerState.ANSWERED, "headline": "Ida Brandt", "findings": findings} | others))


def card_text(card) -> str:
    return "\n".join(part["content"] for part in wire.walk([card.to_component_dict()]) if part["type"] == wire.TEXT)


def test_a_finding_shows_its_quote_its_byline_and_its_chain():
    lines = card_text(answer_card(answer(finding(section="Courses")))).split("\n")
    assert lines[:2] == ["### Ida Brandt", "-# Asked: who?"]
    assert lines[2] == "> Forty **divers** trained at Orlets."
    assert lines[3] == (
        "-# **[Leaked papers](<https://ledger.example/1>)** · The Ledger · 12\u00a0March\u00a02026 · in “Courses”"
    )
    assert lines[4] == "-# Source: **A clerk, reported by Ida Brandt**"


def test_a_paragraph_that_its_file_wraps_is_shown_on_one_line():
    text = card_text(answer_card(answer(finding("Forty\n> divers trained\nat Orlets."))))
    assert "> Forty **divers** trained at Orlets." in text


def test_what_is_inherited_hypothetical_or_denied_says_so_in_plain_words():
    attribution = replace(SAID, chain=(BRANDT,), inherited=True, inferred=True, negated=True)
    support = (Quote("A clerk gave the papers away.", Span(0, 29)), Quote("The papers list:", Span(30, 46)))
    text = card_text(answer_card(answer(finding(attribution=attribution, hypothetical=True, support=support))))
    assert (
        "-# Source: **Ida Brandt** · *Denied, or not said* · *Hypothetical: not something that was said*"
        " · *Source named in the lead-in above, not in this line*\n-# Lead-in: “The papers list:”"
    ) in text
    assert "A clerk gave" not in text


def test_a_source_that_is_only_implied_is_our_reading():
    attribution = replace(SAID, chain=(replace(BRANDT, inferred=True), CLERK))
    text = card_text(answer_card(answer(finding(attribution=attribution))))
    assert "*Our reading: the article does not name the source here*" in text


def test_a_quote_has_two_grey_lines_below_it_and_a_third_only_if_its_source_is_inherited():
    support = (Quote("The papers list:", Span(30, 46)),)
    for inherited, grey in ((False, 2), (True, 3)):
        attribution = replace(SAID, inherited=inherited)
        card = answer_card(answer(finding(attribution=attribution, support=support, ai_generated=True)))
        blocks = [part["content"] for part in wire.walk([card.to_component_dict()]) if part["type"] == wire.TEXT]
        assert sum(line.startswith("-# ") for line in blocks[1].split("\n")) == grey


def test_a_lead_in_is_not_shown_again_below_the_next_quote():
    leaning = finding(attribution=replace(SAID, inherited=True), support=(Quote("The papers list:", Span(30, 46)),))
    text = card_text(
        answer_card(answer(leaning, replace(leaning, quote=Quote("Snow.", Span(200, 205)), highlights=())))
    )
    assert text.count("The papers list:") == 1


def test_a_title_is_no_lead_in_and_stands_once_for_quotes_of_one_article():
    titled = Quote("Leaked papers", Span(0, 13))
    inherited = replace(SAID, inherited=True)
    long_finding, other = (
        finding(support=(titled,), attribution=inherited),
        finding("It rained.", start=200, words=(), section="Weather"),
    )
    text = card_text(answer_card(answer(long_finding, other)))
    assert text.count("Leaked papers") == 1
    assert "-# **2** · the same article · in “Weather”\n" in text


def test_a_quote_without_a_source_tells_its_reader_to_read_it_unless_a_machine_wrote_it():
    own = "-# *No source recognised here: read the sentence*"
    assert own in card_text(answer_card(answer(finding(attribution=None))))
    assert own not in card_text(answer_card(answer(finding(attribution=None, ai_generated=True))))


def test_a_pronoun_is_never_named_as_a_source():
    for pronoun in ("he", "You", "they", "people", "the people"):
        link = ChainLink(pronoun, Role.SAID, SourceKind.UNKNOWN, Span(0, 2))
        attribution = QuotedAttribution(pronoun, "said", AttributionKind.DIRECT, (link,))
        text = card_text(answer_card(answer(finding(attribution=attribution))))
        assert "-# *No source recognised here: read the sentence*" in text


def test_ai_generated_text_carries_its_label():
    assert "⚠ AI-generated, by the publisher’s own disclosure" in card_text(
        answer_card(answer(finding(ai_generated=True)))
    )


def test_text_from_ocr_carries_its_label():
    scanned = replace(LEDGER, read_by_ocr=True)
    assert "⚠ Read by OCR" in card_text(answer_card(answer(replace(finding(), document=scanned))))
    assert "OCR" not in card_text(answer_card(answer(finding())))


def test_the_warning_of_ocr_follows_the_source_and_comes_once_for_an_article():
    scanned = replace(LEDGER, read_by_ocr=True)
    quotes = [
        replace(finding(text, start, ("sank",)), document=scanned)
        for text, start in (("One sank.", 9), ("Two sank.", 90))
    ]
    other = replace(finding("Three sank.", 9, ("sank",)), document=replace(scanned, id="other"))
    shown = card_text(answer_card(answer(*quotes, other)))
    assert shown.count(OCR_LABEL) == 2
    lines = shown.split("\n")
    place = lines.index(f"-# {OCR_LABEL}")
    assert lines[place - 1].startswith("-# Source: ")


def test_corrections_notes_and_what_was_searched_are_told():
    shown_answer = answer(
        finding(),
        corrections=(Correction("Orlts", "Orlets"),),
        notes=("Single origin: a clerk.",),
        documents_searched=1,
        elapsed_ms=41.6,
    )
    text = card_text(answer_card(shown_answer))
    assert "-# Asked: who? · “Orlts” read as “Orlets”" in text
    assert text.endswith("-# Single origin: a clerk.\n-# 1 article searched · 42 ms")


def test_three_findings_fill_a_page_and_the_rest_follow():
    shown_answer = answer(*(finding(f"Quote {number}.", words=()) for number in range(7)))
    assert page_count(shown_answer) == 3
    text = card_text(answer_card(shown_answer, 1))
    assert [f"> Quote {number}." in text for number in range(7)] == [False] * 3 + [True] * 3 + [False]
    assert "quotes 4–6 of 7" in text
    assert finding_at(shown_answer, 6).quote.text == "Quote 6."
    assert finding_at(shown_answer, 7) is None


def test_an_address_that_could_break_out_of_its_link_is_not_linked():
    odd = replace(finding(), document=replace(LEDGER, url="https://x.y/a)[b](https://evil.example"))
    assert "evil.example" not in card_text(answer_card(answer(odd)))


def test_the_context_shows_the_neighbouring_blocks_with_the_quote_in_bold():
    text = "Before it.\n\nForty divers trained at Orlets. They left.\n\nAfter it.\n\nFar away."
    starts = [text.index(piece) for piece in ("Before", "Forty", "After", "Far")]
    blocks = [Block(BlockKind.PARAGRAPH, Span(at, text.find("\n", at) % (len(text) + 1))) for at in starts]
    document = Document(LEDGER, text, tuple(blocks))
    shown = card_text(context_card(finding(start=starts[1], words=()), document))
    assert "> Before it.\n> \n> **Forty divers trained at Orlets.** They left.\n> \n> After it.\n" in shown
    assert "Far away" not in shown
    assert "characters 12 to 43 of the article" in shown


def test_the_context_of_an_endless_paragraph_is_cut_on_both_sides():
    text = "They left. " * 50_000 + "Forty divers trained at Orlets." + " They came." * 50_000
    document = Document(LEDGER, text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    shown = card_text(context_card(finding(start=text.index("Forty"), words=()), document))
    assert "> […] They left." in shown
    assert "**Forty divers trained at Orlets.** They came." in shown
    assert "They came. […]" in shown
    assert width(shown) < 4000


def test_a_document_tells_of_its_ai_parts_and_how_it_begins():
    text = "Head\n\nFirst words.\n\nMachine words."
    blocks = (
        Block(BlockKind.HEADING, Span(0, 4)),
        Block(BlockKind.PARAGRAPH, Span(6, 18)),
        Block(BlockKind.PARAGRAPH, Span(20, 34), ai_generated=True),
    )
    shown = card_text(document_card(Document(LEDGER, text, blocks), 5))
    assert "The Ledger · Ida · 12\u00a0March\u00a02026" in shown
    assert "5 words · file ledger" in shown
    assert "Parts are AI-generated" in shown
    assert shown.endswith("> First words.")


def test_a_document_tells_how_it_was_read_and_whose_it_is():
    details = ReadingDetails(
        rights="Agency *text*", attachments=tuple(f"file{number}.pdf" for number in range(7)), unread_pages=2
    )
    shown = card_text(document_card(Document(replace(LEDGER, read_by_ocr=True), "", (), details), 0))
    assert "⚠ Read by OCR" in shown
    assert "2 scanned pages without text, not read" in shown
    assert "Attachments, not read: file0.pdf, file1.pdf, file2.pdf, file3.pdf, file4.pdf and 2 more" in shown
    assert r"Rights: Agency \*text\*" in shown


def test_an_empty_corpus_says_what_to_do():
    assert "factdesk index" in card_text(documents_card([], 0, 0))


def test_a_document_without_a_title_is_listed_by_how_it_begins():
    untitled = DocumentRef("d2", "0a1b2c", "0" * 64, heading="The ferry will stop.")
    shown = card_text(documents_card([untitled, DocumentRef("d3", "memo", "0" * 64, "Memo")], 0, 2))
    assert shown == "### 2 documents indexed\n**The ferry will stop.**\n**Memo**\n-# file memo"
    shown_answer = answer(replace(finding(), document=untitled))
    assert "**The ferry will stop.**" in card_text(answer_card(shown_answer))
    assert "0a1b2c" not in card_text(answer_card(shown_answer))


# Whatever an article or a person brings: long, odd, or both.
pieces = st.sampled_from((*TRAPS, "Forty divers trained at Orlets. "))
long = st.tuples(pieces, st.sampled_from((0, 1, 40, 900))).map(lambda drawn: drawn[0] * drawn[1])
maybe = st.none() | long
references = st.builds(
    DocumentRef, long, long, long, maybe, maybe, st.lists(long, max_size=3).map(tuple), maybe,
    st.just("https://x.y/" + "a" * 180), maybe,
)  # fmt: skip
links = st.builds(
    ChainLink, long, st.sampled_from(Role), st.sampled_from(SourceKind), st.just(Span(0, 1)), st.booleans()
)
attributions = st.builds(
    QuotedAttribution, maybe, maybe, st.sampled_from(AttributionKind), st.lists(links, max_size=6).map(tuple),
    st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
quotes = long.map(lambda text: Quote(text, Span(7, 7 + len(text))))
beside = st.tuples(long, long).map(
    lambda pair: (Quote(pair[0], Span(0, 7)), Quote(pair[1], Span(90_000, 90_000 + len(pair[1]))))
)
findings = st.builds(
    Finding, references, quotes, st.just((Span(8, 12), Span(7, 9))), maybe, st.none() | attributions,
    st.lists(quotes, max_size=3).map(tuple), beside, st.booleans(), st.booleans(), st.booleans(),
    st.lists(st.builds(TableCell, long, st.just(Span(7, 8))), max_size=3).map(tuple),
)  # fmt: skip
several = st.lists(findings, max_size=5).map(tuple)
compared = st.builds(SlotComparison, st.sampled_from(Slot), long, maybe, st.booleans())
few = st.lists(findings, max_size=2).map(tuple)
parts = st.builds(AnswerPart, long, st.sampled_from(AnswerState), long, few, few)
answers = st.builds(
    Answer, long, st.sampled_from(AnswerState), long, maybe,
    st.lists(st.builds(Correction, long, long), max_size=5).map(tuple), several, several, several,
    st.lists(compared, max_size=7).map(tuple), st.lists(parts, max_size=7).map(tuple), maybe, maybe, st.just(()),
    st.booleans(), st.lists(long, max_size=7).map(tuple), st.just(("",)),
    documents_searched=st.integers(0, 10**9), elapsed_ms=st.floats(0, 1e9),
)  # fmt: skip


@pytest.mark.parametrize("letter", ["W", "*", "🙂", "a. "])
async def test_three_findings_that_are_long_in_every_way_still_fit(letter):
    much = letter * 5000
    document = DocumentRef("d", much, "0", much, much, (much,), much, "https://x.y/" + "a" * 180)
    link = ChainLink(much, Role.WAS_TOLD, SourceKind.ANONYMOUS, Span(0, 1), inferred=True)
    attribution = QuotedAttribution(
        much, much, AttributionKind.DIRECT, (link,) * 6, inherited=True, inferred=True, negated=True
    )
    quote = Quote(much, Span(0, len(much)))
    long_finding = Finding(
        document, quote, (Span(70, 80),), much, attribution, (quote,) * 3, ai_generated=True, boilerplate=True
    )
    shown_answer = answer(
        long_finding,
        long_finding,
        long_finding,
        long_finding,
        headline=much,
        reason=much,
        corrections=(Correction(much, much),) * 4,
        notes=(much,) * 9,
    )
    saved = SavedAnswer("9" * 20, 1, 1, 1, "private", "", shown_answer)
    assert not list(wire.by_hand("POST", "/message", {"components": answer_view(shown_answer, saved).to_components()}))
    quotes = [line for line in card_text(answer_card(shown_answer)).split("\n") if line.startswith("> ")]
    assert all(width(quote) > 150 for quote in quotes)


@settings(max_examples=100, suppress_health_check=list(HealthCheck), deadline=None)
@given(answers, st.integers(0, 9))
async def test_no_answer_breaks_the_limits_of_a_message(shown_answer, page):
    saved = SavedAnswer("9" * 20, 1, 1, 1, "private", "", shown_answer)
    body = {"components": answer_view(shown_answer, saved, page).to_components(), "flags": wire.COMPONENTS_V2}
    assert not wire.complaints("POST", "/channels/1/messages", body)
    assert all(finding_at(shown_answer, number) is found for number, found in findings_on_page(shown_answer, page))


@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(references, min_size=10, max_size=10), long)
def test_no_document_breaks_the_limits_of_a_message(found, text):
    document = Document(found[0], text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    for card in (documents_card(found, 0, 10_000), document_card(document, 10**9)):
        assert not list(wire.by_hand("POST", "/message", {"components": [card.to_component_dict()]}))
