"""Published verdicts: only the same claim, only this guild's, only what is public."""

from __future__ import annotations

import pytest

from bot.desk.published_verdicts import PublishedVerdicts
from bot.desk.similarity.search import SimilarClaims
from bot.model.claim_input import ImportedClaim, NewVerdict
from bot.model.claim_provenance import RatingValue
from tests.desk.conftest import GUILD, MARIA, OTHER_GUILD, DeskNewsroom

FERRY = "The Orlets ferry carried 300 people on Friday."
LINK = "https://checks.example/ferry"


def imported(text=FERRY, rating="False", **about):
    given = {
        "author": "Harbour Facts",
        "published": "2024-01-01",
        "url": LINK,
        "explanation": "It has 30 seats. Count.",
    }
    return ImportedClaim(text, rating=rating, **(given | about))


@pytest.fixture
def published(room: DeskNewsroom, nlp) -> PublishedVerdicts:
    async def run_with_parser(work):
        return work(nlp)

    return PublishedVerdicts(room.database, SimilarClaims(room.database), run_with_parser)


async def bring_in(room, *claims, guild=GUILD):
    await room.desk.import_many(room.desk.request(guild, MARIA), claims)


async def test_an_imported_verdict_is_found_by_the_same_claim_with_rating_why_outlet_date_and_link(room, published):
    await bring_in(room, imported())
    [verdict] = await published.on_text(GUILD, FERRY)
    assert (verdict.claim, verdict.rating, verdict.why) == (1, "False", "It has 30 seats.")
    assert (verdict.author, verdict.date, verdict.url) == ("Harbour Facts", "2024-01-01", LINK)


@pytest.mark.parametrize(
    "text",
    [
        "The Orlets ferry carried 400 people on Friday.",
        "The Orlets ferry never carried 300 people on Friday.",
        "The Velm ferry carried 300 people on Friday.",
        "Nobody was at the harbour.",
        "",
        "…",
    ],
)
async def test_a_claim_that_differs_is_never_shown_as_checked(room, published, text):
    await bring_in(room, imported())
    assert await published.on_text(GUILD, text) == ()


async def test_another_guilds_verdict_never_shows(room, published):
    await bring_in(room, imported(), guild=OTHER_GUILD)
    assert await published.on_text(GUILD, FERRY) == ()
    assert (await published.on_message(GUILD, FERRY)).checked == ()
    assert await published.on_claim(GUILD, 1) is None
    assert len(await published.on_text(OTHER_GUILD, FERRY)) == 1


async def test_the_desks_own_verdict_shows_from_its_publication_until_it_is_corrected_or_reopened(room, published):
    number = await room.ruled(FERRY)
    assert await published.on_text(GUILD, FERRY) == (), "it has no public page yet"
    await room.by(MARIA).publish(number, LINK)
    [verdict] = await published.on_text(GUILD, FERRY)
    assert (verdict.author, verdict.imported, verdict.date, verdict.url) == (None, False, "2026-11-02", LINK)
    await room.by(MARIA).correct(number, NewVerdict("True", "It made ten tours."))
    assert await published.on_text(GUILD, FERRY) == ()
    await room.by(MARIA).publish(number, LINK)
    assert [verdict.rating for verdict in await published.on_text(GUILD, FERRY)] == ["True"]
    await room.by(MARIA).reopen(number)
    assert await published.on_text(GUILD, FERRY) == ()


async def test_a_verdict_that_waits_for_its_second_reader_does_not_show(room, published):
    await room.needs_second_reader()
    await room.ruled(FERRY)
    assert await published.on_text(GUILD, FERRY) == ()


async def test_verdicts_of_several_outlets_are_all_shown_the_newest_first(room, published):
    others = [("Lantern", "2025-03-01"), ("Undated", None)]
    claims = [imported(author=name, published=day, url=f"{LINK}/{name}", external_id=name) for name, day in others]
    await bring_in(room, imported(), *claims)
    found = await published.on_text(GUILD, FERRY)
    assert [verdict.author for verdict in found] == ["Lantern", "Harbour Facts", "Undated"]


@pytest.mark.parametrize(
    "question",
    [
        "is it true that the Orlets ferry carried 300 people on Friday?",
        "The Orlets ferry carried 300 people on Friday?",
        "did the Orlets ferry carry 300 people on Friday?",
    ],
)
async def test_a_question_is_compared_by_its_statement(room, published, question):
    await bring_in(room, imported())
    assert [verdict.claim for verdict in await published.on_question(GUILD, question)] == [1]


@pytest.mark.parametrize(
    "question",
    [
        "how many people did the Orlets ferry carry on Friday?",
        "why did the Orlets ferry carry 300 people on Friday?",
        "didn't the Orlets ferry carry 300 people on Friday?",
        "could the Orlets ferry carry 300 people on Friday?",
        "did the Orlets ferry carry 400 people on Friday?",
        "is it true that the Orlets ferry never carried 300 people on Friday?",
        "ferry?",
        "",
    ],
)
async def test_a_question_that_states_nothing_or_something_else_shows_no_verdict(room, published, question):
    await bring_in(room, imported())
    assert await published.on_question(GUILD, question) == ()


