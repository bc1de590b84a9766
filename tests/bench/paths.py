"""CPU time of the other ways through factdesk, over one archive: asking, quoting, claims, indexing, attributing.

Everything happens on a copy of the data folder, so that the next run finds nothing computed.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from random import Random

from bot.app import App, open_app
from bot.cli.service.garbage import freeze_current_objects
from bot.corpus.sentences import sentences
from bot.library.process_memory import limit_allocator, resident_bytes, trim
from bot.model.claim_input import ImportedClaim
from bot.model.claims import Actor, ClaimFilter
from bot.model.spans import Span
from bot.settings import Settings
from tests.bench import archive
from tests.bench.archive import SEED, Article
from tests.bench.cpu import children_seconds, cpu_seconds
from tests.conftest import ROOT
from tests.quality.quote_trials import Trial, altered, verbatim

Measured = dict[str, list[float]]  # milliseconds of CPU by path

_GUILD, _EDITOR = 1, Actor(1, "Editor")
_QUESTIONS = 40
_QUOTES = 40
_AT_ONCE = 50
_PASSAGES_A_CLAIM = 100  # the desk of a larger archive has more claims
_LOOK_UPS = 40
_NEW_ARTICLES = 5
_STARTS = 3
_ANSWERS = 1_500
_ANSWERS_BEFORE = 100  # caches fill in the first ones


async def paths(articles: Path, folder: Path, asked: Sequence[str]) -> dict[str, object]:
    """Return the milliseconds by path, the megabytes that 1,500 answers add, and the bytes on the disk by part."""
    limit_allocator()
    home = folder.with_name("copy")
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(folder, home)
    new = home / "new articles"
    new.mkdir()
    settings = Settings(_env_file=None, corpus=(articles.parent, new), data=home, max_file_mb=100_000)
    try:
        spent = {"start, and one search in the terminal": _starts(articles, home, asked)}
        async with open_app(settings, interactive=True) as app:
            await app.passage_search.warm()
            await app.attributions.load()
            freeze_current_objects()
            spent |= await _answers(app, asked)
            spent |= await _quotes(app, articles)
            spent |= await _claims(app, articles)
            spent |= await _articles(app, articles, new)
            grown = await _growth(app, asked)
        return {"spent": spent, "grown": grown, "disk": dict(_disk(folder))}
    finally:
        shutil.rmtree(home)


async def _each(work: Iterable[Callable[[], Awaitable[object]]]) -> list[float]:
    """Return the milliseconds of CPU that each piece of work took, reader processes included."""
    spent = []
    for one in work:
        began = cpu_seconds()
        await one()
        spent.append((cpu_seconds() - began) * 1000)
    return spent


def _starts(articles: Path, home: Path, asked: Sequence[str]) -> list[float]:
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "FACTDESK_DATA": str(home),
        "FACTDESK_CORPUS": str(articles.parent),
    }
    spent = []
    for question in islice(cycle(asked), _STARTS):
        began = children_seconds()
        command = [sys.executable, "-m", "bot", "search", "--", question]
        subprocess.run(command, capture_output=True, env=environment, cwd=home, check=True)
        spent.append((children_seconds() - began) * 1000)
    return spent


async def _answers(app: App, asked: Sequence[str]) -> Measured:
    some = asked[:_QUESTIONS]
    first = await _each(lambda question=question: app.ask(question) for question in some)
    cached = await _each(lambda question=question: app.ask(question) for question in some)
    [together] = await _each(
        [lambda: asyncio.gather(*(app.ask(question) for question in islice(cycle(some), _AT_ONCE)))]
    )
    return {"ask, first": first, "ask, again": cached, f"ask, {_AT_ONCE} at once, each": [together / _AT_ONCE]}


async def _quotes(app: App, articles: Path) -> Measured:
    some = list(islice(archive.from_file(articles), 500))
    spent = {}
    for kind, trials in (("verbatim", verbatim), ("altered", altered)):
        drawn: list[Trial] = list(islice(trials(some, Random(SEED)), _QUOTES))
        spent[f"quote, {kind}"] = await _each(lambda trial=trial: app.quote(trial.typed) for trial in drawn)
    return spent


async def _claims(app: App, articles: Path) -> Measured:
    number = max(await asyncio.to_thread(app.index.passages) // _PASSAGES_A_CLAIM, _LOOK_UPS)
    texts = list(islice(_sentences(articles), number + _LOOK_UPS))
    known, asked = texts[:-_LOOK_UPS], texts[-_LOOK_UPS:]
    given = [ImportedClaim(text, external_id=str(place)) for place, text in enumerate(known)]
    await app.desk.import_many(app.desk.request(_GUILD, _EDITOR), given)
    await app.similar_claims.index_new_claims()
    pages = range(0, 20 * _LOOK_UPS, 20)
    return {
        "similar claims": await _each(lambda text=text: app.similar_claims.similar(_GUILD, text) for text in asked),
        "list of claims": await _each(
            lambda offset=offset: app.desk.claims(_GUILD, ClaimFilter(), offset=offset % number) for offset in pages
        ),
    }


def _sentences(articles: Path) -> Iterator[str]:
    """Yield the first sentence of each paragraph of 60 to 300 characters."""
    for _, _, text in archive.passages(articles):
        first = next((span.of(text) for span in sentences(text, Span(0, len(text)))), "")
        if 60 <= len(first) <= 300:
            yield first


async def _articles(app: App, articles: Path, new: Path) -> Measured:
    some = list(islice(archive.from_file(articles), _NEW_ARTICLES))

    async def add(article: Article) -> None:
        fresh = {**article, "id": f"new-{article['id']}", "text": f"{article['text']}\nAdded {article['id']}."}
        (new / f"{fresh['id']}.jsonl").write_text(json.dumps(fresh) + "\n")
        await app.sync()

    indexed = await _each(lambda article=article: add(article) for article in some)
    documents = list((await app.documents.get(await _ids(app, _NEW_ARTICLES))).values())
    attributed = await _each(
        lambda document=document: app.attributions.get_or_compute([document], {}, timeout_s=None, whole=True)
        for document in documents
    )
    return {"index one more article": indexed, "attribute one article": attributed}


async def _ids(app: App, most: int) -> list[str]:
    return [reference.id for reference in await app.documents.page(0, most)]


async def _growth(app: App, asked: Sequence[str]) -> float:
    """Return the megabytes that 1,500 answers add to those that the first hundred take."""
    before = 0
    for number, question in enumerate(islice(cycle(asked), _ANSWERS), start=1):
        await app.ask(question)
        if number == _ANSWERS_BEFORE:
            trim()
            before = resident_bytes() or 0
    trim()
    return ((resident_bytes() or 0) - before) / 1e6


def _disk(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield the bytes of the database, and of the index's files by kind."""
    sizes: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            kind = f"index, {path.suffix}" if path.parent != folder and path.suffix else "database"
            sizes[kind] = sizes.get(kind, 0) + path.stat().st_size
    yield from sorted(sizes.items())
