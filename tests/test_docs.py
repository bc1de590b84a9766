"""Settings, commands and dependencies without a line in the docs fail."""

from __future__ import annotations

import re
import tomllib
from itertools import chain

import click
import pytest

from bot.cli import COMMANDS, factdesk
from bot.settings import Settings
from tests.conftest import ROOT

CONFIGURATION = (ROOT / "docs/configuration.md").read_text("utf-8")
DEPENDENCIES = (ROOT / "docs/dependencies.md").read_text("utf-8")
TERMINAL = (ROOT / "docs/terminal.md").read_text("utf-8")
# Written by `make docs`.
GENERATED = [ROOT / f"docs/reference/{name}.md" for name in ("attribution-rules", "commands", "discord", "settings")]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
NEEDED = [*PROJECT["project"]["dependencies"], *chain.from_iterable(PROJECT["dependency-groups"].values())]


def commands() -> list[tuple[str, click.Command]]:
    found = []
    for name in COMMANDS:
        command = factdesk.get_command(click.Context(factdesk), name)
        assert command is not None
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {below}", subcommand) for below, subcommand in command.commands.items()]
    return found


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented_with_its_default(name: str) -> None:
    row = re.search(rf"^\| `FACTDESK_{name.upper()}` \|.*\|$", CONFIGURATION, re.MULTILINE)
    assert row, f"docs/configuration.md has no row for FACTDESK_{name.upper()}"
    default = Settings.model_fields[name].default
    if isinstance(default, str | int):
        shown = str(default).lower() if isinstance(default, bool) else default
        assert f"| `{shown}` |" in row[0]


def test_no_setting_is_documented_that_does_not_exist() -> None:
    documented = re.findall(r"^\| `FACTDESK_(\w+)`", CONFIGURATION, re.MULTILINE)
    assert {name.lower() for name in documented} == set(Settings.model_fields)


def test_every_dependency_has_its_reason() -> None:
    needed = {re.split(r"[\[<>=]", line)[0] for line in NEEDED}
    documented = set(re.findall(r"^\| ([\w.-]+) \| (?!licence)", DEPENDENCIES, re.MULTILINE))
    assert documented == needed


@pytest.mark.parametrize(("name", "command"), commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_has_help_and_is_in_the_docs(name: str, command: click.Command) -> None:
    assert command.help
    assert f"`factdesk {name}" in TERMINAL
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert f"`{parameter.opts[0]}" in TERMINAL or f" {parameter.opts[0]}" in TERMINAL


PAGES = [
    page
    for page in [*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md"), *ROOT.glob(".github/**/*.md")]
    if page not in GENERATED
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_within_the_docs_leads_somewhere(page) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text("utf-8")):
        linked = (page.parent / target).resolve()
        assert linked.exists() or linked in GENERATED, target
