"""Where an export goes: stdout, or a file that is either whole or not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.errors import UserError


@contextmanager
def opened_output(output: Path | None) -> Iterator[Callable[[str], object]]:
    """Yield what writes to stdout, or into a file that comes to its place when all is in it and there is anything.

    Raises UserError if the file can't be written.
    """
    if output is None:
        yield lambda text: click.echo(text, nl=False)
        return
    beside = output.with_name(f".{output.name}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            yield file.write
            anything = file.tell() > 0
        if anything:
            beside.replace(output)
    except OSError as error:
        raise UserError(f"{output} can't be written: {error.strerror}. Choose another file.") from None
    finally:
        beside.unlink(missing_ok=True)
