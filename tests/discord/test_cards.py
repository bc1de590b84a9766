"""Cards of hand-made answers: what stands on them, and that no answer breaks Discord's limits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import (
    Answer,
    AnswerState,
    Attributed,
    AttributionKind,
    Block,
    BlockKind,
    Correction,
    Document,
    Finding,
    Link,
    Quote,
    Reference,
    Role,
    SourceKind,
    Span,
)
from bot.store.answers import Asked
from commands.buttons import answer_view
from commands.cards import AMBER, GREEN, GREY, answer_card, pages, quoted
from commands.context import context_card
from commands.document_cards import document_card, list_card
from commands.escape import width
from tests.discord import wire
from tests.discord.test_escape import TRAPS

LEDGER = Reference(
    "d1",
    "ledger",
    "0" * 64,
    "Leaked papers",
    "The Ledger",
    ("Ida",),
    "2026-03-12T08:00:00Z",
    "https://ledger.example/1",
)
BRANDT = Link("Ida Brandt", Role.REPORTED, SourceKind.PERSON, Span(0, 10))
CLERK = Link("a clerk", Role.TOLD, SourceKind.ANONYMOUS, Span(0, 7), inferred=True)
OUTLET = Link("The Ledger", Role.PUBLISHED, SourceKind.ORGANISATION, Span(0, 10))
SAID = Attributed("a clerk", "told", AttributionKind.INDIRECT, (OUTLET, BRANDT, CLERK))


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
    assert lines[4] == "-# Who says it: **Ida Brandt** (reported) ← **a clerk** (told, unnamed, *inferred*)"


def test_a_paragraph_that_its_file_wraps_is_shown_on_one_line():
    text = card_text(answer_card(answer(finding("Forty\n> divers trained\nat Orlets."))))
    assert "> Forty **divers** trained at Orlets." in text


def test_what_is_inherited_hypothetical_or_denied_says_so():
    said = replace(SAID, chain=(BRANDT,), inherited=True, inferred=True, negated=True)
    support = (Quote("A clerk gave the papers away.", Span(0, 29)), Quote("The papers list:", Span(30, 46)))
    text = card_text(answer_card(answer(finding(attribution=said, hypothetical=True, support=support))))
    assert "(reported) · *inherited* · *inferred* · *denied or not said* · *hypothetical*" in text
    assert "-# Provenance: “A clerk gave the papers away.”\n-# Inherits from: “The papers list:”" in text


def test_a_chain_that_is_inferred_as_a_whole_says_so_once():
    said = replace(SAID, chain=(replace(BRANDT, inferred=True), CLERK))
    text = card_text(answer_card(answer(finding(attribution=said))))
    assert "**Ida Brandt** (reported) ← **a clerk** (told, unnamed) · *inferred*" in text


def test_a_chain_that_is_inferred_from_some_link_on_says_so_once():
    said = replace(SAID, chain=(BRANDT, CLERK, replace(CLERK, name="the papers")))
    text = card_text(answer_card(answer(finding(attribution=said))))
    assert (
        "**Ida Brandt** (reported) ← *inferred:* **a clerk** (told, unnamed) ← **the papers** (told, unnamed)" in text
    )


def test_a_sentence_that_stands_on_the_card_already_is_not_shown_again_below_a_quote():
    first = finding("A clerk gave the papers away.", start=0, words=())
    leaning = finding(support=(Quote("A clerk gave the papers away.", Span(0, 29)), Quote("It rained.", Span(30, 40))))
    text = card_text(
        answer_card(answer(first, leaning, finding("Snow.", start=200, words=(), support=leaning.support)))
    )
    assert text.count("A clerk gave the papers away.") == 1
    assert text.count("It rained.") == 1


def test_a_title_is_no_provenance_and_stands_once_for_quotes_of_one_article():
    titled = Quote("Leaked papers", Span(0, 13))
    one, other = finding(support=(titled,)), finding("It rained.", start=200, words=(), section="Weather")
    text = card_text(answer_card(answer(one, other)))
    assert text.count("Leaked papers") == 1
    assert "-# **2** · the same article · in “Weather”\n" in text


def test_what_an_article_says_itself_is_said_to_be_its_own_unless_a_machine_wrote_it():
    own = "Who says it: the article itself, naming no source"
    assert own in card_text(answer_card(answer(finding(attribution=None))))
    assert own not in card_text(answer_card(answer(finding(attribution=None, ai_generated=True))))


def test_ai_generated_text_carries_its_label():
    assert "⚠ AI-generated by the publisher’s own disclosure" in card_text(
        answer_card(answer(finding(ai_generated=True)))
    )


def test_corrections_notes_and_what_was_searched_are_told():
    told = answer(
        finding(),
        corrections=(Correction("Orlts", "Orlets"),),
        notes=("Single origin: a clerk.",),
        documents_searched=1,
        elapsed_ms=41.6,
    )
    text = card_text(answer_card(told))
    assert "-# Asked: who? · “Orlts” read as “Orlets”" in text
    assert text.endswith("Single origin: a clerk.\n-# 1 article searched · 42 ms")


def test_three_findings_fill_a_page_and_the_rest_follow():
    told = answer(*(finding(f"Quote {number}.", words=()) for number in range(7)))
    assert pages(told) == 3
    text = card_text(answer_card(told, 1))
    assert [f"> Quote {number}." in text for number in range(7)] == [False] * 3 + [True] * 3 + [False]
    assert "quotes 4–6 of 7" in text
    assert quoted(told, 6).quote.text == "Quote 6."
    assert quoted(told, 7) is None


def test_an_abstention_shows_the_nearest_miss_as_no_answer():
    told = answer(
        state=AnswerState.NOTHING, headline="Nothing says this.", reason="No Biden.", near_misses=(finding(), finding())
    )
    text = card_text(answer_card(told))
    assert text.count("> Forty divers trained at Orlets.") == 1
    assert "Nearest passage, which does not answer the question:" in text
    assert "No Biden." in text


def test_colours_tell_answered_contradicted_and_declined_apart():
    told = [answer(finding()), answer(finding(), conflict=True), answer(state=AnswerState.NOTHING)]
    assert [answer_card(each).accent_colour for each in told] == [GREEN, AMBER, GREY]


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
    assert "characters 12 to 43 of ledger" in shown


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
    assert "Parts of it are AI-generated" in shown
    assert shown.endswith("> First words.")


def test_an_empty_corpus_says_what_to_do():
    assert "factdesk index" in card_text(list_card([], 0, 0))


def test_a_document_without_a_title_is_listed_by_its_file_once():
    shown = card_text(list_card([Reference("d2", "notes", "0" * 64), Reference("d3", "memo", "0" * 64, "Memo")], 0, 2))
    assert shown == "### 2 documents indexed\n**notes**\n**Memo**\n-# file memo"


# Whatever an article or a person brings: long, odd, or both.
long = st.sampled_from(
    [text * times for text in (*TRAPS, "Forty divers trained at Orlets. ") for times in (0, 1, 40, 900)]
)
maybe = st.none() | long
references = st.builds(
    Reference, long, long, long, maybe, maybe, st.lists(long, max_size=3).map(tuple), maybe,
    st.just("https://x.y/" + "a" * 180),
)  # fmt: skip
links = st.builds(Link, long, st.sampled_from(Role), st.sampled_from(SourceKind), st.just(Span(0, 1)), st.booleans())
attributions = st.builds(
    Attributed, maybe, maybe, st.sampled_from(AttributionKind), st.lists(links, max_size=6).map(tuple), st.booleans(),
    st.booleans(), st.booleans(),
)  # fmt: skip
quotes = long.map(lambda text: Quote(text, Span(7, 7 + len(text))))
findings = st.builds(
    Finding, references, quotes, st.just((Span(8, 12), Span(7, 9))), maybe, st.none() | attributions,
    st.lists(quotes, max_size=3).map(tuple), st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
answers = st.builds(
    Answer, long, st.booleans(), long, maybe, st.lists(st.builds(Correction, long, long), max_size=5).map(tuple),
    st.lists(findings, max_size=5).map(tuple), st.lists(findings, max_size=2).map(tuple), st.just(()), st.booleans(),
    st.lists(long, max_size=7).map(tuple), st.just(("",)),
    documents_searched=st.integers(0, 10**9), elapsed_ms=st.floats(0, 1e9),
)  # fmt: skip


@pytest.mark.parametrize("letter", ["W", "*", "🙂", "a. "])
async def test_three_findings_that_are_long_in_every_way_still_fit(letter):
    much = letter * 5000
    document = Reference("d", much, "0", much, much, (much,), much, "https://x.y/" + "a" * 180)
    link = Link(much, Role.WAS_TOLD, SourceKind.ANONYMOUS, Span(0, 1), inferred=True)
    said = Attributed(much, much, AttributionKind.DIRECT, (link,) * 6, inherited=True, inferred=True, negated=True)
    quote = Quote(much, Span(0, len(much)))
    one = Finding(document, quote, (Span(70, 80),), much, said, (quote,) * 3, ai_generated=True, boilerplate=True)
    told = answer(
        one, one, one, one, headline=much, reason=much, corrections=(Correction(much, much),) * 4, notes=(much,) * 9
    )
    asked = Asked("9" * 20, 1, 1, 1, "private", "", told)
    assert not list(wire.by_hand("POST", "/message", {"components": answer_view(told, asked).to_components()}))
    quotes = [line for line in card_text(answer_card(told)).split("\n") if line.startswith("> ")]
    assert all(width(quote) > 150 for quote in quotes)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(answers, st.integers(0, 9))
async def test_no_answer_breaks_the_limits_of_a_message(told, page):
    asked = Asked("9" * 20, 1, 1, 1, "private", "", told)
    assert not list(wire.by_hand("POST", "/message", {"components": answer_view(told, asked, page).to_components()}))


@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(references, min_size=10, max_size=10), long)
def test_no_document_breaks_the_limits_of_a_message(found, text):
    document = Document(found[0], text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    for card in (list_card(found, 0, 10_000), document_card(document, 10**9)):
        assert not list(wire.by_hand("POST", "/message", {"components": [card.to_component_dict()]}))
