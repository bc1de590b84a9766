"""The names and descriptions of the commands in other languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from discord import Locale

from bot.client import sync_commands
from commands.locales.tables import LANGUAGES, table
from tests.commands import wire

FOLDER = Path(__file__).parents[3] / "commands" / "locales"
TABLES = sorted({path.stem for path in FOLDER.glob("*.toml")})
GROUPS = {1, 2}  # types of options: a subcommand, a group of them


def payloads(desk) -> list[dict[str, Any]]:
    return [command.to_dict(desk.client.tree) for command in desk.client.tree.get_commands()]


def uploaded(desk) -> list[dict[str, Any]]:
    [put] = [sent.json for sent in desk.env.http_requests if sent.method == "PUT" and sent.path.endswith("/commands")]
    return put


def is_group(part: dict[str, Any]) -> bool:
    return any(option["type"] in GROUPS for option in part.get("options") or [])


def texts_of(part: dict[str, Any], *, is_command: bool = True) -> Iterator[tuple[str, str]]:
    """Yield the section and the English text of all that is translated of a command. Groups keep their names."""
    if is_command and part.get("type", 1) not in GROUPS:
        yield "menus", part["name"]
        return
    if not is_group(part):
        yield ("commands" if is_command else "options"), part["name"]
    yield "descriptions", part["description"]
    for choice in part.get("choices") or []:
        yield "choices", choice["name"]
    for option in part.get("options") or []:
        yield from texts_of(option, is_command=option["type"] in GROUPS)


def used(commands: list[dict[str, Any]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for command in commands:
        for section, text in texts_of(command):
            found[section].add(text)
    return found


def test_each_table_serves_a_language_of_discord():
    assert set(LANGUAGES.values()) == set(TABLES)
    assert set(LANGUAGES) <= {locale.value for locale in Locale}


@pytest.mark.parametrize("name", TABLES)
async def test_every_name_description_option_and_choice_has_an_entry(desk, name):
    entries = table(name)
    missing = {section: sorted(texts - set(entries[section])) for section, texts in used(payloads(desk)).items()}
    lacking = {section: texts for section, texts in missing.items() if texts}
    assert not lacking, f"add them to commands/locales/{name}.toml"


@pytest.mark.parametrize("name", TABLES)
async def test_no_table_has_an_entry_that_no_command_uses(desk, name):
    known = used(payloads(desk))
    commands = known["commands"]

    def is_used(section: str, key: str) -> bool:
        command, _, option = key.rpartition(" ")
        return key in known[section] or (section == "options" and option in known[section] and command in commands)

    unused = [f"{section}: {key}" for section, keys in table(name).items() for key in keys if not is_used(section, key)]
    assert not unused, f"remove them from commands/locales/{name}.toml"


async def test_discord_gets_each_text_in_all_languages(desk):
    wanted = set(LANGUAGES)
    for command in uploaded(desk):
        for part in wire._named(command):
            assert set(part["name_localizations"]) == wanted, part["name"]
            if part.get("description"):
                assert set(part["description_localizations"]) == wanted, part["name"]


async def test_a_german_reader_is_offered_german_names(desk):
    by_name = {command["name"]: command for command in uploaded(desk)}
    assert by_name["ask"]["name_localizations"]["de"] == "fragen"
    assert by_name["Check quote"]["name_localizations"]["de"] == "Zitat prüfen"
    [question, *_] = by_name["ask"]["options"]
    assert question["description_localizations"]["de"] == "Die Frage in eigenen Worten"


async def test_an_option_may_have_another_name_in_one_command(desk):
    commands = {command["name"]: command for command in uploaded(desk)}
    [topic] = [option for option in commands["quotes"]["options"] if option["name"] == "about"]
    [details] = [command for command in commands["claim"]["options"] if command["name"] == "details"]
    [page] = [option for option in details["options"] if option["name"] == "about"]
    names = [option["name_localizations"]["de"] for option in (topic, page)]
    assert names == ["thema", "info-link"]


async def test_groups_keep_the_names_that_the_cards_give_them(desk):
    for command in uploaded(desk):
        if is_group(command):
            assert set(command["name_localizations"].values()) == {command["name"]}


async def test_a_command_may_be_translated_though_a_group_has_its_name(desk):
    commands = {command["name"]: command for command in uploaded(desk)}
    [watch_claim] = [command for command in commands["claim"]["options"] if command["name"] == "watch"]
    names = [command["name_localizations"]["de"] for command in (commands["watch"], watch_claim)]
    assert names == ["watch", "beobachten"]


async def test_a_changed_translation_is_uploaded_and_an_unchanged_one_is_not(desk, monkeypatch):
    assert not await sync_commands(desk.client, None)

    async def shout(self, string, locale, context):
        return f"{string.message[:90].lower().replace(' ', '-')}x"[:32] if locale is Locale.german else None

    monkeypatch.setattr(type(desk.client.tree.translator), "translate", shout)
    assert await sync_commands(desk.client, None)


@pytest.mark.parametrize("name", ["Fragen", "zwei wörter", "wörter!", "x" * 33])
def test_a_bad_translated_name_is_refused_before_discord_does(name):
    command = {"name": "ask", "description": "Ask", "name_localizations": {"de": name}}
    assert wire.complaints("PUT", "/applications/1/commands", [command])


def test_two_options_with_one_translated_name_are_refused():
    option = {"type": 3, "description": "Text", "name_localizations": {"de": "art"}}
    command = {"name": "ask", "description": "Ask", "options": [option | {"name": "kind"}, option | {"name": "type"}]}
    assert wire.complaints("PUT", "/applications/1/commands", [command])
