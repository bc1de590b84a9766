"""Writes an export to stdout, or atomically to a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.cli.visible import raw_stdout
from bot.errors import UserError

_umask: int | None = None  # of the user's shell


def restrict_new_files() -> None:
    """Create this process's files for its user alone, except `open_output`'s."""
    global _umask  # noqa: PLW0603 - the umask belongs to the process
    previous = os.umask(0o077)
    _umask = previous if _umask is None else _umask


@contextmanager
def open_output(output: Path | None) -> Iterator[Callable[[str], object]]:
    """Yield a function for writing to stdout or to `output`.

    The file is replaced at the end of the block, and only if something was written. Raises UserError if it can't be
    written.
    """
    if output is None:
        yield lambda text: click.echo(text, nl=False, file=raw_stdout())
        return
    with _replacing(output) as partial_file, partial_file.open("w", encoding="utf-8", newline="") as file:
        yield file.write


def write_bytes(output: Path, content: bytes) -> None:
    """Write a file, replaced at once. Raises UserError if it can't be written."""
    with _replacing(output) as partial_file:
        partial_file.write_bytes(content)


@contextmanager
def _replacing(output: Path) -> Iterator[Path]:
    """Yield the path of a new file that replaces `output` at the end if it holds something."""
    partial_file = output.with_name(f".{output.name}.part")
    try:
        yield partial_file
        if _umask is not None:
            partial_file.chmod(0o666 & ~_umask)
        if partial_file.stat().st_size > 0:
            partial_file.replace(output)
    except OSError as error:
        raise UserError(f"{output} can't be written: {error.strerror}. Choose another file.") from None
    finally:
        partial_file.unlink(missing_ok=True)
