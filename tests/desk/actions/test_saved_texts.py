"""Saved filters and verdict templates: who saves, sees and deletes them, and what the log knows of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.actions.saved_texts import MOST_FILTERS, MOST_TEMPLATES
from bot.desk.verdict_templates import fill, open_gaps
from bot.errors import UserError
from bot.model.claim_input import NewVerdict
from bot.model.claim_provenance import Claimant, ClaimProvenance
from bot.model.saved_texts import NewFilter, NewTemplate
from tests.desk.conftest import BEN, MARIA, OTHER_GUILD, READER, STRANGER, DeskNewsroom
from tests.desk.tampering import shell

OVERDUE = NewFilter("Overdue", "w|||1|||")
NO_EVIDENCE = NewTemplate("No evidence", "We found no evidence that {claimant} said so.", "Unproven")


def by(room, actor, guild=None):
    return room.desk.request(guild or room.guild, actor)


async def saved(room, new, actor=READER):
    return await room.desk.saved_texts.save_filter(by(room, actor), new)


async def added(room, new=NO_EVIDENCE, actor=MARIA, **about):
    return await room.desk.saved_texts.save_template(by(room, actor), new, **about)


async def names(room, actor, guild=None):
    return [found.name for found in await room.desk.saved_texts.filters(by(room, actor, guild))]


async def refused(action) -> str:
    with pytest.raises(UserError) as fault:
        await action
    return fault.value.message


async def verified(room: DeskNewsroom) -> int:
    """Return the number of events of a log that explains every row."""
    [check] = await room.desk.verify_log(room.guild)
    assert check.bad is None
    return check.events


async def test_a_personal_filter_is_seen_by_its_owner_alone_and_one_of_the_desk_by_all(room: DeskNewsroom) -> None:
    await saved(room, OVERDUE)
    await saved(room, replace(OVERDUE, name="Late", for_desk=True), MARIA)
    assert await names(room, READER) == ["Overdue", "Late"]
    assert await names(room, STRANGER) == ["Late"]
    assert await names(room, READER, OTHER_GUILD) == []
    assert await verified(room) == 2


async def test_only_an_editor_saves_for_the_desk_and_nothing_is_left_of_a_refusal(room: DeskNewsroom) -> None:
    assert "Only an editor" in await refused(saved(room, replace(OVERDUE, for_desk=True)))
    assert await names(room, READER) == []
    assert await verified(room) == 0


async def test_one_name_stands_for_one_filter_of_a_person_whatever_its_case(room: DeskNewsroom) -> None:
    first = await saved(room, OVERDUE)
    assert await saved(room, OVERDUE) == first  # the form again
    assert await verified(room) == 1
    assert "another saved filter “Overdue”" in await refused(saved(room, NewFilter("OVERDUE", "s||||||")))
    await saved(room, NewFilter("OVERDUE", "s||||||"), BEN)
    await saved(room, NewFilter("overdue", "s||||||", for_desk=True), BEN)
    assert await names(room, BEN) == ["OVERDUE", "overdue"]


@pytest.mark.parametrize(("name", "fault"), [(" \n", "The name is empty"), ("x" * 51, "51 characters")])
async def test_a_name_is_short_and_not_empty(room: DeskNewsroom, name: str, fault: str) -> None:
    assert fault in await refused(saved(room, replace(OVERDUE, name=name)))
    assert fault in await refused(added(room, replace(NO_EVIDENCE, name=name)))


async def test_a_person_has_twenty_five_filters_and_the_desk_as_many(room: DeskNewsroom) -> None:
    for number in range(MOST_FILTERS):
        await saved(room, replace(OVERDUE, name=f"Filter {number}"), MARIA)
    assert "You have 25 saved filters" in await refused(saved(room, OVERDUE, MARIA))
    for number in range(MOST_FILTERS):
        await saved(room, replace(OVERDUE, name=f"Filter {number}", for_desk=True), MARIA)
    assert "The desk has 25 saved filters" in await refused(saved(room, replace(OVERDUE, for_desk=True), BEN))
    await saved(room, OVERDUE, BEN)


async def test_a_filter_is_deleted_by_its_owner_or_of_the_desk_by_any_editor(room: DeskNewsroom) -> None:
    own = await saved(room, OVERDUE)
    shared = await saved(room, replace(OVERDUE, name="Late", for_desk=True), MARIA)
    delete = room.desk.saved_texts.delete_filter
    for actor in (STRANGER, MARIA):
        assert "was deleted" in await refused(delete(by(room, actor), own.number))
    assert "Only an editor, or whoever saved it" in await refused(delete(by(room, READER), shared.number))
    assert "was deleted" in await refused(delete(by(room, BEN, OTHER_GUILD), shared.number))
    assert (await delete(by(room, BEN), shared.number)).name == "Late"
    assert (await delete(by(room, READER), own.number)).name == "Overdue"
    assert await names(room, READER) == []
    assert await verified(room) == 4


async def test_the_number_of_a_deleted_filter_is_never_given_again(room: DeskNewsroom) -> None:
    first = await saved(room, OVERDUE)
    await room.desk.saved_texts.delete_filter(by(room, READER), first.number)
    assert (await saved(room, OVERDUE)).number > first.number


async def test_a_filter_on_yours_is_for_whoever_opens_it_and_other_people_are_known_by_number(
    room: DeskNewsroom,
) -> None:
    await room.flagged(by=BEN)
    mine = await saved(room, replace(OVERDUE, mine=READER.user, assignee=BEN.user))
    assert (mine.is_mine, mine.mine) == (True, None)
    assert mine.assignee is not None
    assert mine.assignee.user == BEN.user
    theirs = await saved(room, NewFilter("Ben's", "||||||", mine=BEN.user))
    assert not theirs.is_mine
    assert theirs.mine is not None
    assert theirs.mine.name == "Ben"
    unknown = await refused(saved(room, NewFilter("Strange", "||||||", assignee=STRANGER.user)))
    assert "has not worked with this desk yet" in unknown


async def test_an_erasure_takes_personal_filters_and_leaves_the_person_of_others_empty(room: DeskNewsroom) -> None:
    await room.flagged(by=BEN)
    await saved(room, NewFilter("Secret wish", "||||||secret words"), BEN)
    await saved(room, NewFilter("Ben's", "||||||", assignee=BEN.user, for_desk=True), BEN)
    await room.desk.forget(BEN.user)
    [left] = await room.desk.saved_texts.filters(by(room, READER))
    assert left.name == "Ben's"
    assert left.assignee is not None
    assert left.assignee.user is None
    assert left.author.name == "somebody (no. 1)"
    await verified(room)
    with shell(room) as connection:
        dump = "\n".join(connection.iterdump())
    assert "ecret w" not in dump


async def test_the_log_holds_no_word_of_a_name_or_a_text(room: DeskNewsroom) -> None:
    await saved(room, NewFilter("Zebra", "||||||zebra"))
    await added(room, NewTemplate("Zebras", "All zebras."))
    with shell(room) as connection:
        logged = str(connection.execute("SELECT before, after, changes FROM events").fetchall())
    assert "saved_texts" in logged
    assert "ebra" not in logged


async def test_a_change_past_the_log_is_named(room: DeskNewsroom) -> None:
    await added(room)
    with shell(room) as connection:
        connection.execute("""UPDATE saved_texts SET content = '{"text": "True.", "rating": null}'""")
    [check] = await room.desk.verify_log(room.guild)
    assert check.bad is not None
    assert (check.bad.table, check.bad.column) == ("saved_texts", "content")


async def test_templates_are_changed_by_editors_only(room: DeskNewsroom) -> None:
    assert "Only an editor" in await refused(added(room, actor=READER))
    template = await added(room)
    change = replace(NO_EVIDENCE, text="We found nothing.")
    assert "Only an editor" in await refused(added(room, change, READER, number=template.number, seen=template.version))
    delete = room.desk.saved_texts.delete_template
    assert "Only an editor" in await refused(delete(by(room, READER), template.number))
    assert "was deleted" in await refused(delete(by(room, BEN, OTHER_GUILD), template.number))
    changed = await added(room, change, BEN, number=template.number, seen=template.version)
    assert (changed.number, changed.text, changed.version, changed.author.name) == (
        template.number,
        "We found nothing.",
        2,
        "Ben",
    )
    assert (await delete(by(room, BEN), template.number)).text == "We found nothing."
    assert await room.desk.saved_texts.templates(room.guild) == []
    assert await verified(room) == 3


async def test_an_edit_over_somebody_elses_is_refused(room: DeskNewsroom) -> None:
    template = await added(room)
    about = {"number": template.number, "seen": template.version}
    await added(room, replace(NO_EVIDENCE, text="Nothing."), BEN, **about)
    assert "Ben has changed “No evidence” meanwhile" in await refused(
        added(room, replace(NO_EVIDENCE, text="Something."), **about)
    )
    again = await added(room, replace(NO_EVIDENCE, text="Nothing."), BEN, **about)  # the form again
    assert again.version == 2


async def test_two_templates_have_two_names(room: DeskNewsroom) -> None:
    first = await added(room)
    assert await added(room) == first  # the form again
    assert "another template “No evidence”" in await refused(added(room, NewTemplate("no EVIDENCE", "Nothing.")))
    other = await added(room, NewTemplate("Other", "Nothing."))
    renamed = added(room, NewTemplate("No evidence", "Nothing."), number=other.number, seen=other.version)
    assert "another template “No evidence”" in await refused(renamed)


async def test_a_desk_has_twenty_five_templates(room: DeskNewsroom) -> None:
    for number in range(MOST_TEMPLATES):
        await added(room, replace(NO_EVIDENCE, name=f"Template {number}"))
    assert "The desk has 25 verdict templates" in await refused(added(room))


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        (NewTemplate("a", "{claimer} said so."), "“{claimer}” is not a placeholder. Use {claim}, {claimant}"),
        (NewTemplate("a", " "), "The template is empty"),
        (NewTemplate("a", "x" * 2_001), "2,001 characters"),
        (NewTemplate("a", "No.", "Half true"), "“Half true” is not on this desk's scale"),
    ],
)
async def test_a_template_that_could_not_be_filled_is_not_saved(
    room: DeskNewsroom, new: NewTemplate, fault: str
) -> None:
    assert fault in await refused(added(room, new))


@pytest.mark.parametrize(
    ("explanation", "fault"),
    [
        ("It was not [claimant].", "still has the gap [claimant]. Fill it in, or delete it."),
        ("On [date], {claimant} said [why].", "still has 3 gaps: [date], {claimant}, [why]. Fill them in"),
    ],
)
async def test_a_verdict_with_an_open_gap_is_refused_and_one_without_is_not(
    room: DeskNewsroom, explanation: str, fault: str
) -> None:
    await added(room, NewTemplate("Why", "It is wrong, because [why]."))
    number = await room.checking()
    assert fault in await refused(room.by(MARIA).rule(number, NewVerdict("False", explanation)))
    await room.by(MARIA).rule(number, NewVerdict("False", "The log says “30 [sic]”."))
    assert fault in await refused(room.by(MARIA).correct(number, NewVerdict("True", explanation)))


async def test_the_rating_in_an_explanation_is_the_one_that_was_chosen(room: DeskNewsroom) -> None:
    number = await room.checking()
    await room.by(MARIA).rule(number, NewVerdict("misleading", "We rate it {rating}."))
    file = await room.desk.file(room.guild, number)
    assert file.verdict is not None
    assert file.verdict.explanation == "We rate it Misleading."


async def test_a_template_is_filled_from_the_claim_and_shows_what_the_claim_lacks(room: DeskNewsroom) -> None:
    number = await room.flagged()
    text = "{claimant} said on {date}: “{claim}” {rating}; [why]"
    filled = fill(text, await room.desk.get(room.guild, number))
    assert filled == "[claimant] said on [date]: “The ferry carried 300 people.” {rating}; [why]"
    assert open_gaps(filled, [text]) == ["[claimant]", "[date]", "[why]"]
    about = ClaimProvenance(Claimant("{date} [why]"), claimed="2024-04-20")
    await room.by(MARIA).set_details(number, about)
    filled = fill(text, await room.desk.get(room.guild, number))
    assert filled.startswith("{date} [why] said on 20 April 2024: “The ferry")
