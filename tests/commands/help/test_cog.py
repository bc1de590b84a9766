"""`/help`: five examples from the articles, each a press away."""

from __future__ import annotations

import re

import pytest

from commands.help.buttons import ARTICLE_CHANGED
from commands.help.cards import ExampleKind, examples
from tests.commands.articles import write_articles
from tests.commands.conftest import buttons, open_desk, settings_of, texts
from tests.commands.flag.test_cog import form_of
from tests.commands.wire import EPHEMERAL

WORDS = "Nobody in Orlets was told who the divers were"


async def show(desk, who=None):
    return (await (who or desk.asker).slash(desk.channel, "help")).response


async def test_five_examples_are_shown_in_private_with_words_of_the_articles(desk):
    shown = await show(desk)
    assert desk.callbacks()[-1] == {"type": 5, "data": {"flags": EPHEMERAL}}
    assert list(buttons(shown)) == ["Ask", "Check", "Draft", "Flag", "Search"]
    text = texts(shown)
    assert f"`/ask` who said “{WORDS}”?" in text
    assert f"`/quote` “{WORDS}”" in text
    assert '`/search` "Anna Weiss"' in text
    assert "`/check` your article before it appears" in text


@pytest.mark.parametrize(
    ("label", "answer"),
    [
        ("Ask", "### Anna Weiss"),
        ("Check", "### Word for word in 1 article"),
        ("Search", "passages found"),
    ],
)
async def test_a_press_does_what_the_command_does_and_only_the_presser_sees_it(desk, label, answer):
    shown = await show(desk)
    result = await desk.asker.click(shown, label=label)
    assert desk.callbacks()[-1] == {"type": 5, "data": {"flags": EPHEMERAL}}
    assert answer in texts(result.response)
    assert "Try it" in texts(shown)


async def test_the_form_is_filled_with_the_words_and_flags_nothing_before_it_is_sent(desk):
    result = await desk.asker.click(await show(desk), label="Flag")
    assert WORDS in str(desk.callbacks()[-1])
    assert (await desk.app.desk.claims(desk.guild.id)).total == 0
    await desk.asker.submit_modal(result, form_of(result) | {"claim": f"{WORDS}."})
    [claim] = (await desk.app.desk.claims(desk.guild.id)).claims
    [piece] = (await desk.app.desk.file(desk.guild.id, claim.number)).evidence
    assert WORDS in piece.text


async def test_an_example_works_after_a_restart(desk):
    shown = await show(desk)
    await desk.restart()
    result = await desk.asker.click(shown, label="Check")
    assert "Word for word" in texts(result.response)


async def test_an_example_of_a_changed_article_says_so(desk):
    shown = await show(desk)
    change = "UPDATE documents SET text = 'x' || unpacked(text, packed), packed = NULL"
    await desk.app.database.write(lambda db: db.execute(change))
    for label in ("Ask", "Check", "Flag"):
        result = await desk.asker.click(shown, label=label)
        assert ARTICLE_CHANGED in texts(result.response)


async def test_the_examples_work_in_a_direct_message(desk):
    freelancer = desk.env.create_user("freelancer")
    shown = (await freelancer.slash("help")).response
    assert list(buttons(shown)) == ["Ask", "Check", "Draft", "Search", "Quotes"]
    result = await freelancer.click(shown, label="Quotes")
    assert "### Anna Weiss: 5 passages" in texts(result.response)


async def test_a_draft_is_checked_from_its_example_also_in_a_direct_message_and_after_a_restart(desk):
    freelancer = desk.env.create_user("freelancer")
    places = [(desk.asker, await show(desk)), (freelancer, (await freelancer.slash("help")).response)]
    await desk.restart()
    for person, shown in places:
        form = await person.click(shown, label="Draft")
        result = await person.submit_modal(form, {"text": "Whales elected a mayor of Orlets 12 times."})
        assert "### Draft check: pasted text" in texts(result.response)


async def test_outside_of_a_server_quotes_stand_in_the_place_of_the_flag_form(desk):
    quote = await desk.app.examples.find()
    for on_server, last in ((True, ExampleKind.SEARCH), (False, ExampleKind.QUOTES)):
        shown = [example.kind for example in examples(quote, on_server=on_server)][:5]
        assert (shown[4], ExampleKind.CHECK in shown, ExampleKind.FLAG in shown) == (last, True, on_server)


async def test_without_articles_the_card_says_whom_to_ask(tmp_path):
    (tmp_path / "corpus").mkdir()
    async with open_desk(settings_of(tmp_path)) as desk:
        shown = await show(desk)
        assert "No articles are indexed yet" in texts(shown)
        assert not buttons(shown)


async def test_articles_that_are_not_read_yet_give_no_invented_example(tmp_path):
    write_articles(tmp_path / "corpus")
    async with open_desk(settings_of(tmp_path)) as desk:
        await desk.app.sync()
        shown = await show(desk)
        assert "no quotation for an example yet" in texts(shown)
        assert not re.search(r"`/\w+` \S+ Weiss", texts(shown))
