"""`factdesk corpus`: lists, shows and removes indexed documents."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.app import App, open_app
from bot.cli import ANSWERED, NOTHING_FOUND
from bot.cli.app import open_indexed_app
from bot.cli.counts import counted
from bot.cli.options import corpus_option
from bot.cli.render.terminal import printable
from bot.corpus.doubts import Doubt, DoubtKind, doubts
from bot.model.documents import Document, DocumentRef
from bot.settings import load_settings

_PAGE = 500

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print each document as one line of JSON.")


@click.group
def corpus() -> None:
    """List, show, check or remove the indexed documents."""


@corpus.command("list")
@corpus_option
@as_json_option
def list_documents(corpus: tuple[str, ...], *, as_json: bool) -> None:
    """List the documents by title: name, title, outlet, date."""
    asyncio.run(_list(corpus, as_json=as_json))


@corpus.command
@click.argument("name")
@corpus_option
@as_json_option
def show(name: str, corpus: tuple[str, ...], *, as_json: bool) -> int:
    """Show the metadata and contents of the documents called NAME.

    NAME is the name of the file without its suffix, or the id of the document.

    Exit codes: 0 shown, 3 no document has this name.
    """
    return asyncio.run(_show(name, corpus, as_json=as_json))


@corpus.command("doubts")
@corpus_option
@as_json_option
def list_doubts(corpus: tuple[str, ...], *, as_json: bool) -> int:
    """List the documents with doubts about their reading.

    These were read in part or by OCR, lack an outlet or a date, have a date in the future or before 1995, or are more
    than a third boilerplate.

    Exit codes: 0 listed, 3 there is no doubt about any document.
    """
    return asyncio.run(_doubts(corpus, as_json=as_json))


@corpus.command
@click.option("--retry", is_flag=True, help="Read the files again, and list what still can't be read.")
@click.option("--json", "as_json", is_flag=True, help="Print each file or record as one line of JSON.")
def quarantine(*, retry: bool, as_json: bool) -> int:
    """List the files and records that could not be read, with the reasons.

    A quarantined file is read again after a change of the file, and by a new version of factdesk.

    Exit codes: 0 nothing is quarantined, 3 something is.
    """
    return asyncio.run(_quarantine(retry=retry, as_json=as_json))


@corpus.command
@click.argument("directory", metavar="DIR")
def remove(directory: str) -> int:
    """Remove the documents of the folder DIR from the index.

    The files stay on disk.

    Exit codes: 0 removed, 3 no document of this folder was indexed.
    """
    return asyncio.run(_remove(str(Path(directory).resolve())))


async def _list(corpus: tuple[str, ...], *, as_json: bool) -> None:
    async with open_indexed_app(corpus) as app:
        async for reference in _references(app):
            if as_json:
                click.echo(json.dumps(_reference_json(reference), ensure_ascii=False))
            else:
                click.echo(printable("  ".join(filter(None, _columns(reference)))))


async def _show(name: str, corpus: tuple[str, ...], *, as_json: bool) -> int:
    async with open_indexed_app(corpus) as app:
        ids = [reference.id async for reference in _references(app) if name in (reference.name, reference.id)]
        found = list((await app.documents.get(ids)).values())
    for document in found:
        record = _reference_json(document.reference) | _content_json(document)
        if as_json:
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            click.echo("\n".join(f"{key:<20} {printable(_cell(value))}" for key, value in record.items()))
    if not found:
        click.echo("No document has this name. `factdesk corpus list` shows all names.", err=True)
    return ANSWERED if found else NOTHING_FOUND


async def _quarantine(*, retry: bool, as_json: bool) -> int:
    async with open_app(load_settings()) as app:
        if retry:
            await app.retry_quarantine()
        items = await app.quarantine.items()
    for item in items:
        if as_json:
            click.echo(json.dumps(asdict(item) | {"since": item.since.isoformat()}, ensure_ascii=False))
        else:
            click.echo(printable(f"{item.folder}/{item.path} {item.reason} ({item.since:%Y-%m-%d})"))
    if not items:
        click.echo("Every file was read.", err=True)
    return NOTHING_FOUND if items else ANSWERED


async def _doubts(corpus: tuple[str, ...], *, as_json: bool) -> int:
    counts: Counter[DoubtKind] = Counter()
    found = 0
    async with open_indexed_app(corpus) as app:
        total = await app.documents.count()
        async for document in _documents(app):
            in_doubt = doubts(document, datetime.now(UTC).date())
            if in_doubt:
                found += 1
                counts.update(doubt.kind for doubt in in_doubt)
                click.echo(_doubts_json(document, in_doubt) if as_json else _doubts_line(document, in_doubt))
    if not found:
        click.echo(f"No doubt about any of {counted(total, 'document')}.", err=True)
        return NOTHING_FOUND
    kinds = ", ".join(f"{kind} {counts[kind]:,}" for kind in DoubtKind if counts[kind])
    click.echo(f"{found:,} of {counted(total, 'document')}: {kinds}.", err=True)
    return ANSWERED


async def _documents(app: App) -> AsyncIterator[Document]:
    """Yield every document, ordered by title."""
    for offset in range(0, await app.documents.count(), _PAGE):
        references = await app.documents.page(offset, _PAGE)
        page = await app.documents.get([reference.id for reference in references])
        for reference in references:
            if reference.id in page:
                yield page[reference.id]


def _doubts_json(document: Document, in_doubt: tuple[Doubt, ...]) -> str:
    listed = [{"kind": doubt.kind.value, "detail": doubt.detail or None} for doubt in in_doubt]
    return json.dumps(_reference_json(document.reference) | {"doubts": listed}, ensure_ascii=False)


def _doubts_line(document: Document, in_doubt: tuple[Doubt, ...]) -> str:
    return printable(f"{document.name}  {'; '.join(map(str, in_doubt))}")


async def _remove(folder: str) -> int:
    async with open_app(load_settings()) as app:
        count = await app.remove(folder)
    if not count:
        click.echo(f"No document of {printable(folder)} is indexed. Check the name of the folder.", err=True)
        return NOTHING_FOUND
    click.echo(f"Removed {count:,} document{'s' * (count != 1)} from the index; the files stay on disk.")
    return ANSWERED


async def _references(app: App) -> AsyncIterator[DocumentRef]:
    """Yield the reference of every document, ordered by title."""
    for offset in range(0, await app.documents.count(), _PAGE):
        for reference in await app.documents.page(offset, _PAGE):
            yield reference


def _columns(reference: DocumentRef) -> tuple[str, str | None, str | None, str | None]:
    return reference.name, reference.title, reference.outlet, (reference.published or "")[:10]


def _reference_json(reference: DocumentRef) -> dict[str, object]:
    return {
        "document": reference.name,
        "id": reference.id,
        "title": reference.title,
        "outlet": reference.outlet,
        "authors": list(reference.authors),
        "published": reference.published,
        "url": reference.url,
        "read_in_part": reference.read_in_part,
        "read_by_ocr": reference.read_by_ocr,
        "sha256": reference.sha256,
    }


def _content_json(document: Document) -> dict[str, object]:
    blocks = Counter(block.kind.value for block in document.blocks)
    generated = sum(block.ai_generated for block in document.blocks)
    details = document.details
    return {
        "language": details.language,
        "rights": details.rights,
        "metadata_files": list(details.metadata_files),
        "attachments": list(details.attachments),
        "unread_pages": details.unread_pages,
        "characters": len(document.text),
        "blocks": dict(blocks),
        "ai_generated_blocks": generated,
    }


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{number} {kind}" for kind, number in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "-" if value is None else str(value)
