"""From how many roots several documents tell one thing: the innermost nameable link of each finding's chain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.attribution.entities.linking import NamedIn, read
from bot.attribution.entities.origins import cluster_origins
from bot.model.answers import Finding, Origin
from bot.model.attribution import Attribution, ChainLink, Role, SourceKind
from bot.normalize import fold

_HANDLING = frozenset({Role.REPORTED, Role.OBTAINED, Role.REVIEWED, Role.VERIFIED, Role.SHOWS})


def origins(findings: Iterable[Finding]) -> tuple[Origin, ...]:
    """Return the distinct origins of the findings, each with the names of the documents that rest on it.

    Two findings share an origin where both name it the same way, an acronym that one of them explains included:
    nothing is merged when unsure. Of several names, the longest is told.
    """
    rooted_in = [(finding, link) for finding in findings if (link := origin_link(finding))]
    named = {finding.document.id for finding, link in rooted_in if link.kind is not SourceKind.ANONYMOUS}
    kept = [(finding, link) for finding, link in rooted_in
            if link.kind is not SourceKind.ANONYMOUS or finding.document.id not in named]  # fmt: skip
    heard = [NamedIn(read(link.name, link.kind), frozenset({finding.document.id})) for finding, link in kept]
    return tuple(
        Origin(
            max((kept[k][1].name for k in group), key=len),
            tuple(dict.fromkeys(kept[k][0].document.name for k in group)),
        )
        for group in cluster_origins(heard)
    )


def origin_link(finding: Finding) -> ChainLink | None:
    """Return the link of the chain that the information goes back to, as far as the document names it.

    A leaked document goes back to whoever obtained it; an anonymous voice is nobody that could be named.
    """
    chain = finding.attribution.chain if finding.attribution else ()
    obtained = next((link for link in chain if link.role is Role.OBTAINED), None)
    if obtained is not None:
        return obtained
    named = [link for link in chain if link.kind in {SourceKind.PERSON, SourceKind.ORGANISATION}]
    return named[-1] if named else (chain[-1] if chain else None)


def rests_on_leak(finding: Finding) -> bool:
    """Tell whether the finding goes back to a document that somebody obtained."""
    chain = finding.attribution.chain if finding.attribution else ()
    return any(link.role is Role.OBTAINED for link in chain)


def extend_chain_to_origin(attribution: Attribution | None, others: Sequence[Attribution]) -> Attribution | None:
    """Return the attribution with its chain led on to where the document says that its papers come from.

    The added links are marked as inferred: the document says whose the papers are, not that this sentence is theirs.
    """
    papers = next((one for one in others if any(link.role is Role.OBTAINED for link in one.chain)), None)
    if papers is None or (attribution and any(link.role is Role.OBTAINED for link in attribution.chain)):
        return attribution
    if attribution is None:
        # Whoever speaks of the papers in their own sentence doesn't stand behind this one.
        way = tuple(replace(link, inferred=True) for link in papers.chain if link.role in _HANDLING)
        return replace(papers, inferred=True, chain=way)
    known = {(fold(link.name), link.role) for link in attribution.chain}
    added = [
        replace(link, inferred=True)
        for link in papers.chain
        if link.role in _HANDLING and (fold(link.name), link.role) not in known
    ]
    if any(link.kind is SourceKind.DOCUMENT for link in attribution.chain):
        added = [link for link in added if link.kind is not SourceKind.DOCUMENT]
    return replace(attribution, chain=(*attribution.chain, *added))
