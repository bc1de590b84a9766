"""Days at the desk in Discord: from setup to correction and export, and of a picture that goes round."""

from __future__ import annotations

import asyncio

from click.testing import CliRunner

from bot.cli.claims.publish import publish
from bot.model.claims import Status
from tests.commands.claim.test_attachments import PHOTO, content, flag_message, shown
from tests.commands.claim.test_attachments import card as card_of
from tests.commands.claim.test_outbox import looks
from tests.commands.conftest import offered, press, texts
from tests.commands.desk.test_background import article, restarted, sent, thread_of, ticks
from tests.commands.flag.test_cog import form_of
from tests.commands.planned import COURSE
from tests.commands.staff import open_staffed
from tests.commands.wire import walk
from tests.pictures import jpeg, photo

CLAIM = "Forty divers from Carvania were trained at Orlets."
ON_THE_WEB = "https://ledger.example/divers"
TEMPLATE = "The picture is older than {date}. We rate it {rating}. [Where it is from]"
FIRST, AGAIN = "The Orlets ferry burnt down tonight.", "Look what happened at the harbour of Orlets!"


async def test_a_whole_day_at_the_desk_from_flag_to_correction(settings):  # noqa: PLR0915 - a day is long
    async with open_staffed(settings) as staff:
        desk, newsroom, board = staff.desk, staff.desk.channel, staff.channel
        reader, asker, maria, ben, ruth = desk.reader, desk.asker, staff.maria, staff.ben, staff.ruth

        # 09:00. The boss sets the desk up: where claims go, who handles them, two readers, a digest at eleven.
        menus = (await staff.boss.slash(newsroom, "desk setup", time_zone="Europe/Paris")).response
        for chosen, menu in (
            (board, "channel"),
            (staff.editors, "editors"),
            (staff.reviewers, "reviewers"),
            ("two", "reader"),
            ("11", "digest"),
        ):
            await staff.boss.select(menus, [chosen], custom_id=f"desk:{menu}")

        # A member flags a message; another flags the same in other words, and adds their flag to the claim.
        message = await reader.send(newsroom, f"{CLAIM} Did you know?")
        form = await asker.context_menu(newsroom, "Flag claim", message)
        flagged = await asker.submit_modal(form, form_of(form) | {"why": "It is everywhere.", "tags": "divers"})
        assert "#1 is flagged" in texts(flagged.response)
        form = await reader.slash(newsroom, "flag", claim=CLAIM)
        already = await reader.submit_modal(form, form_of(form))
        assert "Already flagged as #1?" in texts(already.response)
        await reader.click(already.response, label="Add my flag to #1")
        card, thread = board.history()[0], thread_of(staff, 1)
        assert "Flagged 2 times" in sent(board)[0]

        # Maria takes it from its card and gives it a date; Ben comes too late.
        await press(maria, card, "Take")
        late = await ben.slash(board, "claim take", claim="1")
        assert "#1 is already assigned to maria" in texts(late.response)
        await maria.slash(thread, "claim due", claim="forty divers", when="tomorrow 17:00")
        await press(maria, board.history()[0], "Start check")

        # 11:00. The digest comes: nothing is late.
        staff.clock.passes(hours=1)
        await ticks(staff)
        assert "### Digest for Monday, 2 November" in sent(board)[-1]

        # She asks the articles, and pins what they say as evidence.
        offer = (await maria.slash(thread, "claim evidence", claim="1", query=COURSE)).response
        [menu] = [part for part in walk(offer.components) if part["type"] == 3]
        await maria.select(offer, ["0"], custom_id=menu["custom_id"])
        await maria.slash(thread, "claim evidence", claim="1", note="The harbour master confirms it.")
        assert "**Evidence** (2)" in sent(board)[0]

        # She rules. Her verdict waits for Ruth, the second reader; nobody who flagged it hears of it yet.
        form = await maria.slash(thread, "claim rule", claim="1")
        await maria.submit_modal(form, {"rating": "True", "explanation": "Two sources.", "evidence": ["1", "2"]})
        assert (await staff.claims.get(desk.guild.id, 1)).status is Status.REVIEW
        assert not any("Verdict on #1" in text for text in sent(thread))
        refused = await maria.slash(thread, "claim approve", claim="1")
        assert "Only a reviewer" in texts(refused.response)

        # 15:00. Ruth approves, and both who flagged it hear of it by name.
        staff.clock.passes(hours=4)
        await press(ruth, board.history()[0], "Approve verdict")
        [announcement] = [text for text in sent(thread) if "Verdict on #1: **True**" in text]
        assert {f"<@{asker.id}>" in announcement, f"<@{reader.id}>" in announcement} == {True}
        await maria.slash(thread, "claim publish", claim="1", url=ON_THE_WEB)

        # The bot restarts. A new article mentions the claim, which is posted in its thread for those who watch it.
        await restarted(staff)
        await ben.slash(thread, "claim watch", claim="1")
        await article(staff, "orlets-news", "Forty-four divers from Carvania were trained at Orlets, the school said.")
        await ticks(staff)
        assert "A new article mentions #1" in sent(thread)[-1]
        assert f"<@{ben.id}>" in sent(thread)[-1]

        # 17:00. The number was wrong: Ben corrects, Ruth approves, everybody hears; the old verdict stays readable.
        staff.clock.passes(hours=2)
        correction = {"rating": "Mostly true", "explanation": "There were forty-four."}
        await ben.slash(thread, "claim correct", claim="1", **correction)
        await ruth.slash(thread, "claim approve", claim="1")
        assert "corrected: ~~True~~ → **Mostly true**" in sent(thread)[-1]
        shown = (await reader.slash(newsroom, "claim show", claim="1")).response
        assert "### Mostly true" in texts(shown)
        assert "earlier: ~~True~~" in texts(shown)
        assert {"Watch", "History"} <= offered(shown)

        # The list has it, the export tells of it, the history knows who did what, and the log is whole.
        listed = (await reader.slash(newsroom, "claims list", tag="divers", rating="mostly true")).response
        assert "**Mostly true** (corrected)" in texts(listed)
        [exported] = (await ben.slash(newsroom, "claims export", format="jsonld")).response.attachments
        assert '"ClaimReview"' in (await exported.read()).decode()
        history = texts((await reader.slash(newsroom, "claim history", claim="1")).response)
        assert "ruth" in history
        assert (await staff.claims.verify_log(desk.guild.id))[0].bad is None


