"""One origin: whether all articles that support an item go back to the same named source."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer.origins import origin_link, origins
from bot.draftcheck.model import ItemOrigin
from bot.model.answers import Finding
from bot.model.attribution import SourceKind


def one_origin(findings: Sequence[Finding], articles: int = 0) -> ItemOrigin | None:
    """Return the one named origin of findings in two or more articles, of the `articles` that have the item.

    None if a finding has no named origin: then nobody knows.
    """
    links = [origin_link(finding) for finding in findings]
    read = len({finding.document.id for finding in findings})
    if read < 2:
        return None
    if any(link is None or link.kind is SourceKind.ANONYMOUS for link in links):
        return None
    found = origins(findings)
    return ItemOrigin(found[0].name, read, max(read, articles)) if len(found) == 1 else None


def origin_sentence(origin: ItemOrigin, name: str) -> str:
    """Return what is known of an origin, which is shown as `name`.

    >>> origin_sentence(ItemOrigin("AFP", 5, 5), "AFP")
    '5 articles, all from one source: AFP.'
    >>> origin_sentence(ItemOrigin("AFP", 8, 14), "AFP")
    '14 articles; the 8 that were looked at are all from one source: AFP.'
    """
    if origin.is_certain:
        number = "Both articles are" if origin.articles == 2 else f"{origin.articles:,} articles, all"
        return f"{number} from one source: {name}."
    return f"{origin.articles:,} articles; the {origin.read:,} that were looked at are all from one source: {name}."
