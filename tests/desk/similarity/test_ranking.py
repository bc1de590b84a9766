"""Similar claims of a guild: their order, and those that look the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language

from bot.attribution.syntax.parser import load
from bot.desk.similarity.comparison import Roles
from bot.desk.similarity.ranking import likeness, rarity
from bot.desk.similarity.search import MOST, SimilarClaim, SimilarClaims, Similarity
from bot.errors import UserError
from bot.model.claim_input import ImportedClaim
from bot.settings import Settings
from bot.store.desk import claim_search
from bot.store.sqlite.database import Database, open_database
from tests.desk.conftest import GUILD, MARIA, OTHER_GUILD, DeskClock, DeskNewsroom

CLAIMS = (
    "The night ferry to Lindholm carried 300 passengers when it sank.",
    "The harbour office closed the ferry line to Lindholm in May.",
    "Maren Volkova sold the harbour to a foreign bank.",
    "Trams in Kestria run without a driver.",
    "The mayor of Kestria gave his salary to the fire brigade.",
    "A shark was seen in the harbour of Lindholm.",
)


async def similar(room: DeskNewsroom, text: str, limit: int = MOST) -> list[SimilarClaim]:
    return await SimilarClaims(room.database).similar(room.guild, text, limit)


@pytest.fixture
async def desk(room: DeskNewsroom) -> DeskNewsroom:
    for text in CLAIMS:
        await room.flagged(text)
    return room


async def test_claims_sharing_rare_words_come_first(desk: DeskNewsroom) -> None:
    found = await similar(desk, "Is it true that a foreign bank owns the harbour?")
    assert found[0].number == 3
    assert [claim.score for claim in found] == sorted((claim.score for claim in found), reverse=True)
    assert all(0 < claim.score <= 1 for claim in found)


async def test_the_score_of_the_claim_itself_is_one(desk: DeskNewsroom) -> None:
    assert (await similar(desk, CLAIMS[0]))[0].score == 1.0


async def test_what_became_common_meanwhile_counts_as_common(desk: DeskNewsroom) -> None:
    text = "A shark in the harbour, and a foreign bank"
    early = SimilarClaims(desk.database)
    before = await early.similar(GUILD, text)
    for number in range(9):
        await desk.flagged(f"Shark {number} was seen in the harbour.")
    after = await early.similar(GUILD, text)
    assert [claim.text for claim in before] != [claim.text for claim in after]
    assert after == await similar(desk, text)


async def test_a_post_that_tells_a_claim_in_other_words_is_probably_the_same_and_its_neighbours_are_not(
    desk: DeskNewsroom,
) -> None:
    post = "Sank with 300 passengers: the Lindholm night ferry. Sad day for #Kestria https://t.co/x"
    found = await similar(desk, post)
    assert (found[0].number, found[0].level, found[0].accounted) == (1, Similarity.SAME, False)
    assert {claim.level for claim in found[1:]} == {Similarity.SIMILAR}


async def test_a_claim_with_words_left_over_is_never_the_same(desk: DeskNewsroom) -> None:
    found = await similar(desk, "Sank with 300 passengers: the Lindholm night ferry. Sad day for Kestria")
    assert {claim.level for claim in found} == {Similarity.SIMILAR}


async def test_a_claim_of_which_all_words_are_accounted_for_is_the_same(desk: DeskNewsroom) -> None:
    found = await similar(desk, "Maren Volkova sold the harbor to a foreign bank!")
    assert (found[0].number, found[0].level, found[0].accounted) == (3, Similarity.SAME, True)


async def test_roles_are_read_by_the_parser_if_only_the_order_differs(desk: DeskNewsroom) -> None:
    asked: list[int] = []

    async def run_with_parser(work: Callable[[Language], dict[str, Roles]]) -> dict[str, Roles]:
        asked.append(1)
        return work(load(Settings().spacy_model))

    reading = SimilarClaims(desk.database, run_with_parser)
    await desk.flagged("The guard sued the mayor in Velm.")
    for text, level in (
        ("In Velm the guard sued the mayor.", Similarity.SAME),
        ("The mayor sued the guard in Velm.", Similarity.SIMILAR),
    ):
        first = (await reading.similar(GUILD, text))[0]
        assert (first.number, first.level, first.accounted) == (7, level, level is Similarity.SAME)
    assert len(asked) == 2
    await reading.similar(GUILD, CLAIMS[0])
    assert len(asked) == 2


async def test_without_a_parser_another_order_stays_similar(desk: DeskNewsroom) -> None:
    async def fail(_: object) -> dict[str, Roles]:
        raise UserError("no model")

    await desk.flagged("The guard sued the mayor in Velm.")
    for searching in (SimilarClaims(desk.database), SimilarClaims(desk.database, fail)):
        first = (await searching.similar(GUILD, "In Velm the guard sued the mayor."))[0]
        assert (first.level, first.differs) == (Similarity.SIMILAR, ["roles"])


@pytest.mark.parametrize(
    ("flagged", "text", "is_shown"),
    [
        ("The bridge was closed on Monday.", "40 % of the schools of Velm will close", False),
        ("The bridge was closed on Monday.", "The mill was closed on Monday.", False),
        ("The bridge was closed on Monday.", "The bridge at the mill was closed.", True),
        ("A new law on trams was signed.", "A new man was elected in 2019.", False),
        ("A new law on trams was signed.", "Trams", True),
        ("市长卖掉了港口。", "港口被市长卖掉", True),
        ("市长卖掉了港口。", "我喜欢吃苹果", False),
        ("市長は港を売却した。", "港を売却したのは市長だ", True),
    ],
)
async def test_on_a_desk_of_one_claim_only_what_shares_its_topic_is_shown(
    room: DeskNewsroom, flagged: str, text: str, is_shown: bool
) -> None:
    await room.flagged(flagged)
    assert bool(await similar(room, text)) is is_shown


@pytest.mark.parametrize(
    ("text", "differs"),
    [
        ("The night ferry to Lindholm carried 30 passengers when it sank.", ["numbers"]),
        ("The night ferry to Kestria carried 300 passengers when it sank.", ["names"]),
        ("The night ferry to Lindholm never carried 300 passengers when it sank.", ["negation"]),
    ],
)
async def test_one_number_name_or_denial_less_alike_is_never_the_same(
    desk: DeskNewsroom, text: str, differs: list[str]
) -> None:
    first = (await similar(desk, text))[0]
    assert (first.number, first.level, first.differs) == (1, Similarity.SIMILAR, differs)


async def test_a_claim_that_is_hardly_like_the_text_is_not_compared_with_it(desk: DeskNewsroom) -> None:
    found = await similar(desk, "Jonas Brandt closed the old harbour of Lindholm with 40 ships and 9 crews on Monday.")
    assert any(each.score < 0.5 for each in found)
    assert [each.differs for each in found if each.score < 0.5] == [[] for each in found if each.score < 0.5]
    assert any(each.differs for each in found if each.score >= 0.5)


async def test_one_of_many_claims_on_a_subject_does_not_look_the_same(room: DeskNewsroom) -> None:
    for what in ("sank", "burnt", "vanished", "returned", "overturned", "stopped"):
        await room.flagged(f"The great night ferry from Lindholm to Kestria harbour {what}.")
    found = await similar(room, "The great night ferry from Lindholm to Kestria harbour exploded on a Sunday.")
    assert len(found) == 6
    assert {claim.level for claim in found} == {Similarity.SIMILAR}


async def test_nearly_the_same_words_look_the_same_however_many_there_are_of_them(room: DeskNewsroom) -> None:
    for _ in range(5):
        await room.flagged("The great night ferry from Lindholm to Kestria harbour sank.")
    found = await similar(room, "The great night ferry from Lindholm to Kestria harbour sank!")
    assert [claim.level for claim in found] == [Similarity.SAME] * 5


async def test_a_claim_is_found_as_soon_as_it_is_flagged(desk: DeskNewsroom) -> None:
    searching = SimilarClaims(desk.database)
    assert not any(claim.text.startswith("Whales") for claim in await searching.similar(GUILD, "Whales in Lindholm"))
    number = await desk.flagged("Whales live in the harbour of Lindholm.")
    assert (await searching.similar(GUILD, "Whales in Lindholm"))[0].number == number


async def test_no_guild_sees_another_ones_claims(desk: DeskNewsroom) -> None:
    other_desk = DeskNewsroom(desk.database, DeskClock(), OTHER_GUILD)
    await other_desk.flagged("The mayor of Kestria gave his salary to a circus.")
    assert [claim.number for claim in await similar(other_desk, "the mayor of Kestria and his salary")] == [1]
    assert (await similar(desk, "the mayor of Kestria and his circus"))[0].text == CLAIMS[4]


async def test_an_import_is_found_by_its_title_and_bears_its_own_id(desk: DeskNewsroom) -> None:
    given = ImportedClaim("She sold it.", external_id="x-7", title="Did Volkova sell the lighthouse?")
    await desk.by(MARIA).import_many([given])
    assert (await similar(desk, "the lighthouse was sold by Volkova"))[0].external_id == "x-7"


@pytest.mark.parametrize(
    "text", ["", " ", "the of and", "🙂", "\0", '"OR" AND NOT *', "x" * 9_000, "a b " * 9_000, "\ud800"]
)
async def test_an_odd_text_finds_little_and_breaks_nothing(desk: DeskNewsroom, text: str) -> None:
    assert await similar(desk, text) == []


async def test_at_most_twenty_are_given_and_a_long_text_is_searched_by_its_rarest_words(room: DeskNewsroom) -> None:
    for number in range(1, 31):
        await room.flagged(f"Ferry {number} of the Lindholm line sank.")
    assert len(await similar(room, "ferry Lindholm", 100)) == 20
    long = " ".join(f"word{number}" for number in range(500)) + " Lindholm ferry 17"
    assert (await similar(room, long))[0].number == 17


async def test_the_index_goes_on_where_another_process_stopped(desk: DeskNewsroom, tmp_path: Path) -> None:
    await similar(desk, "ferry")
    async with open_database(desk.database.path) as second:
        assert await SimilarClaims(second).index_new_claims() == 0
        await desk.flagged("One more claim about a ferry.")
        assert await SimilarClaims(second).index_new_claims() == 1
        assert await SimilarClaims(desk.database).index_new_claims() == 0
        assert await size(desk.database) == len(CLAIMS) + 1


async def size(database: Database) -> int:
    return await database.read(claim_search.size)


@pytest.mark.parametrize(
    ("shared", "expected"),
    [(0, 0.0), (1, 2 / 8 * 1 / 3), (2, 4 / 8 * 2 / 4), (4, 1.0 * 4 / 6)],
)
def test_claims_are_the_more_alike_the_more_they_share_and_the_surer_the_more_that_is(
    shared: int, expected: float
) -> None:
    ours, theirs = list("abcd"), list("abcd")[:shared] + list("wxyz")[shared:]
    assert likeness(ours, theirs, lambda _: 1.0) == pytest.approx(expected)


def test_rare_words_count_for_more() -> None:
    rare = rarity({"ferri": 900, "whale": 1}, 1_000)
    assert rare("whale") > rare("ferri")
    assert rare("never seen") == 1
    assert likeness(["whale"], ["whale"], rare) > likeness(["ferri"], ["ferri"], rare)
    assert likeness(["whale"], ["ferri"], rare) == 0
