"""Cards of hand-made claims: their texts and Discord's limits."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk import lifecycle
from bot.desk.lifecycle import Action, DeskRole
from bot.desk.pictures.media_types import SUFFIXES
from bot.desk.similarity.differences import ClaimDifference, DifferenceKind
from bot.desk.similarity.search import SimilarClaim, Similarity
from bot.model.attachments import EarlierFile, FileState, KeptFile, Likeness
from bot.model.claim_input import FlagDraft
from bot.model.claim_provenance import Appearance, Claimant, ClaimProvenance, RatingValue
from bot.model.claims import (
    Claim,
    ClaimFile,
    ClaimVerdict,
    Event,
    Evidence,
    EvidenceKind,
    Flag,
    FlagSource,
    Person,
    PinState,
    Priority,
    Status,
)
from bot.model.page_copies import CopyKind, CopyState, PageCopy
from bot.model.spans import Span
from commands.claim.buttons import SPECS, ClaimButtonKind, claim_view
from commands.claim.cards import claim_card
from commands.claim.gallery import files_to_show
from commands.claim.history import history_card
from commands.claim.notifications import assignment_message, duplicate_message, verdict_message
from commands.claim.provenance import details_modal, submitted_provenance
from commands.claim.similar_card import SimilarCandidate, similar_claims_card
from commands.flag.modal import flag_modal
from commands.ui.cards import OCR_LABEL
from tests.commands import wire
from tests.commands.ui.test_cards import card_text
from tests.commands.ui.test_markdown import TRAPS

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
MARIA, RUTH = Person(1, 11, "Maria"), Person(2, 13, "Ruth")
CLAIM = Claim(1, 500, 12, "The ferry carried 300 people.", Status.OPEN, Priority.NORMAL, NOON, NOON, 1)
QUOTE = Evidence(1, EvidenceKind.QUOTE, "30 people", MARIA, NOON, "d", "0" * 64, Span(0, 9), "The log", "the guard")


def labels(view):
    """Return the labels of each row: buttons, or the options of a menu."""
    rows = [part for part in wire.walk(view.to_components()) if part["type"] == wire.ROW]
    return [[option["label"] for part in row["components"] for option in part.get("options", [part])] for row in rows]


def file_of(**about):
    """Return a claim file; fields of the claim go to the claim."""
    belonging = {key: about.pop(key) for key in ("flags", "evidence", "verdicts") if key in about}
    fields = {name: getattr(CLAIM, name) for name in CLAIM.__slots__}
    given = {"flags": (Flag(1, MARIA, NOON),), "evidence": (), "verdicts": ()} | belonging
    return ClaimFile(Claim(**(fields | about)), given["flags"], given["evidence"], given["verdicts"], ())


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (Status.OPEN, ["Start check", "Take"]),
        (Status.CHECKING, ["Give verdict", "Take"]),
        (Status.REVIEW, ["Give verdict", "Take"]),
        (Status.VERDICT, ["Correct verdict", "Add evidence"]),
        (Status.CORRECTED, ["Correct verdict", "Add evidence"]),
        (Status.DUPLICATE, ["Reopen", "Watch"]),
        (Status.DECLINED, ["Reopen", "Watch"]),
    ],
)
def test_the_main_buttons_are_the_next_step_and_take_or_evidence(status, shown):
    assert labels(claim_view(file_of(status=status)))[0] == shown


@pytest.mark.parametrize("status", Status)
def test_buttons_and_menu_together_offer_what_the_life_cycle_allows_each_once(status):
    [main, more] = labels(claim_view(file_of(status=status)))
    offered = [press for press, look in SPECS.items() if look.label in [*main, *more]]
    allowed = set(lifecycle.actions(status, frozenset(DeskRole)))
    assert len(main) == 2
    assert len(offered) == len([*main, *more])
    lacking = {ClaimButtonKind.APPROVE, ClaimButtonKind.SPLIT, ClaimButtonKind.ARCHIVE, ClaimButtonKind.COPY}
    assert set(offered) == {
        press for press, look in SPECS.items() if look.action in allowed | {None} and press not in lacking
    }


def test_links_of_a_claim_can_be_archived_and_read_once_there_is_a_copy():
    linked = Evidence(1, EvidenceKind.LINK, "The log.", MARIA, NOON, url="https://log.example/1")
    file = file_of(evidence=(linked,))
    assert "Archive links …" in labels(claim_view(file))[1]
    assert "Local copy" not in labels(claim_view(file))[1]
    copy = PageCopy(1, CopyKind.TEXT, "https://log.example/1", CopyState.DONE, NOON, NOON, sha256="ab" * 32)
    copied = replace(file, copies=(copy,))
    assert "Local copy" in labels(claim_view(copied))[1]
    assert "-# 1 link archived: log.example (local copy)" in card_text(claim_card(copied))


def test_take_goes_once_somebody_has_it_and_approve_comes_with_a_verdict_that_waits():
    waiting = ClaimVerdict(1, "False", "The log says 30.", MARIA, NOON, needs_second_reader=True)
    view = claim_view(file_of(status=Status.REVIEW, assignee=MARIA, verdicts=(waiting,)))
    assert labels(view)[0] == ["Approve verdict", "Add evidence"]
    assert "Give verdict" in labels(view)[1]
    assert "Take" not in labels(view)[1]


def test_an_assignee_who_is_no_editor_sends_a_checked_claim_to_review():
    allowed = lifecycle.actions(Status.CHECKING, frozenset({DeskRole.ASSIGNEE}))
    view = claim_view(file_of(status=Status.CHECKING, assignee=MARIA), allowed)
    assert labels(view) == [["Send to review", "Add evidence"], ["Details …", "Watch", "History"]]


def test_a_private_card_has_the_buttons_of_its_reader_alone():
    assert labels(claim_view(file_of(), [Action.WATCH])) == [["Watch", "History"]]


def test_a_source_that_changed_shows_what_stood_there_and_what_does_now():
    changed = Evidence(
        **{name: getattr(QUOTE, name) for name in QUOTE.__slots__} | {"pin": PinState.CHANGED, "found": "3 people"}
    )
    shown = card_text(claim_card(file_of(evidence=(changed,))))
    details = "-# **1** quote · The log · the guard · by Maria"
    assert f"> **30** people\n{details}\n⚠ **Source changed.** Now:\n> **3** people" in shown


def test_a_quote_is_linked_to_its_article_if_the_address_is_safe():
    named = {name: getattr(QUOTE, name) for name in QUOTE.__slots__}
    for url, shown in (
        ("https://log.example/1", "quote · [The log](<https://log.example/1>) · the guard"),
        ("javascript:alert(1)", "quote · The log · the guard"),
        (f"https://log.example/{'x' * 200}", "quote · The log · the guard"),
    ):
        assert shown in card_text(claim_card(file_of(evidence=(Evidence(**named | {"url": url}),))))


def test_many_copies_leave_room_for_the_rest_of_the_card():
    urls = [f"https://{number}.{'x' * 50}.example/{'y' * 60}" for number in range(20)]
    evidence = tuple(Evidence(n, EvidenceKind.LINK, "x", MARIA, NOON, url=url) for n, url in enumerate(urls, start=1))
    states = (CopyState.DONE, CopyState.FAILED)
    copies = tuple(
        PageCopy(n, CopyKind.INTERNET_ARCHIVE, url, states[n % 2], NOON, NOON, None, None, None,
                 f"https://web.archive.org/web/{url}" if n % 2 == 0 else None, "z" * 200)
        for n, url in enumerate(urls, start=1)
    )  # fmt: skip
    shown = card_text(claim_card(replace(file_of(evidence=evidence), copies=copies)))
    assert "-# 10 links archived\n-# ⚠ 10 links not archived; “Archive links …” says why" in shown


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        (RatingValue(1, 1, 5), 0xDA373C),
        (RatingValue(3, 1, 5), 0xE3B341),
        (RatingValue(5, 1, 5), 0x3BA55D),
        (RatingValue(5, 5, 1), 0xDA373C),
        (RatingValue(9, 1, 5), 0x3BA55D),
        (RatingValue(1, None, None), 0x80848E),
        (None, 0x80848E),
    ],
)
def test_the_bar_has_the_colour_of_the_rating(value, colour):
    verdict = ClaimVerdict(1, "Rating", "It is so.", MARIA, NOON, approved=NOON, value=value)
    ruled = replace(file_of(verdicts=(verdict,)), claim=replace(CLAIM, status=Status.VERDICT, rating="Rating"))
    assert claim_card(ruled).accent_colour.value == colour
    reopened = replace(ruled, claim=replace(ruled.claim, status=Status.CHECKING))
    assert claim_card(reopened).accent_colour.value == 0xE3B341


def test_a_quote_read_by_ocr_says_so_below_its_source():
    shown = card_text(claim_card(file_of(evidence=(QUOTE, replace(QUOTE, number=2, read_by_ocr=True)))))
    assert f"-# **2** quote · The log · the guard · by Maria\n-# {OCR_LABEL}" in shown
    assert shown.count("OCR") == 1


def test_evidence_from_outside_is_marked_as_such():
    link = Evidence(1, EvidenceKind.LINK, "Its log", MARIA, NOON, url="https://www.harbour.example/log?day=7")
    note = Evidence(2, EvidenceKind.NOTE, "They hung up.", MARIA, NOON)
    shown = card_text(claim_card(file_of(evidence=(link, note))))
    address = "[harbour.example](<https://www.harbour.example/log?day=7>)"
    assert f"Its log\n-# **1** link, {address} · from outside the articles · by Maria" in shown
    assert "They hung up.\n-# **2** note · from outside the articles · by Maria" in shown


def test_an_imported_verdict_names_who_ruled_it_elsewhere():
    elsewhere = ClaimVerdict(
        1, "False", "", MARIA, NOON, approved=NOON, author="The Checkers", published="2024-05-01", imported=True
    )
    shown = card_text(claim_card(file_of(status=Status.VERDICT, verdicts=(elsewhere,), flags=())))
    assert "### False\n-# verdict by The Checkers, 1 May 2024" in shown
    undated = replace(elsewhere, published=None, value=RatingValue(1, 0, 10))
    shown = card_text(claim_card(file_of(status=Status.VERDICT, verdicts=(undated,), flags=())))
    assert "verdict by The Checkers, date not known · 1 on a scale from 0 to 10" in shown
    assert "Imported" in shown


def match(text="The ferry carried 30 people.", level=Similarity.SAME, *differences):
    return SimilarClaim(1, 12, text, None, None, Status.OPEN, None, 1.0, level, differences)


def test_a_claim_that_differs_in_anything_is_never_called_the_same():
    ours, theirs = "The ferry did not sail.", "The ferry did sail."
    denied = ClaimDifference(DifferenceKind.NEGATION, (Span(14, 17),), (), decisive=False)
    near = SimilarCandidate(match(theirs, Similarity.SAME, denied), CLAIM)
    shown = card_text(similar_claims_card(ours, [near]))
    assert "probably the same" in shown
    assert "### Is it one of these?" in shown
    assert "looks the same" not in shown
    assert "> The ferry did **not** sail." in shown
    assert "⚠ The contrary: only you have **not**" in shown


def test_opposites_are_shown_side_by_side():
    denied = ClaimDifference(DifferenceKind.NEGATION, (Span(7, 12),), (Span(7, 14),), decisive=True)
    shown = card_text(
        similar_claims_card(
            "It was legal.", [SimilarCandidate(match("It was illegal.", Similarity.SIMILAR, denied), CLAIM)]
        )
    )
    assert "⚠ The contrary: you have **legal**, #12 has **illegal**" in shown


def test_words_left_over_are_shown_unless_they_are_many_and_little_else_is_the_same():
    def shown(words: int, *, decisive: bool) -> str:
        left_over = ClaimDifference(
            DifferenceKind.WORDS, (Span(4, 7),), tuple(Span(4 + at, 5 + at) for at in range(words)), decisive
        )
        near = match("The old ferry line.", Similarity.SIMILAR, left_over)
        return card_text(similar_claims_card("The new ferry.", [SimilarCandidate(near, CLAIM)]))

    assert "⚠ Other words: you have **new**" in shown(5, decisive=False)
    assert "Other words" not in shown(6, decisive=False)
    assert "⚠ Other words: you have **new**" in shown(6, decisive=True)


# Whatever people bring: long, odd, or both.
long = st.sampled_from([text * times for text in (*TRAPS, "The ferry sank. ") for times in (0, 1, 40, 900)])
people = st.builds(Person, st.integers(1, 9), st.none() | st.integers(1, 9), long)
numbers = st.integers(1, 10**9)
origins = st.builds(FlagSource, long, st.none() | people, st.none() | st.just(NOON), st.none() | long)
flags = st.builds(Flag, numbers, people, st.just(NOON), long, st.none() | origins)
maybe = st.none() | long
evidence = st.builds(
    Evidence, numbers, st.sampled_from(EvidenceKind), long, people, st.just(NOON), title=maybe, source=maybe, url=maybe,
    pin=st.sampled_from(PinState), found=maybe, read_by_ocr=st.booleans(),
)  # fmt: skip
verdicts = st.builds(
    ClaimVerdict, numbers, long, long, people, st.just(NOON), st.lists(numbers, max_size=30).map(tuple), st.booleans(),
    st.none() | people, st.none() | st.just(NOON), maybe, maybe, maybe, st.booleans(),
)  # fmt: skip
urls = st.integers(0, 2_000).map(lambda length: "https://x.example/" + "a" * length)
provenances = st.builds(
    ClaimProvenance,
    st.none() | st.builds(Claimant, long, st.none(), st.none() | urls),
    st.lists(st.builds(Appearance, urls, st.none() | urls), max_size=20, unique=True).map(tuple),
    st.sampled_from([None, "2024", "2024-05-01", "nonsense"]),
    st.sampled_from([None, "de", "x" * 100]),
)
claims = st.builds(
    Claim, numbers, numbers, numbers, long.map(lambda text: text[:1_000]), st.sampled_from(Status),
    st.sampled_from(Priority), st.just(NOON), st.just(NOON), numbers, why=long, due=st.none() | st.just(NOON),
    tags=st.lists(long.map(lambda text: text[:40]), max_size=10).map(tuple), assignee=st.none() | people,
    flags=numbers, rating=maybe, duplicate_of=st.none() | numbers, provenance=provenances,
)  # fmt: skip


def many(text, most):
    return st.lists(text, max_size=most).map(tuple)


kept = st.builds(
    KeptFile, numbers, numbers, long.map(lambda text: text[:255]), st.sampled_from([*SUFFIXES, "text/plain"]), numbers,
    st.sampled_from(FileState), is_spoiler=st.booleans(), sha256=numbers.map(lambda number: f"{number:064x}"),
    earlier=st.none() | st.builds(EarlierFile, numbers, st.sampled_from(Likeness)),
)  # fmt: skip
copies = st.builds(
    PageCopy, numbers, st.sampled_from(CopyKind), urls, st.sampled_from(CopyState), st.just(NOON),
    title=maybe, archived=st.none() | urls, failure=maybe,
)  # fmt: skip
files = st.builds(
    ClaimFile, claims, many(flags, 5), many(evidence, 9), many(verdicts, 4), many(people, 3), many(numbers, 30),
    st.just(()), many(copies, 12), many(kept, 25),
)  # fmt: skip
ALL_OF_THEM = settings(max_examples=80, suppress_health_check=list(HealthCheck), deadline=None)


def complaints(components):
    return list(wire.by_hand("POST", "/message", {"components": components}))


@ALL_OF_THEM
@given(files)
async def test_no_claim_breaks_the_limits_of_a_message(file):
    view = claim_view(file, shown=files_to_show(file, 10 << 20))
    assert not complaints(view.to_components())
    assert view.content_length() < 3_700, "the reply to an actor has text above the card"
    news = [verdict_message(file), duplicate_message(file, file), assignment_message(file, file.claim.text)]
    assert all(len(messages.encode("utf-16-le")) // 2 < 2_000 for messages in news)


@ALL_OF_THEM
@given(st.lists(st.tuples(long, claims, st.sampled_from(Similarity)), max_size=3), long)
async def test_no_like_claim_breaks_the_limits_of_a_message(alike, text):
    near = [
        SimilarCandidate(
            match(
                theirs,
                level,
                *(
                    ClaimDifference(kind, (Span(0, len(text)),), (Span(0, 1),), decisive=True)
                    for kind in DifferenceKind
                ),
            ),
            claim,
        )
        for theirs, claim, level in alike
    ]
    assert not complaints([similar_claims_card(text, near).to_component_dict()])


@pytest.mark.parametrize("letter", ["W", "*", "🙂", "a. "])
def test_a_history_of_long_words_fits_a_message(letter):
    much = letter * 1_000
    changed = dict.fromkeys(("status", "rating", "why", "due", "text"), much)
    events = [
        Event(number, 12, Action.RULE.value, NOON, Person(1, 11, much), changed, changed) for number in range(1, 31)
    ]
    for page in range(4):
        card = history_card(CLAIM, events, page, NOON, ZoneInfo("UTC"))
        assert not complaints([card.to_component_dict()])


@ALL_OF_THEM
@given(long, long, long, long)
async def test_no_draft_breaks_the_limits_of_a_form(text, why, due, tags):
    fields = [
        label["component"]
        for label in flag_modal(FlagDraft("7", 1, 1, NOON, text, why, due=due, tags=tags)).to_components()
    ]
    assert all(len(field.get("value") or "") <= field["max_length"] for field in fields if field["type"] == 4)


@ALL_OF_THEM
@given(provenances)
async def test_the_form_of_details_loses_no_link_that_it_does_not_show(known):
    form = details_modal("details", "1:1", "More", known)
    shown = {label["component"]["custom_id"]: label["component"] for label in form.to_components()}
    fields = {name: [part.get("value") or ""] for name, part in shown.items() if part["type"] == 4}
    assert all(len(value) <= shown[name]["max_length"] for name, [value] in fields.items())
    assert submitted_provenance(fields | {"claimant": [""], "claimed": [""], "language": [""]}, known).appearances == (
        known.appearances
    )


@pytest.mark.parametrize("trap", ["<@1>", "<@&1>", "@everyone", "<#1>", "[a](https://x.y)", "# a", "**a**", "</ask:1>"])
def test_nothing_that_people_write_becomes_markup_of_the_card(trap):
    somebody = Person(1, 11, trap)
    origin = FlagSource("https://discord.com/channels/1/2/3", somebody, NOON, trap)
    piece = Evidence(
        1, EvidenceKind.QUOTE, trap, somebody, NOON, "d", "0", Span(0, 1), trap, trap, None, PinState.CHANGED, trap
    )
    verdict = ClaimVerdict(
        1, trap, trap, somebody, NOON, (1,), needs_second_reader=True, second_reader=somebody, approved=NOON
    )
    attached = KeptFile(1, 1, trap, "image/png", 1, FileState.KEPT, sha256="0" * 64)
    left_out = replace(attached, state=FileState.UNREACHABLE)
    file = file_of(
        status=Status.VERDICT, text=trap, why=trap, tags=(trap,), assignee=somebody,
        flags=(Flag(1, somebody, NOON, trap, origin),), evidence=(piece,), verdicts=(verdict,),
    )  # fmt: skip
    file = replace(file, files=(attached, left_out))
    messages = [
        card_text(claim_card(file)),
        verdict_message(file),
        duplicate_message(file, file),
        assignment_message(file, trap),
    ]
    live = "^" + re.escape(trap) if trap == "# a" else r"(?<!\\)" + re.escape(trap)
    assert not [text for text in messages if re.search(live, text, re.MULTILINE)]