async def test_a_picture_that_goes_round_from_two_flags_to_a_corrected_verdict(settings, tmp_path):
    async with open_staffed(settings) as staff:
        await staff.set_up(second_reader=True)
        maria, ruth, newsroom = staff.maria, staff.ruth, staff.desk.channel

        # A message with a picture is flagged: the picture is kept, and stands on the claim's card.
        await flag_message(staff, ("ferry.png", PHOTO), text=FIRST)
        assert [content(staff, part) for part in shown(card_of(staff, 1))] == [PHOTO]

        # Another message has a smaller copy of it and other words: Ben is told, and flags it all the same.
        copy = jpeg(photo(1).resize((200, 150)), 50)
        told = await flag_message(staff, ("copy.jpg", copy), text=AGAIN, who=staff.ben)
        assert "↺ A picture that looks the same was flagged in **#1**" in texts(told.response)
        await staff.ben.click(told.response, label="Make a new claim")
        assert "↺ A picture that looks the same was flagged in **#1**" in texts(card_of(staff, 2))

        # Maria merges the two. The first claim has both flags and both pictures.
        await maria.slash(newsroom, "claim merge", claim="2", into="1")
        await looks(staff)
        assert "Flagged 2 times" in texts(card_of(staff, 1))
        assert [content(staff, part) for part in shown(card_of(staff, 1))] == [PHOTO, copy]

        # She gives a verdict from a template. With a gap it is refused; filled in, it waits for Ruth.
        await press(maria, card_of(staff, 1), "Start check")
        form = await maria.click((await maria.slash(newsroom, "desk template")).response, label="Add a template …")
        await maria.submit_modal(form, {"name": "Old picture", "rating": ["False"], "text": TEMPLATE})
        [template] = await staff.claims.saved_texts.templates(staff.desk.guild.id)
        await maria.slash(newsroom, "claim details", claim="1", claimed="2026-11-01")
        choice = (await press(maria, card_of(staff, 1), "Give verdict")).response
        form = await maria.select(choice, [str(template.number)], custom_id="verdict:template:1")
        filled = form_of(form)["explanation"]
        assert filled == TEMPLATE.replace("{date}", "1 November 2026")
        refused = await maria.submit_modal(form, {"rating": "False", "explanation": filled})
        assert "still has the gap \\[Where it is from\\]" in texts(refused.response)
        form = await maria.select(choice, [str(template.number)], custom_id="verdict:template:1")
        whole = filled.replace("[Where it is from]", "It shows Velm.")
        await maria.submit_modal(form, {"rating": "False", "explanation": whole})
        await press(ruth, card_of(staff, 1), "Approve verdict")
        verdict = "The picture is older than 1 November 2026. We rate it False. It shows Velm."
        assert f"### False\n> {verdict}" in texts(card_of(staff, 1))

        # The verdict gets its link, and the site has it.
        await maria.slash(newsroom, "claim publish", claim="1", url=ON_THE_WEB)
        assert verdict in await published(settings, tmp_path / "site")

        # The rating was too kind. The correction waits for Ruth; with its link set again, it is published.
        correction = {"rating": "Satire", "explanation": "A joke page made it."}
        await maria.slash(newsroom, "claim correct", claim="1", **correction)
        await ruth.slash(newsroom, "claim approve", claim="1")
        await maria.slash(newsroom, "claim publish", claim="1", url=ON_THE_WEB)
        page = await published(settings, tmp_path / "site")
        assert "A joke page made it." in page

        # Whoever meets the claim again, in the words of either message, reads the verdict in force.
        for words in (FIRST, AGAIN):
            message = await staff.desk.reader.send(newsroom, words)
            found = await staff.desk.asker.context_menu(newsroom, "Already checked?", message)
            assert texts(found.response).strip().startswith("### Checked 2 November 2026 by this desk: Satire")
            assert f"[read the fact-check](<{ON_THE_WEB}>)" in texts(found.response)

        assert (await staff.claims.verify_log(staff.desk.guild.id))[0].bad is None


async def published(settings, folder) -> str:
    """Run `factdesk claims publish` beside the bot, and return the page of claim 1."""
    folders = {"FACTDESK_DATA": str(settings.data), "FACTDESK_CACHE": str(settings.cache)}
    result = await asyncio.to_thread(CliRunner(env=folders).invoke, publish, [str(folder)])
    assert "1 verdict in" in result.output, result.output
    return (folder / "claims/1.html").read_text(encoding="utf-8")
