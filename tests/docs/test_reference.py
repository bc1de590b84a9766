"""The generated pages hold every command, option and setting that the code has, and `make docs` writes them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from discord import app_commands

from bot.settings import Settings
from tests.attribution.examples import all_rules, examples
from tests.conftest import ROOT
from tests.docs.reference import (
    attribution_rules_page,
    commands_page,
    discord_commands,
    discord_page,
    settings_page,
    terminal_commands,
)


def section(page: str, heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}$\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, f"no section {heading!r}"
    return found[1]


@pytest.mark.parametrize(
    ("name", "command"), list(terminal_commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_of_the_terminal_is_there_with_its_options(name: str, command: click.Command) -> None:
    text = section(commands_page(), f"factdesk {name}")
    assert (command.help or "").split("\n")[0] in text
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert f"| `{parameter.opts[0]}" in text


def test_an_option_shows_what_it_takes_and_its_default() -> None:
    text = section(commands_page(), "factdesk search")
    assert "| `--limit N` | `10` | At most this many passages. |" in text
    assert re.search(r"^\| `--json` \|  \|", text, re.MULTILINE)


async def test_every_command_of_discord_is_there_with_its_options() -> None:
    found = await discord_commands()
    page = discord_page(found)
    assert {"ask", "claim rule", "Check quote"} <= {command.qualified_name for command in found}
    for command in found:
        if isinstance(command, app_commands.ContextMenu):
            assert section(page, f"Apps → {command.name}")
            continue
        text = section(page, f"/{command.qualified_name}")
        for parameter in command.parameters:
            assert re.search(rf"^\| (\*\*)?`{parameter.display_name}`(\*\*)? \|", text, re.MULTILINE)


async def test_only_required_options_are_bold() -> None:
    text = section(discord_page(await discord_commands()), "/ask")
    assert "| **`question`** |" in text
    assert "| `outlet` |" in text


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_there_and_explained(name: str) -> None:
    row = re.search(rf"^\| `FACTDESK_{name.upper()}` \| (.+) \| (.+) \| (.+) \|$", settings_page(), re.MULTILINE)
    assert row, name


def test_a_setting_shows_its_limit_its_choices_and_its_default() -> None:
    page = settings_page()
    assert "| `FACTDESK_ANSWER_DAYS` | whole number, 1 at least | `30` |" in page
    assert "| `FACTDESK_LOG_FORMAT` | `text` or `json` | `text` |" in page
    assert "| `FACTDESK_DATA` | path | `~/.local/share/factdesk` |" in page
    assert "| `FACTDESK_SHARDS` | whole number or `auto` | none |" in page
    assert "| `FACTDESK_SHARD_IDS` | numbers and ranges, with `,` between them | none |" in page
    assert "| `FACTDESK_CORPUS` | paths, with `:` between them | none |" in page


def test_every_attribution_rule_is_there_with_its_examples() -> None:
    page = attribution_rules_page()
    for rule in all_rules():
        text = re.search(rf"^### {rule.__name__}$\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL)
        assert text, rule.__name__
        for example in examples(rule):
            assert f"| {example.text.replace(' ⏎ ', '<br>')} |" in text[1]


def test_an_example_of_a_rule_is_a_row_with_source_cue_and_content() -> None:
    page = attribution_rules_page()
    assert "| Mara Oll called for a new bridge. | Mara Oll | called for | a new bridge |" in page
    assert "| Mara Oll's claim was met with laughter. | – | – | – |" in page


def test_links_of_the_settings_fit_the_folder_below() -> None:
    targets = re.findall(r"\]\(([^)#]+)", settings_page())
    assert targets
    assert all((ROOT / "docs/reference" / target).is_file() for target in targets)


def test_the_command_line_writes_every_page(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "tests.docs.reference", tmp_path / "reference"], cwd=ROOT, check=True)
    written = {page.name for page in (tmp_path / "reference").iterdir()}
    assert written == {"attribution-rules.md", "commands.md", "discord.md", "settings.md"}
