"""Origins of an answer: the innermost nameable link of each finding's chain."""

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
    """Return the distinct origins of the findings, each with its documents.

    Two findings share an origin if both name it in the same way, or by an acronym that one of them explains. In doubt
    they stay apart. Of several names the longest is returned.
    """
    linked = [(finding, link) for finding in findings if (link := origin_link(finding))]
    named = {finding.document.id for finding, link in linked if link.kind is not SourceKind.ANONYMOUS}
    counted = [
        (finding, link)
        for finding, link in linked
        if link.kind is not SourceKind.ANONYMOUS or finding.document.id not in named
    ]
    names = [NamedIn(read(link.name, link.kind), frozenset({finding.document.id})) for finding, link in counted]
    return tuple(
        Origin(
            max((counted[index][1].name for index in group), key=len),
            tuple(dict.fromkeys(counted[index][0].document.name for index in group)),
        )
        for group in cluster_origins(names)
    )


def origin_link(finding: Finding) -> ChainLink | None:
    """Return the link of the information's origin, or None.

    For a leaked document that is its obtainer, else the innermost named person or organisation, else the innermost
    link.
    """
    chain = finding.attribution.chain if finding.attribution else ()
    obtainer = next((link for link in chain if link.role is Role.OBTAINED), None)
    if obtainer is not None:
        return obtainer
    named = [link for link in chain if link.kind in {SourceKind.PERSON, SourceKind.ORGANISATION}]
    return named[-1] if named else (chain[-1] if chain else None)


def has_obtainer(finding: Finding) -> bool:
    """Check the finding's chain for the obtainer of a document."""
    return finding.attribution is not None and _names_obtainer(finding.attribution.chain)


def _names_obtainer(chain: Sequence[ChainLink]) -> bool:
    return any(link.role is Role.OBTAINED for link in chain)


def extend_chain_to_origin(attribution: Attribution | None, others: Sequence[Attribution]) -> Attribution | None:
    """Return the attribution, extended to the obtainer of the leaked documents.

    `others` are the attributions of the same article. The added links are marked as inferred: the article names the
    obtainer of the documents, but does not attribute this sentence to them.
    """
    leak = next((other for other in others if _names_obtainer(other.chain)), None)
    if leak is None or (attribution and _names_obtainer(attribution.chain)):
        return attribution
    handling = [replace(link, inferred=True) for link in leak.chain if link.role in _HANDLING]
    if attribution is None:
        # A speaker of the sentence about the documents is no source of this one: only the handling counts.
        return replace(leak, inferred=True, chain=tuple(handling))
    known = {(fold(link.name), link.role) for link in attribution.chain}
    added = [link for link in handling if (fold(link.name), link.role) not in known]
    if any(link.kind is SourceKind.DOCUMENT for link in attribution.chain):
        added = [link for link in added if link.kind is not SourceKind.DOCUMENT]
    return replace(attribution, chain=(*attribution.chain, *added))
