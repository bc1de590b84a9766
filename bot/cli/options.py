"""Options, arguments and folder names shared by several commands."""

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

# A question may begin with a dash, so only --help asks for help, not -h.
FREE_TEXT = {"ignore_unknown_options": True, "help_option_names": ["--help"]}

corpus_option = click.option(
    "--corpus",
    metavar="DIR",
    multiple=True,
    help="Use only the articles of this folder, not the index; may be repeated.",
)


exact_option = click.option("--exact", is_flag=True, help="Take the words as typed, without corrections.")

_ROOT = Path(bot.__file__).parent
_SAMPLES = "seeds"


def limit_options(command: F) -> F:
    """Add the options read by `limits`: --outlet, --since, --until."""
    outlet = click.option("--outlet", metavar="NAME", help="Only articles of this outlet.")
    since = click.option(
        "--since", metavar="DAY", help='Only articles published on this day or later: "2025-06", "last week".'
    )
    until = click.option("--until", metavar="DAY", help="Only articles published on this day or earlier.")
    return outlet(since(until(command)))


async def limits(documents: DocumentService, outlet: str | None, since: str | None, until: str | None) -> SearchFilter:
    """Return the search filter of the limit options.

    Raises UserError if an option can't be read, or if no day is left between --since and --until.
    """
    return SearchFilter(
        await documents.outlet(outlet) if outlet else None, *parse_date_range(since, until, datetime.now(UTC).date())
    )


def free_text(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Return the argument, and reject a mistyped option.

    A text may begin with a dash, since unknown options are ignored there. Raises NoSuchOption for one word after two
    dashes, such as `--jsno`.
    """
    if value and value.startswith("--") and " " not in value.strip():
        raise click.NoSuchOption(value, ctx=ctx)
    return value


def folders(names: tuple[str, ...]) -> tuple[Path, ...]:
    """Return the folders of these names.

    `seeds` is the folder of sample articles unless the current folder has one of this name.
    """
    return tuple(_samples() if name == _SAMPLES and not Path(name).is_dir() else Path(name) for name in names)


def _samples() -> Path:
    """Return the sample articles of the installed package or of the checkout."""
    installed = _ROOT / "_seeds"
    return installed if installed.is_dir() else _ROOT.parent / _SAMPLES
