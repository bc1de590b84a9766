"""Articles handed in from Discord: the form, the index, the list, the removal."""

from __future__ import annotations

import hashlib

import discord
import pytest

from bot.library.data_folder import LOCK
from bot.library.submissions import NOT_YET
from bot.model.submissions import NewArticle
from bot.store.sqlite.process_lock import locked
from commands.corpus.cards import EMPTY, PAGE_SIZE
from commands.corpus.cog import NOT_EDITOR, NOT_FETCHED
from tests.commands.conftest import texts
from tests.commands.staff import open_staffed

FERRY = b"The Orlets ferry sank\n\nThe harbour master Jon Vik said on Friday that the Orlets ferry sank near Velm.\n"
NOTE = b"A storm in Velm\n\nThe mayor of Velm, Ida Holm, said on Monday that the storm took two roofs.\n"


@pytest.fixture
async def staff(settings):
    async with open_staffed(settings) as opened:
        await opened.set_up()
        yield opened


async def hand_in(staff, who, *files, **about):
    """Hand in files by the form, and return the answer to it."""
    shown = await who.slash(staff.channel, "corpus add")
    return await who.submit_modal(shown, {"files": list(files)} | about)


async def test_an_article_handed_in_is_quoted_at_once_and_after_the_next_indexing(staff):
    sent = await hand_in(
        staff, staff.maria, ("Ferry (final).txt", FERRY), outlet="Harbour Post", published="2026-11-30"
    )
    assert sent.response.ephemeral
    assert "### 1 article handed in" in texts(sent.response)
    assert "Harbour Post · 30 November 2026" in texts(sent.response).replace("\u00a0", " ")
    for _ in range(2):
        answer = await staff.desk.app.ask("what did Jon Vik say about the Orlets ferry?")
        assert answer.findings[0].document.outlet == "Harbour Post"
        assert (await staff.desk.app.sync()).other_folders == ()


async def test_the_list_says_who_handed_an_article_in_on_their_server_alone(staff):
    await hand_in(staff, staff.maria, ("ferry.txt", FERRY))
    listed = texts((await staff.desk.asker.slash(staff.channel, "corpus list")).response)
    assert f"handed in by <@{staff.maria.id}> on <t:" in listed
    elsewhere = staff.desk.env.create_guild()
    stranger = elsewhere.add_member(staff.desk.env.create_user("stranger"))
    lobby = elsewhere.create_text_channel("lobby")
    listed = texts((await stranger.slash(lobby, "corpus list")).response)
    assert "handed in on another server on <t:" in listed
    assert str(staff.maria.id) not in listed


async def test_the_list_is_empty_at_first_and_turns_its_pages_after_a_restart(staff):
    assert EMPTY in texts((await staff.desk.asker.slash(staff.channel, "corpus list")).response)
    for start in (0, 6):
        files = [(f"{number}.txt", FERRY + b"Number %d.\n" % number) for number in range(start, start + 6)]
        await hand_in(staff, staff.maria, *files)
    listed = await staff.desk.asker.slash(staff.channel, "corpus list")
    assert texts(listed.response).count("handed in by") == PAGE_SIZE
    await staff.desk.restart()
    await staff.desk.asker.click(listed.response, label="Next")
    assert texts(listed.response).count("handed in by") == 2
    assert "page 2 of 2" in texts(listed.response)


async def test_only_editors_hand_in_and_remove(staff):
    refused = await staff.desk.asker.slash(staff.channel, "corpus add")
    assert (refused.modal, texts(refused.response)) == (None, NOT_EDITOR)
    shown = await staff.maria.slash(staff.channel, "corpus add")
    await staff.set_up(editor_role=staff.reviewers.id)
    sent = await staff.maria.submit_modal(shown, {"files": [("ferry.txt", FERRY)]})
    assert NOT_EDITOR in "".join(texts(reply) for reply in (sent.response, *sent.followups) if reply)
    assert await staff.desk.app.submissions.count() == 0


async def test_who_is_no_editor_any_more_can_not_press_remove(staff):
    await hand_in(staff, staff.maria, ("ferry.txt", FERRY))
    [mine] = await staff.desk.app.submissions.page(0, 1)
    asked = await staff.maria.slash(staff.channel, "corpus remove", article=str(mine.id))
    await staff.set_up(editor_role=staff.reviewers.id)
    pressed = await staff.maria.click(asked.response, label="Remove")
    assert NOT_EDITOR in "".join(texts(reply) for reply in (pressed.response, *pressed.followups) if reply)
    assert await staff.desk.app.submissions.count() == 1


async def test_a_removed_article_is_no_longer_quoted_and_its_file_is_gone(staff):
    await hand_in(staff, staff.maria, ("ferry.txt", FERRY), outlet="Harbour Post")
    [choice] = await staff.ben.autocomplete(staff.channel, "corpus remove", "article", "ferry")
    asked = await staff.ben.slash(staff.channel, "corpus remove", article=choice["value"])
    assert await staff.desk.app.submissions.count() == 1
    await staff.ben.click(asked.response, label="Remove")
    assert "### Removed" in texts(asked.response)
    assert list(staff.desk.app.submissions.folder.iterdir()) == []
    answer = await staff.desk.app.ask("what did Jon Vik say about the Orlets ferry?")
    assert not any("Jon Vik" in found.quote.text for found in answer.findings)
    again = await hand_in(staff, staff.maria, ("ferry.txt", FERRY))
    assert "### 1 article handed in" in texts(again.response)


