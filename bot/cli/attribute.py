"""`factdesk attribute`: who says what in articles, straight from their files and without an index."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.attribution.pipeline import attribute as attributed
from bot.attribution.serialize import attributions_json
from bot.attribution.syntax.parser import is_english, load
from bot.cli import ANSWERED, FAILED, NOTHING_FOUND
from bot.cli.options import folders
from bot.cli.render.attributions import article
from bot.corpus import readers
from bot.corpus.readers import SUFFIXES, Unreadable
from bot.errors import UserError
from bot.library import folder_scan as on_disk
from bot.library.folder_scan import FileFilter, shown
from bot.model.documents import Document
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from spacy.language import Language

_WIDEST = 100
_MEGABYTE = 1_000_000


@click.command
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print each document as a line of JSON.")
def attribute(files: tuple[str, ...], *, as_json: bool) -> int:
    """Show who says what in each FILE, through whom, and by which words; a folder stands for its articles.

    Exit codes: 0 something is attributed, 3 nothing is, 1 no article could be read.
    """
    settings = load_settings()
    paths = list(_paths(files, settings))
    documents = attributions = 0
    for number, path in enumerate(paths, start=1):
        _progress(f"{number:,} of {len(paths):,}: {path.name}", paths)
        for document in _documents(path, settings):
            found = attributed(document, _language(settings.spacy_model))
            documents, attributions = documents + 1, attributions + len(found)
            _progress("", paths)
            if not is_english(document.text):
                _tell(f"{document.name} does not read as English: attribution reads English only.")
            if as_json:
                click.echo(json.dumps(attributions_json(document, found), ensure_ascii=False))
            else:
                click.echo(_separator(documents) + article(document, found, _width(), colour=_in_colour()))
    _progress("", paths)
    if not documents:
        return FAILED
    return ANSWERED if attributions else NOTHING_FOUND


@cache
def _language(model: str) -> Language:
    return load(model)


def _paths(names: tuple[str, ...], settings: Settings) -> Iterator[Path]:
    """Yield the files, those of a folder in its place; what is no article is told of."""
    wanted = FileFilter(SUFFIXES, settings.max_file_mb * _MEGABYTE, settings.follow_links)
    for name in names:
        (path,) = folders((name,))
        if not path.is_dir():
            yield path
            continue
        try:
            scan = on_disk.scan(on_disk.check(path), wanted)
        except UserError as error:
            _tell(error.message)
            continue
        for skipped in scan.skipped:
            _tell(f"{skipped.path} {skipped.reason}")
        if not scan.files:
            _tell(f"{shown(str(path))} holds no article: give .txt, .md, .html, .pdf or .jsonl files.")
        yield from (path / found.path for found in scan.files)


def _documents(path: Path, settings: Settings) -> Iterator[Document]:
    """Yield what a file holds; what of it can't be read is told of in a line."""
    name = shown(str(path))
    try:
        if path.stat().st_size > settings.max_file_mb * _MEGABYTE:
            _tell(f"{name} is larger than the {settings.max_file_mb} MB of FACTDESK_MAX_FILE_MB.")
            return
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        _tell(f"{name} can't be read ({getattr(error, 'strerror', None) or 'not a usable path'}).")
        return
    for result in readers.read(data, folder=str(path.parent), path=path.name):
        if isinstance(result, Unreadable):
            record = f", record {result.record}," if result.record else ""
            _tell(f"{name}{record} {result.reason}")
        else:
            yield result


def _tell(sentence: str) -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
    click.echo(sentence, err=True)


def _progress(told: str, paths: Sequence[Path]) -> None:
    """Show how far it has come, on one line of a terminal; an empty text takes the line away."""
    if len(paths) > 1 and sys.stderr.isatty():
        click.echo(f"\r\x1b[K{shown(told)[: _width() - 1]}", err=True, nl=False)


def _separator(number: int) -> str:
    return f"\n{'─' * _width()}\n\n" if number > 1 else ""


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)


def _in_colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
