"""Imports of known claims: nothing twice, changed verdicts offered, own exports recognised."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk.interchange.export import Format, export
from bot.desk.interchange.import_row import ImportRow
from bot.desk.interchange.importer import read
from bot.errors import UserError
from bot.model.claim_input import ImportedClaim, NewVerdict
from bot.model.claim_provenance import Appearance, Claimant, ClaimantKind, ClaimProvenance, RatingValue
from bot.model.claims import Status
from bot.model.imports import ChangedVerdict
from tests.desk.conftest import MARIA, OTHER_GUILD, READER, STRANGER, DeskNewsroom

SANK = ImportedClaim("The ferry sank.", "a1", rating="False", url="https://desk.example/a1", value=RatingValue(1, 1, 5))
FLOATS = replace(SANK, rating="True", published="2025-05-03", author="Jo Berg", value=RatingValue(5, 1, 5))


async def imported_again(room: DeskNewsroom, kind: Format, tmp_path: Path, into: DeskNewsroom) -> tuple[int, int]:
    """Export a desk, import the file into another, and return the numbers of added and known claims."""
    out = io.StringIO()
    scale = (await room.desk.settings(room.guild)).rating_values
    await export(room.desk.files(room.guild), kind, out.write, scale=scale)
    path = tmp_path / "out"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    given = [row.claim for row in read(path) if isinstance(row, ImportRow)]
    done = await into.by(MARIA).import_many(given)
    assert done.changed == ()
    return done.added, done.known


async def a_full_desk(room: DeskNewsroom) -> None:
    await room.by(MARIA).import_many([SANK, replace(SANK, text="It burnt."), ImportedClaim("No id.", rating="True")])
    await room.ruled("Flagged and ruled here.")
    published = await room.ruled("Flagged, ruled and <b>published</b> &amp; more.")
    await room.by(MARIA).publish(published, "https://desk.example/5")


@pytest.mark.parametrize("kind", [Format.CSV, Format.JSONLD])
async def test_the_desks_own_export_comes_back_without_duplicates(
    room: DeskNewsroom, tmp_path: Path, kind: Format
) -> None:
    await a_full_desk(room)
    assert await imported_again(room, kind, tmp_path, room) == (0, 5)
    other = DeskNewsroom(room.database, room.clock, OTHER_GUILD)
    assert await imported_again(room, kind, tmp_path, other) == (5, 0)
    assert await imported_again(room, kind, tmp_path, other) == (0, 5)


async def test_a_verdict_of_a_claim_that_was_closed_without_one_leaves_the_desk_no_more(
    room: DeskNewsroom, tmp_path: Path
) -> None:
    number = await room.ruled()
    await room.by(MARIA).reopen(number)
    await room.by(MARIA).decline(number, "It can't be checked.")
    other = DeskNewsroom(room.database, room.clock, OTHER_GUILD)
    assert await imported_again(room, Format.CSV, tmp_path, room) == (0, 1)
    assert await imported_again(room, Format.CSV, tmp_path, other) == (1, 0)
    assert (await other.desk.get(OTHER_GUILD, 1)).status is Status.OPEN
    done = await export(room.desk.files(room.guild), Format.JSONLD, lambda _text: None)
    assert (done.claims, done.unruled) == (0, 1)


async def test_texts_of_the_desks_own_csv_come_back_letter_by_letter(room: DeskNewsroom, tmp_path: Path) -> None:
    number = await room.checking("If a<b>c then &amp; is **bold**.")
    explanation = '=1+1\n\n<p>No</p> &lt;tag&gt;; "so", they say\nand more'
    await room.by(MARIA).rule(number, NewVerdict("False", explanation))
    other = DeskNewsroom(room.database, room.clock, OTHER_GUILD)
    await imported_again(room, Format.CSV, tmp_path, other)
    file = await other.desk.file(OTHER_GUILD, 1)
    assert file.verdict is not None
    assert (file.claim.text, file.verdict.explanation) == ("If a<b>c then &amp; is **bold**.", explanation)


async def test_two_claims_of_one_id_are_both_kept_and_told_and_known_the_next_time(room: DeskNewsroom) -> None:
    both = [SANK, replace(SANK, text="It burnt.")]
    first = await room.by(MARIA).import_many(both)
    assert (first.added, first.shared_ids) == (2, (("a1", (1, 2)),))
    again = await room.by(MARIA).import_many(both)
    assert (again.added, again.known, again.shared_ids) == (0, 2, ())


async def test_the_same_words_of_two_fact_checks_are_two_claims(room: DeskNewsroom) -> None:
    pages = [ImportedClaim("It sank.", url=f"https://desk.example/{number}") for number in (1, 2)]
    assert (await room.by(MARIA).import_many(pages)).added == 2


async def test_the_same_words_with_two_ids_are_two_claims(room: DeskNewsroom) -> None:
    given = [ImportedClaim("It sank.", "a1"), ImportedClaim("It sank.", "a2"), ImportedClaim("It sank.")]
    assert [(await room.by(MARIA).import_many([claim])).added for claim in given] == [1, 1, 0]


async def test_a_claim_of_the_desk_is_known_by_its_number_and_by_the_page_of_its_verdict(room: DeskNewsroom) -> None:
    await room.ruled("The ferry sank.")
    await room.by(MARIA).publish(1, "https://desk.example/1")
    for external_id, url, added in (
        ("#1", "https://desk.example/old", 0),
        (None, "https://desk.example/1", 0),
        (None, None, 0),
        ("#2", "https://desk.example/old", 1),
    ):
        claim = ImportedClaim("The ferry sank.", external_id, rating="False", url=url)
        assert (await room.by(MARIA).import_many([claim])).added == added, (external_id, url)


async def test_who_flagged_a_claim_says_more_about_it_until_there_is_a_verdict(room: DeskNewsroom) -> None:
    number = await room.checking()
    await room.by(READER).set_details(number, ClaimProvenance(Claimant("Jo Berg")))
    with pytest.raises(UserError, match="Only somebody who flagged it"):
        await room.by(STRANGER).set_details(number, ClaimProvenance())
    await room.by(MARIA).rule(number, NewVerdict("False", "No."))
    with pytest.raises(UserError, match=r"Only an editor can change the details of #1\."):
        await room.by(READER).set_details(number, ClaimProvenance())
    assert (await room.desk.get(room.guild, number)).provenance == ClaimProvenance(Claimant("Jo Berg"))


async def test_another_verdict_on_a_known_claim_is_told_and_changes_nothing(room: DeskNewsroom) -> None:
    await room.by(MARIA).import_many([SANK])
    done = await room.by(MARIA).import_many([SANK, FLOATS])
    assert (done.added, done.known) == (0, 2)
    assert done.changed == (ChangedVerdict(1, 1, "False", "True"),)
    assert (await room.desk.get(room.guild, 1)).rating == "False"


async def test_another_verdict_becomes_a_correction_where_that_is_asked_for(room: DeskNewsroom) -> None:
    await room.by(MARIA).import_many([SANK])
    await room.by(READER).watch(1)
    done = await room.by(MARIA).import_many([FLOATS], correct=True)
    assert done.changed == (ChangedVerdict(0, 1, "False", "True", corrected=True),)
    file = await room.desk.file(room.guild, 1)
    assert (file.claim.status, file.claim.rating) == (Status.CORRECTED, "True")
    assert [(verdict.rating, verdict.published, verdict.author) for verdict in file.verdicts] == [
        ("False", None, None),
        ("True", "2025-05-03", "Jo Berg"),
    ]
    assert [message.kind.value for message in await room.sent()] == ["verdict"]
    (again,) = (await room.by(MARIA).import_many([SANK], correct=True)).changed
    assert again.corrected
    assert (await room.desk.verify_log(room.guild))[0].bad is None


async def test_the_desks_own_verdict_is_never_changed_by_a_file(room: DeskNewsroom) -> None:
    number = await room.ruled("The ferry sank.")
    given = replace(FLOATS, external_id=None, url=None)
    (change,) = (await room.by(MARIA).import_many([given], correct=True)).changed
    assert (change.corrected, change.refused) == (
        False,
        f"The verdict on #{number} was given at this desk. Correct it with /claim correct.",
    )
    assert (await room.desk.get(room.guild, number)).rating == "False"


async def test_an_open_claim_gets_no_verdict_by_a_file(room: DeskNewsroom) -> None:
    await room.flagged("The ferry sank.")
    (change,) = (await room.by(MARIA).import_many([replace(FLOATS, external_id=None, url=None)], correct=True)).changed
    assert (change.before, change.refused) == (None, "#1 has no verdict in force here. Give one with /claim rule.")


async def test_a_readers_import_corrects_nothing(room: DeskNewsroom) -> None:
    await room.by(MARIA).import_many([SANK])
    (change,) = (await room.by(READER).import_many([FLOATS], correct=True)).changed
    assert change.refused == "Only an editor can correct the verdict on #1."


async def test_the_log_holds_what_an_import_and_a_change_of_details_say(room: DeskNewsroom) -> None:
    known = ClaimProvenance(
        Claimant("Jo Berg", ClaimantKind.PERSON), (Appearance("https://x.example/1"),), "2025-05", "de"
    )
    await room.by(MARIA).import_many([replace(SANK, provenance=known, author="Ann", author_kind=ClaimantKind.PERSON)])
    await room.by(MARIA).set_details(1, replace(known, claimant=None, claimed="2025-05-02"))
    first, second = await room.desk.history(room.guild, 1)
    assert (
        first.after.items()
        >= {
            "claimant": "Jo Berg",
            "claimant_kind": "person",
            "claimed_on": "2025-05",
            "language": "de",
            "rating_value": 1,
            "worst_rating": 1,
            "best_rating": 5,
            "byline_kind": "person",
        }.items()
    )
    assert first.after["appearances"] == ["https://x.example/1"]
    assert second.before == {"claimant": "Jo Berg", "claimant_kind": "person", "claimed_on": "2025-05"}
    assert second.after == {"claimant": None, "claimant_kind": None, "claimed_on": "2025-05-02"}


async def test_a_verdict_has_its_number_on_the_desks_scale(room: DeskNewsroom) -> None:
    await room.ruled(rating="Mostly true")
    settings = await room.desk.settings(room.guild)
    ratings = {"ratings": ("Yes", "No", "Who knows"), "rating_values": (("Yes", 10.0), ("No", 0.0))}
    await room.desk.set_up(room.desk.request(room.guild, MARIA), replace(settings, **ratings))
    for number, rating in ((2, "No"), (3, "Who knows")):
        await room.checking(f"Claim {number}.")
        await room.by(MARIA).rule(number, NewVerdict(rating, "So."))
    values = [(await room.desk.file(room.guild, number)).verdicts[0].value for number in (1, 2, 3)]
    assert values == [RatingValue(4, 1, 5), RatingValue(0, 0, 10), None]
