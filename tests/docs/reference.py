"""The reference pages of the documentation that are made from the code: commands, settings and attribution rules.

    python -m tests.docs.reference docs/reference          writes commands.md, discord.md and others there

`make docs` does that before each build, so that these pages can't fall behind; git does not keep them.
"""

from __future__ import annotations

import asyncio
import inspect
import re
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import click
from discord import AppCommandOptionType, AppCommandType, app_commands

import commands
from bot.cli import COMMANDS, factdesk
from bot.client import FactdeskClient
from bot.settings import Settings
from tests.attribution.examples import RuleExample, description, examples, rules_by_stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic.fields import FieldInfo

DOCS = Path(__file__).parents[2] / "docs"
_OPTION_TYPES = {
    AppCommandOptionType.string: "text",
    AppCommandOptionType.integer: "number",
    AppCommandOptionType.user: "member",
    AppCommandOptionType.channel: "channel",
    AppCommandOptionType.role: "role",
    AppCommandOptionType.attachment: "file",
    AppCommandOptionType.boolean: "true or false",
}


def pages() -> dict[str, str]:
    """Return the text of every generated page by its file name."""
    return {
        "commands.md": commands_page(),
        "discord.md": discord_page(asyncio.run(discord_commands())),
        "settings.md": settings_page(),
        "attribution-rules.md": attribution_rules_page(),
    }


# The terminal


def terminal_commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command of the terminal with its full name, groups before what is in them."""
    for name in COMMANDS:
        command = factdesk.get_command(click.Context(factdesk), name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {below}", inner) for below, inner in command.commands.items())


def commands_page() -> str:
    """Return the page of the terminal's commands."""
    opening = (
        "# Commands of the terminal\n\n"
        "Made from the program itself, as `factdesk COMMAND --help` prints it. [The terminal](../terminal.md) explains "
        "exit codes, files of questions and the JSON.\n"
    )
    return "\n".join([opening, *(_command(name, command) for name, command in terminal_commands())])


def _command(name: str, command: click.Command) -> str:
    usage = " ".join(command.collect_usage_pieces(click.Context(command, info_name=name)))
    lines = [f"## factdesk {name}", "", inspect.cleandoc(command.help or ""), "", f"    factdesk {name} {usage}", ""]
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    if options:
        lines += ["| option | default | what it does |", "|---|---|---|"]
        lines += [_option(option) for option in options]
        lines.append("")
    return "\n".join(lines)


def _option(option: click.Option) -> str:
    context = click.Context(click.Command("factdesk"))
    takes = "" if option.is_flag else f" {option.make_metavar(context).removesuffix(' RANGE').replace('INTEGER', 'N')}"
    names = ", ".join(f"`{name}{takes}`" for name in (*option.opts, *option.secondary_opts))
    default = option.get_default(context)
    shown = f"`{default}`" if isinstance(default, str | int) and not isinstance(default, bool) else ""
    several = " May be repeated." if option.multiple and "repeated" not in (option.help or "") else ""
    return f"| {_cell(names)} | {shown} | {_cell((option.help or '') + several)} |"


# Discord


async def discord_commands() -> list[app_commands.Command[Any, ..., Any] | app_commands.ContextMenu]:
    """Return every slash command and every entry of a message's Apps menu, as they are sent to Discord."""
    async with FactdeskClient(None, ()) as client:  # type: ignore[arg-type] - nothing is answered here
        for extension in commands.EXTENSIONS:
            await client.load_extension(extension)
        slash = [command for command in client.tree.walk_commands() if isinstance(command, app_commands.Command)]
        menus = list(client.tree.walk_commands(type=AppCommandType.message))
    return [*sorted(slash, key=lambda command: command.qualified_name), *menus]


def discord_page(found: list[app_commands.Command[Any, ..., Any] | app_commands.ContextMenu]) -> str:
    """Return the page of Discord's commands."""
    opening = (
        "# Commands in Discord\n\n"
        "Made from the program itself, as Discord shows it while you type. Options in **bold** are required.\n"
    )
    return "\n".join([opening, *map(_discord_command, found)])


