"""Articles changed after a generation, for all that looks at new articles."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from itertools import groupby
from operator import itemgetter

from bot.library.documents import DocumentService
from bot.model.documents import Document
from bot.store.library import documents as stored
from bot.store.sqlite.database import Database


async def changed_articles(
    database: Database, documents: DocumentService, seen: int
) -> AsyncIterator[tuple[int, list[Document]]]:
    """Yield each generation after `seen` with its articles, oldest first.

    Who saves the generation after it was looked at is not disturbed by an interruption.
    """
    changed = await database.read(partial(stored.changed_since, seen=seen))
    for generation, rows in groupby(changed, key=itemgetter(1)):
        articles = await documents.get([id_ for id_, _ in rows])
        yield generation, list(articles.values())
