"""Articles changed after a generation, for all that looks at new articles."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import groupby
from operator import itemgetter

from bot.library.documents import DocumentService
from bot.model.documents import Document


async def changed_articles(documents: DocumentService, seen: int) -> AsyncIterator[tuple[int, list[Document]]]:
    """Yield each generation after `seen` with its articles, oldest first.

    Who saves the generation after it was looked at is not disturbed by an interruption.
    """
    for generation, rows in groupby(await documents.changed_since(seen), key=itemgetter(1)):
        articles = await documents.get([id_ for id_, _ in rows])
        yield generation, list(articles.values())
