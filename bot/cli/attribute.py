"""`factdesk attribute`: attributions of articles, read from their files without an index."""

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

from bot.attribution.pipeline import ExplainedAttribution, explain
from bot.attribution.serialize import attributions_json
from bot.attribution.syntax.parser import is_english, load
from bot.cli import ANSWERED, FAILED, NOTHING_FOUND
from bot.cli.options import folders
from bot.cli.render.attributions import article, explanation
from bot.corpus import readers
from bot.corpus.readers import SUFFIX_NAMES, SUFFIXES, Unreadable
from bot.errors import UserError
from bot.library import folder_scan
from bot.library.folder_scan import FileFilter, shown
from bot.model.documents import Document
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from spacy.language import Language

_MAX_WIDTH = 100
_MEGABYTE = 1_000_000


@click.command
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print each document as a line of JSON.")
@click.option("--explain", "with_rules", is_flag=True, help="Print the rules that found each attribution.")
def attribute(files: tuple[str, ...], *, as_json: bool, with_rules: bool) -> int:
    """Show who says what in each FILE, through whom, and by which words.

    A folder stands for its articles. With --explain, each attribution is printed below the names of its rules, as
    "source | cue | content". "Attribution rules" in the documentation describes them.

    Exit codes: 0 something is attributed, 3 nothing is, 1 no article could be read.
    """
    settings = load_settings()
    paths = list(_paths(files, settings))
    document_count = attribution_count = 0
    for number, path in enumerate(paths, start=1):
        _show_progress(f"{number:,} of {len(paths):,}: {path.name}", paths)
        for document in _documents(path, settings):
            explained = explain(document, _language(settings.spacy_model))
            document_count, attribution_count = document_count + 1, attribution_count + len(explained)
            _show_progress("", paths)
            if not is_english(document.text):
                _warn(f"{document.name} does not read as English: attribution reads English only.")
            output = _json_line(document, explained, with_rules) if as_json else _view(document, explained, with_rules)
            separator = _separator() if document_count > 1 and not as_json else ""
            click.echo(separator + output)
    _show_progress("", paths)
    if not document_count:
        return FAILED
    return ANSWERED if attribution_count else NOTHING_FOUND


def _json_line(document: Document, explained: Sequence[ExplainedAttribution], with_rules: bool) -> str:
    attributions = [found.attribution for found in explained]
    rules = [found.rules for found in explained] if with_rules else None
    return json.dumps(attributions_json(document, attributions, rules), ensure_ascii=False)


def _view(document: Document, explained: Sequence[ExplainedAttribution], with_rules: bool) -> str:
    if with_rules:
        return explanation(document, explained, _width(), colour=_in_colour())
    return article(document, [found.attribution for found in explained], _width(), colour=_in_colour())


@cache
def _language(model: str) -> Language:
    return load(model)


def _paths(names: tuple[str, ...], settings: Settings) -> Iterator[Path]:
    """Yield the files and the articles of folders; warn about other files."""
    articles = FileFilter(SUFFIXES, settings.max_file_mb * _MEGABYTE, settings.follow_links)
    for name in names:
        (path,) = folders((name,))
        if not path.is_dir():
            yield path
            continue
        try:
            scan = folder_scan.scan(folder_scan.check(path), articles)
        except UserError as error:
            _warn(error.message)
            continue
        for skipped in scan.skipped:
            _warn(f"{skipped.path} {skipped.reason}")
        if not scan.files:
            _warn(f"{shown(str(path))} has no articles. Add {SUFFIX_NAMES} files.")
        yield from (path / file.path for file in scan.files)


def _documents(path: Path, settings: Settings) -> Iterator[Document]:
    """Yield the documents of a file; warn about unreadable ones."""
    name = shown(str(path))
    try:
        if path.stat().st_size > settings.max_file_mb * _MEGABYTE:
            _warn(f"{name} is larger than {settings.max_file_mb} MB. To read it, raise FACTDESK_MAX_FILE_MB.")
            return
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        _warn(f"{name} can't be read ({getattr(error, 'strerror', None) or 'not a usable path'}).")
        return
    for result in readers.read(data, folder=str(path.parent), path=path.name):
        if isinstance(result, Unreadable):
            record = f", record {result.record}," if result.record else ""
            _warn(f"{name}{record} {result.reason}")
        else:
            yield result


def _warn(sentence: str) -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
    click.echo(sentence, err=True)


def _show_progress(text: str, paths: Sequence[Path]) -> None:
    """Show the progress on one line; an empty text removes it."""
    if len(paths) > 1 and sys.stderr.isatty():
        click.echo(f"\r\x1b[K{shown(text)[: _width() - 1]}", err=True, nl=False)


def _separator() -> str:
    return f"\n{'─' * _width()}\n\n"


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _MAX_WIDTH)


def _in_colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
