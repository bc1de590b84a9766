"""`factdesk corpus`: which documents are indexed, what one of them holds, and taking a folder out."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import click

from bot.app import App, open_app
from bot.cli import ANSWERED, NOTHING_FOUND
from bot.cli.app import opened_app
from bot.cli.options import corpus_option
from bot.cli.render.terminal import printable
from bot.model.documents import Document, DocumentRef
from bot.settings import load_settings

_PAGE = 500

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print each document as a line of JSON.")


@click.group
def corpus() -> None:
    """See what is indexed, and take folders out."""


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
    """Show what is known of the documents called NAME: the file's name without its suffix, or the id.

    Exit codes: 0 shown, 3 there is none of that name.
    """
    return asyncio.run(_show(name, corpus, as_json=as_json))


@corpus.command
@click.argument("directory", metavar="DIR")
def remove(directory: str) -> int:
    """Take the documents of the folder DIR out of the index; the files stay where they are.

    Exit codes: 0 taken out, 3 nothing of that folder was indexed.
    """
    return asyncio.run(_remove(str(Path(directory).resolve())))


async def _list(corpus: tuple[str, ...], *, as_json: bool) -> None:
    async with opened_app(corpus) as app:
        async for reference in _references(app):
            if as_json:
                click.echo(json.dumps(_reference_json(reference), ensure_ascii=False))
            else:
                click.echo(printable("  ".join(filter(None, _columns(reference)))))


async def _show(name: str, corpus: tuple[str, ...], *, as_json: bool) -> int:
    async with opened_app(corpus) as app:
        ids = [each.id async for each in _references(app) if name in (each.name, each.id)]
        found = list((await app.documents.get(ids)).values())
    for document in found:
        record = _reference_json(document.reference) | _content_json(document)
        if as_json:
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            click.echo("\n".join(f"{key:<20} {printable(_told(value))}" for key, value in record.items()))
    if not found:
        click.echo("There is no document of that name: `factdesk corpus list` tells the names.", err=True)
    return ANSWERED if found else NOTHING_FOUND


async def _remove(folder: str) -> int:
    async with open_app(load_settings()) as app:
        count = await app.remove(folder)
    if not count:
        click.echo(f"Nothing of {printable(folder)} is indexed.", err=True)
        return NOTHING_FOUND
    click.echo(f"{count:,} documents taken out; their files stay where they are.")
    return ANSWERED


async def _references(app: App) -> AsyncIterator[DocumentRef]:
    """Yield every document's reference in the order of the titles."""
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
        "sha256": reference.sha256,
    }


def _content_json(document: Document) -> dict[str, object]:
    blocks = Counter(block.kind.value for block in document.blocks)
    generated = sum(block.ai_generated for block in document.blocks)
    return {"characters": len(document.text), "blocks": dict(blocks), "ai_generated_blocks": generated}


def _told(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{number} {kind}" for kind, number in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    return "-" if value is None else str(value)