def _discord_command(command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu) -> str:
    if isinstance(command, app_commands.ContextMenu):
        return f"## Apps → {command.name}\n\nRight-click a message, then **Apps**, then **{command.name}**.\n"
    lines = [f"## /{command.qualified_name}", "", f"{command.description}.", ""]
    if command.parameters:
        lines += ["| option | takes | what it means |", "|---|---|---|"]
        lines += [_discord_option(parameter) for parameter in command.parameters]
        lines.append("")
    return "\n".join(lines)


def _discord_option(parameter: app_commands.Parameter) -> str:
    name = f"**`{parameter.display_name}`**" if parameter.required else f"`{parameter.display_name}`"
    takes = ", ".join(choice.name for choice in parameter.choices) or _OPTION_TYPES[parameter.type]
    return f"| {name} | {_cell(takes)} | {_cell(str(parameter.description))} |"


# Settings


def settings_page() -> str:
    """Return the page of the settings; configuration.md has what each does, and the defaults of the machine."""
    explained = {
        name.lower(): (default, meaning)
        for name, default, meaning in re.findall(
            r"^\| `FACTDESK_(\w+)` \|.*\| ([^|]+) \| ([^|]+) \|$", _configuration(), re.MULTILINE
        )
    }
    rows = [
        f"| `FACTDESK_{name.upper()}` | {_cell(_takes(field))} | {_default(field) or explained[name][0]} "
        f"| {explained[name][1]} |"
        for name, field in Settings.model_fields.items()
    ]
    opening = (
        "# Settings\n\n"
        "Made from the program itself. factdesk reads them from the environment, then from `.env`; "
        "[Configuration](../configuration.md) explains the token and folders in a container.\n"
    )
    return "\n".join([opening, "| setting | takes | default | what it does |", "|---|---|---|---|", *rows, ""])


def _configuration() -> str:
    # The pages of the reference stand one folder deeper.
    return re.sub(r"\]\((?!https?:)", "](../", (DOCS / "configuration.md").read_text("utf-8"))


def _takes(field: FieldInfo) -> str:
    least = next((f", {limit.ge} at least" for limit in field.metadata if hasattr(limit, "ge")), "")
    return _type(field.annotation) + least


def _type(annotation: Any) -> str:
    origin = get_origin(annotation)
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in get_args(annotation))
    if origin in (Union, types.UnionType):
        return " or ".join(_type(part) for part in get_args(annotation) if part is not type(None))
    if origin is tuple:
        return (
            "numbers and ranges, with `,` between them"
            if int in get_args(annotation)
            else "paths, with `:` between them"
        )
    return {"int": "whole number", "Path": "path", "bool": "true or false"}.get(annotation.__name__, "text")


def _default(field: FieldInfo) -> str | None:
    """Return the default, or None if it depends on the machine."""
    if field.default_factory is not None:
        return None
    return f"`{field.default}`" if field.default not in (None, ()) else "none"


# Attribution rules


def attribution_rules_page() -> str:
    """Return the catalogue of attribution rules."""
    opening = (
        "# Attribution rules\n\n"
        "Made from the program itself. `factdesk attribute --explain FILE` prints the names of the rules that found "
        "each attribution. The examples are tested. `–` in all columns means: the rule finds nothing in this text. "
        "[Attribution](../attribution.md) explains the stages, and [Your first attribution rule]"
        "(../contributing/first-rule.md) shows how to add one.\n"
    )
    parts = [opening]
    for stage, rules in rules_by_stage().items():
        parts += [f"## {stage}\n", *map(_rule, rules)]
    return "\n".join(parts)


def _rule(rule: Callable[..., Any]) -> str:
    lines = [f"### {rule.__name__}", "", description(rule), ""]
    lines += ["| text | source | cue | content |", "|---|---|---|---|"]
    lines += [row for example in examples(rule) for row in _example(example)]
    return "\n".join([*lines, ""])


def _example(example: RuleExample) -> Iterator[str]:
    text = _cell(example.text).replace(" ⏎ ", "<br>")
    for number, line in enumerate(example.expected or (" |  | ",)):
        source, cue, content = (part.strip() or "–" for part in f" {line} ".split(" | "))
        yield f"| {'' if number else text} | {source} | {cue} | {content} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Write every generated page into the folder that the command line names."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
