"""One origin: whether all articles that support an item go back to the same named source."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer.origins import origin_link, origins
from bot.model.answers import Finding
from bot.model.attribution import SourceKind


def one_origin(findings: Sequence[Finding]) -> str | None:
    """Return the one named origin of findings in two or more articles.

    None if a finding has no named origin: then nobody knows.
    """
    links = [origin_link(finding) for finding in findings]
    if len({finding.document.id for finding in findings}) < 2:
        return None
    if any(link is None or link.kind is SourceKind.ANONYMOUS for link in links):
        return None
    found = origins(findings)
    return found[0].name if len(found) == 1 else None