async def test_an_article_of_another_server_can_not_be_removed(staff):
    await hand_in(staff, staff.maria, ("ferry.txt", FERRY))
    [mine] = await staff.desk.app.submissions.page(0, 1)
    elsewhere = staff.desk.env.create_guild()
    managers = elsewhere.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    boss = elsewhere.add_member(staff.desk.env.create_user("their boss"), roles=[managers])
    lobby = elsewhere.create_text_channel("lobby")
    assert await boss.autocomplete(lobby, "corpus remove", "article", "") == []
    refused = await boss.slash(lobby, "corpus remove", article=str(mine.id))
    told = "".join(texts(reply) for reply in (refused.response, *refused.followups) if reply)
    assert "No such article was handed in on this server" in told
    assert await staff.desk.app.submissions.count() == 1


async def test_an_article_waits_for_the_next_indexing_while_another_process_indexes(staff, monkeypatch):
    monkeypatch.setattr("bot.app._LOCK_SECONDS", 0.1)
    async with locked(staff.desk.app.data / LOCK, seconds=0):
        sent = await hand_in(staff, staff.maria, ("ferry.txt", FERRY))
    assert f"“ferry.txt” {NOT_YET}" in texts(sent.response)
    assert "not indexed yet" in texts((await staff.maria.slash(staff.channel, "corpus list")).response)
    await staff.desk.app.sync()
    assert "**The Orlets ferry sank**" in texts((await staff.maria.slash(staff.channel, "corpus list")).response)


async def test_a_removal_while_another_process_indexes_says_that_the_article_is_searched_still(staff, monkeypatch):
    await hand_in(staff, staff.maria, ("ferry.txt", FERRY))
    [mine] = await staff.desk.app.submissions.page(0, 1)
    asked = await staff.maria.slash(staff.channel, "corpus remove", article=str(mine.id))
    monkeypatch.setattr("bot.app._LOCK_SECONDS", 0.1)
    async with locked(staff.desk.app.data / LOCK, seconds=0):
        await staff.maria.click(asked.response, label="Remove")
    assert "is searched until the next synchronisation" in texts(asked.response)
    await staff.desk.app.sync()
    assert await staff.desk.app.documents.count() == 12


async def test_a_full_disk_leaves_neither_a_row_nor_a_part_of_the_file(staff):
    folder = staff.desk.app.submissions.folder
    path = f"ferry-{hashlib.sha256(FERRY).hexdigest()[:8]}.txt"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f".{path}").symlink_to("/dev/full")  # writing fails as on a full disk
    sent = await hand_in(staff, staff.maria, ("ferry.txt", FERRY), outlet="Harbour Post")
    assert "could not be saved" in texts(sent.response)
    assert list(folder.iterdir()) == []
    assert "### 1 article handed in" in texts((await hand_in(staff, staff.maria, ("ferry.txt", FERRY))).response)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("figures.xlsx", b"PK", "is of a type that I can't read"),
        ("macros.docm", b"PK", "is of a type that I can't read"),
        ("scan.pdf", b"no pdf at all", "“scan.pdf” "),
        ("empty.txt", b"", "is empty"),
        ("blank.md", b"  \n\n ", "holds no text"),
    ],
)
async def test_a_bad_file_gets_its_reason_and_the_others_are_indexed(staff, name, content, reason):
    sent = await hand_in(staff, staff.maria, (name, content), ("note.txt", NOTE))
    assert "### 1 article handed in" in texts(sent.response)
    assert reason in texts(sent.response).replace("\\", "")
    assert await staff.desk.app.submissions.count() == 1
    assert len(list(staff.desk.app.submissions.folder.iterdir())) == 1
    assert await staff.desk.app.quarantine.count_files() == 0


async def test_a_file_that_is_indexed_already_is_named_and_not_taken_twice(staff):
    await hand_in(staff, staff.maria, ("ferry.txt", FERRY))
    copy = await hand_in(staff, staff.ben, ("other name.txt", FERRY))
    assert "### Nothing was handed in" in texts(copy.response)
    assert "is indexed already: “The Orlets ferry sank”" in texts(copy.response)
    assert await staff.desk.app.submissions.count() == 1


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", ".hidden.txt", "README.md", "CON .txt", "ü" * 200 + ".txt", "*.txt"]
)
async def test_a_file_keeps_no_name_that_leads_elsewhere_or_hides_it(staff, name):
    kept = await staff.desk.app.submissions.keep(NewArticle(name, FERRY), staff.desk.guild.id, staff.maria.id)
    [result] = await staff.desk.app.index_submitted([kept])
    assert result.submission.document is not None
    [file] = staff.desk.app.submissions.folder.iterdir()
    assert file.parent == staff.desk.app.submissions.folder
    assert not file.name.startswith(".")


async def test_a_file_that_discord_no_longer_has_is_said_to_be_missing(staff, monkeypatch):
    async def get_from_cdn(_url):
        raise OSError("unreachable")

    monkeypatch.setattr(staff.desk.client.http, "get_from_cdn", get_from_cdn)
    sent = await hand_in(staff, staff.maria, ("ferry.txt", FERRY))
    assert f"“ferry.txt” {NOT_FETCHED}" in texts(sent.response)


async def test_a_date_that_can_not_be_read_is_said_and_nothing_is_saved(staff):
    sent = await hand_in(staff, staff.maria, ("ferry.txt", FERRY), published="soon")
    told = "".join(texts(reply) for reply in (sent.response, *sent.followups) if reply)
    assert "Nothing was saved" in told
    assert await staff.desk.app.submissions.count() == 0


async def test_a_forgotten_editor_leaves_the_article_without_a_name(staff):
    await hand_in(staff, staff.maria, ("ferry.txt", FERRY))
    await staff.claims.forget(staff.maria.id)
    listed = texts((await staff.desk.asker.slash(staff.channel, "corpus list")).response)
    assert "handed in by somebody on <t:" in listed
    assert str(staff.maria.id) not in listed
