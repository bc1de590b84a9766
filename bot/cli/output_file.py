"""Writes an export to stdout, or atomically to a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.errors import UserError


@contextmanager
def open_output(output: Path | None) -> Iterator[Callable[[str], object]]:
    """Yield a function for writing to stdout or to `output`.

    The file is replaced at the end of the block, and only if something was written. Raises UserError if it can't be
    written.
    """
    if output is None:
        yield lambda text: click.echo(text, nl=False)
        return
    partial_file = output.with_name(f".{output.name}.part")
    try:
        with partial_file.open("w", encoding="utf-8", newline="") as file:
            yield file.write
            has_content = file.tell() > 0
        if has_content:
            partial_file.replace(output)
    except OSError as error:
        raise UserError(f"{output} can't be written: {error.strerror}. Choose another file.") from None
    finally:
        partial_file.unlink(missing_ok=True)
