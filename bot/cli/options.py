"""Options, arguments and folders that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

import bot
from bot.library.documents import DocumentService
from bot.model.search import SearchFilter
from bot.search.date_ranges import parse_date_range

F = TypeVar("F", bound=Callable[..., Any])

# A question may begin with a dash, so `-h` alone is no call for help there; --help is.
FREE_TEXT = {"ignore_unknown_options": True, "help_option_names": ["--help"]}

corpus_option = click.option(
    "--corpus", metavar="DIR", multiple=True, help="Work on this folder alone, not on what is indexed; may be repeated."
)


exact_option = click.option("--exact", is_flag=True, help="Take the words as they are, without correcting any.")

_ROOT = Path(bot.__file__).parent
_SAMPLES = "seeds"


def limit_options(command: F) -> F:
    """Add --outlet, --since and --until, which `limits` reads."""
    outlet = click.option("--outlet", metavar="NAME", help="Only what this outlet published.")
    since = click.option(
        "--since", metavar="DAY", help='Only what was published then or later: "2025-06", "last week".'
    )
    until = click.option("--until", metavar="DAY", help="Only what was published then or earlier.")
    return outlet(since(until(command)))


async def limits(documents: DocumentService, outlet: str | None, since: str | None, until: str | None) -> SearchFilter:
    """Return the limits that the options name. Raises UserError where one can't be read, or they leave nothing."""
    return SearchFilter(
        await documents.outlet(outlet) if outlet else None, *parse_date_range(since, until, datetime.now(UTC).date())
    )


def free_text(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Let a text begin with a dash, and still tell a mistyped option. Raises NoSuchOption for `--jsno`."""
    if value and value.startswith("--") and " " not in value.strip():
        raise click.NoSuchOption(value, ctx=ctx)
    return value


def folders(names: tuple[str, ...]) -> tuple[Path, ...]:
    """Return the folders of these names; `seeds` means the samples where no folder here is called so."""
    return tuple(_samples() if name == _SAMPLES and not Path(name).is_dir() else Path(name) for name in names)


def _samples() -> Path:
    """Return the sample articles: inside the installed package, or beside it in a checkout."""
    installed = _ROOT / "_seeds"
    return installed if installed.is_dir() else _ROOT.parent / _SAMPLES