async def test_each_statement_of_a_message_is_looked_up_and_similar_ones_are_only_hints(room, published):
    await bring_in(room, imported(), imported("The lighthouse of Velm was sold to a duke.", "True", url=f"{LINK}/2"))
    text = f"Oh no!\n> {FERRY} Is that so? The lighthouse of Velm was never sold to a duke."
    check = await published.on_message(GUILD, text)
    assert [(statement.text, statement.verdicts[0].claim) for statement in check.checked] == [(FERRY, 1)]
    [hint] = check.similar
    assert (hint.verdict.claim, hint.match.differs) == (2, ["negation"])


async def test_a_message_of_many_sentences_is_read_in_part(room, published):
    await bring_in(room, imported())
    early = " ".join(f"The mayor of town {number} had soup again." for number in range(9))
    late = " ".join(f"The mayor of town {number} had soup again." for number in range(10))
    assert (await published.on_message(GUILD, f"{early} {FERRY}")).checked
    assert not (await published.on_message(GUILD, f"{late} {FERRY}")).checked


@pytest.mark.parametrize(
    ("rating", "value", "share"),
    [
        ("False", None, 0.0),
        ("FALSE", None, 0.0),
        ("Missing context", None, 0.5),
        ("Four ducks", None, None),
        ("Four ducks", RatingValue(0, 0, 10), 0.0),
        ("Four ducks", RatingValue(0), None),
        ("Four ducks", RatingValue(11, 0, 10), None),
        ("True", RatingValue(1, 1, 5), 1.0),  # a scale that counts downwards
    ],
)
async def test_a_rating_has_a_place_on_its_scale_and_the_better_of_two_counts(room, published, rating, value, share):
    await room.flagged("Any claim at all makes a desk.")
    await bring_in(room, imported(rating=rating, value=value))
    [verdict] = await published.on_text(GUILD, FERRY)
    assert verdict.share == share


SAME_IN_OTHER_WORDS = "Three hundred passengers were on board of the Friday boat to Orlets."


async def closed_as_duplicate(room, text=SAME_IN_OTHER_WORDS, of=1):
    number = await room.flagged(text)
    await room.by(MARIA).mark_duplicate(number, of)
    return number


async def test_a_duplicate_that_an_editor_closed_leads_to_the_verdict_of_its_original(room, published):
    await bring_in(room, imported())
    number = await room.flagged(SAME_IN_OTHER_WORDS)
    assert await published.on_text(GUILD, SAME_IN_OTHER_WORDS) == (), "no editor has said that it is the same"
    await room.by(MARIA).mark_duplicate(number, 1)
    for found in (
        await published.on_text(GUILD, SAME_IN_OTHER_WORDS),
        await published.on_question(GUILD, f"is it true that {SAME_IN_OTHER_WORDS[:-1]}?"),
        (await published.on_message(GUILD, SAME_IN_OTHER_WORDS)).checked[0].verdicts,
    ):
        [verdict] = found
        assert (verdict.claim, verdict.duplicate, verdict.text) == (1, number, FERRY)
    await room.by(MARIA).reopen(number)
    assert await published.on_text(GUILD, SAME_IN_OTHER_WORDS) == ()


async def test_a_merged_claim_leads_to_the_verdict_of_the_claim_that_stays(room, published):
    stays = await room.ruled(FERRY)
    await room.by(MARIA).publish(stays, LINK)
    number = await room.flagged(SAME_IN_OTHER_WORDS)
    await room.by(MARIA).merge(number, stays)
    [verdict] = await published.on_text(GUILD, SAME_IN_OTHER_WORDS)
    assert (verdict.claim, verdict.duplicate) == (stays, number)


async def test_a_duplicate_of_a_duplicate_leads_to_the_last_claim(room, published):
    middle = await room.flagged("The boat of Orlets was full on Friday.")
    last = await closed_as_duplicate(room, of=middle)
    await bring_in(room, imported())
    await room.by(MARIA).mark_duplicate(middle, 3)
    [verdict] = await published.on_text(GUILD, SAME_IN_OTHER_WORDS)
    assert (verdict.claim, verdict.duplicate) == (3, last)


async def test_a_claim_and_its_duplicates_of_equal_words_are_one_verdict(room, published):
    await bring_in(room, imported())
    await closed_as_duplicate(room, FERRY)
    [verdict] = await published.on_text(GUILD, FERRY)
    assert (verdict.claim, verdict.duplicate) == (1, None)


@pytest.mark.parametrize(
    "text",
    [
        "Three hundred passengers were never on board of the Friday boat to Orlets.",
        "Four hundred passengers were on board of the Friday boat to Orlets.",
    ],
)
async def test_what_differs_from_a_duplicate_has_no_verdict_and_no_hint(room, published, text):
    await bring_in(room, imported())
    await closed_as_duplicate(room)
    assert await published.on_text(GUILD, text) == ()
    check = await published.on_message(GUILD, text)
    assert (check.checked, [hint for hint in check.similar if hint.match.number != 1]) == ((), [])


async def test_a_duplicate_of_a_claim_without_a_published_verdict_has_none(room, published):
    await room.ruled(FERRY)
    await closed_as_duplicate(room)
    assert await published.on_text(GUILD, SAME_IN_OTHER_WORDS) == ()


async def test_a_duplicate_in_another_guild_never_shows(room, published):
    await bring_in(room, imported())
    await bring_in(room, imported(), guild=OTHER_GUILD)
    await closed_as_duplicate(room)
    assert await published.on_text(OTHER_GUILD, SAME_IN_OTHER_WORDS) == ()
    assert await published.on_claim(OTHER_GUILD, 2) is None
