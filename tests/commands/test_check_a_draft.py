"""An editor's quarter of an hour in Discord: a draft at 21:40, a deadline at 21:55."""

from __future__ import annotations

import io

from docx import Document

from commands.check.handlers import EXPIRED, NOT_YOURS
from tests.commands.check.drafts import ALTERED, INVENTED, OTHER_SPEAKER, VERBATIM, menu_of, rows
from tests.commands.conftest import buttons, texts
from tests.commands.desk.test_background import restarted, sent
from tests.commands.flag.test_cog import form_of
from tests.commands.staff import open_staffed

UNSAID = "The harbour of Varga sold nine submarines to a circus in 1987."
DRAFT = (VERBATIM, ALTERED, OTHER_SPEAKER, INVENTED, UNSAID)


def word_file(*paragraphs: str) -> bytes:
    """Return a Word document."""
    document, out = Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


async def test_an_editors_quarter_of_an_hour_before_the_deadline(settings):
    async with open_staffed(settings) as staff:
        await staff.set_up()
        desk, maria, ben, newsroom = staff.desk, staff.maria, staff.ben, staff.desk.channel

        async def check(*paragraphs):
            file = ("divers.docx", word_file(*paragraphs))
            return (await maria.slash(newsroom, "check", file=file)).response

        async def press(card, title, label, who=maria):
            return await who.click(card, custom_id=rows(card)[title][label])

        # 21:40. Maria hands in the draft. Only she sees the list: what is worst stands on top.
        card = await check(*DRAFT)
        assert card.ephemeral
        assert "### Draft check: divers.docx" in texts(card)
        assert {"Altered quotation", "Said by another", "Quotation not in the articles"} == set(rows(card))
        assert "**4 items need a look:**" in texts(card)

        # The number is not in the original; its article says so.
        assert "**⚠ Number:** **twelve** added" in texts(card)
        context = await press(card, "Altered quotation", "Context")
        assert "Nobody in Orlets was told who the divers were" in texts(context.response)

        # She asks about the friends: another said it, and the answer names him.
        answer = await press(card, "Said by another", "Ask")
        assert "Pavel Doric" in texts(answer.response)

        # 21:44. Nobody knows the whales. She flags them for the desk, with a reason that is filled in already.
        form = await press(card, "Quotation not in the articles", "Flag")
        assert form_of(form)["claim"] == INVENTED
        assert form_of(form)["why"].startswith("In a draft. Quotation not in the articles.")
        flagged = await maria.submit_modal(form, form_of(form) | {"tags": "divers"})
        assert "#1 is flagged" in texts(flagged.response)
        assert "Whales were singing" in sent(staff.channel)[0]

        # 21:46. The submarines are her own research: fine, in the next versions, too.
        second = (await maria.click(card, label="Page 2 of 2 ›")).response
        assert list(rows(second)) == ["Not in the articles"]
        marked = (await press(second, "Not in the articles", "Mark as fine")).response
        assert "**3 items need a look:**" in texts(marked)

        # The author gets the draft as a Word document with comments. The bot restarts meanwhile.
        await restarted(staff)
        copy = (await maria.select(marked, ["docx"], custom_id=menu_of(marked))).response
        [attached] = copy.attachments
        assert attached.filename == "divers-checked.docx"
        annotated = Document(io.BytesIO(desk.env.backend.cdn.get(attached.url)))
        assert any("twelve" in comment.text for comment in annotated.comments)

        # 21:51. The corrected draft comes back: two things are settled, the flagged one is open.
        staff.clock.passes(minutes=11)
        corrected = (VERBATIM, ALTERED.replace("twelve ", ""), OTHER_SPEAKER.replace("Anna Weiss of", "Pavel Doric to"))
        card = await check(*corrected, INVENTED, UNSAID)
        assert "Since your last version: **2** settled · **0** new · **1** still open" in texts(card)
        assert list(rows(card)) == ["Quotation not in the articles"]
        assert "1 item marked as fine" in texts(card)

        # Ben can't use her buttons, and whoever comes a day later finds nothing of the draft but the flagged claim.
        public = (
            await maria.slash(newsroom, "check", file=("d.docx", word_file(*DRAFT)), visibility="public")
        ).response
        refused = await press(public, "Altered quotation", "Flag", ben)
        assert texts(refused.response) == NOT_YOURS
        staff.clock.passes(hours=25)
        late = await maria.click(public, label=next(label for label in buttons(public) if label.startswith("Flag all")))
        assert EXPIRED in texts(late.response or late.followups[0])
        await desk.app.saved_draft_checks.purge()
        assert await desk.app.database.overwrite_deleted()
        stored = desk.app.database.path.read_bytes()
        assert b"Whales were singing" in stored
        assert b"nine submarines" not in stored
