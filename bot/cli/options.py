"""Options and arguments that several commands share."""

from __future__ import annotations

import click

# A question may begin with a dash, so `-h` alone is no call for help there; --help is.
FREE_TEXT = {"ignore_unknown_options": True, "help_option_names": ["--help"]}

corpus_option = click.option(
    "--corpus", metavar="DIR", multiple=True, help="Work on this folder alone, not on what is indexed; may be repeated."
)


def free_text(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Let a text begin with a dash, and still tell a mistyped option. Raises NoSuchOption for `--jsno`."""
    if value and value.startswith("--") and " " not in value.strip():
        raise click.NoSuchOption(value, ctx=ctx)
    return value
