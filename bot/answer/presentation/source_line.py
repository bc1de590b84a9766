"""Source lines in news style: "Kurt Campbell, to POLITICO".

All names are slices of documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.attribution import lexicon
from bot.corpus.dates import date_in_words
from bot.model.answers import Finding, QuotedAttribution
from bot.model.attribution import AttributionKind, ChainLink, Role, SourceKind
from bot.model.documents import DocumentRef
from bot.model.spans import Quote
from bot.normalize import fold

NO_SOURCE = "No source recognised here: read the sentence"
PENDING = "Source still being identified"
INHERITED = "Source named in the lead-in above, not in this line"
INFERRED = "Our reading: the article does not name the source here"
NEGATED = "Denied, or not said"
HYPOTHETICAL = "Hypothetical: not something that was said"

# Pronouns and general nouns: no name for a source.
_NOBODY = lexicon.PRONOUNS | lexicon.words_of(
    """me us him her them mine yours hers ours theirs myself himself herself itself themselves ourselves yourself your
    who whom whoever someone somebody anyone anybody everyone everybody nobody none some many others another
    people person man woman men women guy guys there that here such both all most few several"""
)
_ARTICLES = frozenset({"a", "an", "the"})
# Who has these roles handled the information, and did not say it.
_BY = {
    Role.PUBLISHED: "published by",
    Role.REPORTED: "reported by",
    Role.OBTAINED: "obtained by",
    Role.REVIEWED: "reviewed by",
    Role.VERIFIED: "verified by",
}
_PHRASE_STARTS = frozenset({by.partition(" ")[0].capitalize() for by in _BY.values()} | {"Told"})
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def describe_source(finding: Finding, *, published: bool = False) -> str:
    """Return the source of a quote, from the innermost outwards.

    With `published`, outlet and date follow: "Samuel Alito, quoted by CNN, 3 May 2022". Without a known source only
    these are returned, or NO_SOURCE.
    """
    source = _chain(finding)
    publication = _publication(finding, source) if published else ""
    return ", ".join(filter(None, [source, publication])) or NO_SOURCE


def has_source(finding: Finding) -> bool:
    """Check the quote for a source to name or to describe."""
    return bool(_chain(finding))


def has_named_source(finding: Finding) -> bool:
    """Check the quote for a person, organisation or document by name."""
    attribution = finding.attribution
    if attribution is None:
        return False
    if not attribution.chain:
        return (
            bool(attribution.source)
            and is_nameable(attribution.source or "")
            and _has_capital(attribution.source or "")
        )
    return any(link.kind is not SourceKind.ANONYMOUS and _has_capital(link.name) for link in _nameable(attribution))


def source_labels(finding: Finding, *, pending: bool = False) -> Iterator[str]:
    """Yield the labels of an uncertain source, in plain words."""
    attribution = finding.attribution
    if attribution is None:
        if pending:
            yield PENDING
        return
    if attribution.negated:
        yield NEGATED
    if finding.hypothetical:
        yield HYPOTHETICAL
    if attribution.inherited:
        yield INHERITED
    elif has_source(finding) and (attribution.inferred or _all_inferred(attribution)):
        yield INFERRED


def lead_in(finding: Finding) -> Quote | None:
    """Return the lead-in of a quote with an inherited source, or None.

    It is the last supporting sentence before the quote.
    """
    if finding.attribution is None or not finding.attribution.inherited:
        return None
    before = [quote for quote in finding.support if quote.span.end <= finding.quote.span.start]
    found = max(before, key=lambda quote: quote.span, default=None)
    return None if found is None or found.text == finding.document.title else found


def is_nameable(name: str) -> bool:
    """Check a source for a printable name: no pronoun, no "people".

    >>> is_nameable("the people"), is_nameable("Ida Brandt")
    (False, True)
    """
    words = [word.casefold() for word in _WORD.findall(name)]
    telling = [word for word in words if word not in _ARTICLES]
    return bool(telling) and not all(word in _NOBODY for word in telling) and any(c.isalpha() for c in name)


def publication(document: DocumentRef) -> str:
    """Return the known ones of outlet and date."""
    return ", ".join(filter(None, [document.outlet, date_in_words(document.published or "")]))


def _chain(finding: Finding) -> str:
    """Return the source with its intermediaries, or ""."""
    attribution = finding.attribution
    if attribution is None:
        return ""
    links = _nameable(attribution)
    if not links:
        return _capitalized(attribution.source) if attribution.source and is_nameable(attribution.source) else ""
    stated, origin = _split(links)
    line = _joined_links(stated)
    return f"{line}; our reading: {_inside_line(_joined_links(origin))}" if origin else line


def _split(links: Sequence[ChainLink]) -> tuple[Sequence[ChainLink], Sequence[ChainLink]]:
    """Return stated links, and apart from them an inferred origin.

    An origin is split off only from a statement in this line.
    """
    index = next(
        (index for index, link in enumerate(links) if all(later.inferred for later in links[index:])), len(links)
    )
    stated, origin = links[:index], links[index:]
    speaks = any(link.role not in _BY for link in stated)
    return (stated, origin) if speaks and origin else (links, ())


def _joined_links(links: Sequence[ChainLink]) -> str:
    """Return the links as "source, intermediaries"; the innermost is the source."""
    *outer, source = links
    line, names = _innermost(source), {fold(source.name)}
    for link in reversed(outer):
        if fold(link.name) in names:
            continue
        names.add(fold(link.name))
        # "leaked records obtained by The Bureau" is one phrase.
        phrase = link.role is Role.OBTAINED and source.kind is SourceKind.DOCUMENT and len(names) == 2
        line += f"{' ' if phrase else ', '}{_intermediary(link)}"
    return line


def _innermost(source: ChainLink) -> str:
    name = _capitalized(source.name)
    match source.role:
        case Role.OBTAINED | Role.REVIEWED | Role.VERIFIED:
            return _capitalized(f"{_BY[source.role]} {_inside_line(source.name)}")
        case Role.WAS_TOLD:
            return f"Told to {_inside_line(source.name)}"
        case Role.THOUGHT:
            return f"{name} (a view or plan, as reported)"
        case _:
            return name


def _intermediary(link: ChainLink) -> str:
    """Return an intermediary of the information in words."""
    if link.role is Role.WAS_TOLD:
        return f"to {_inside_line(link.name)}"
    if link.role in _BY:
        return f"{_BY[link.role]} {_inside_line(link.name)}"
    if link.role is Role.SHOWS or link.kind is SourceKind.DOCUMENT:
        return f"in {_inside_line(link.name)}"
    return f"according to {_inside_line(link.name)}"


def _nameable(attribution: QuotedAttribution) -> list[ChainLink]:
    """Return the links with a nameable source.

    The article's own outlet is named elsewhere on the card, unless it is the only link.
    """
    links = [link for link in attribution.chain if is_nameable(link.name)]
    return [link for link in links if link.role is not Role.PUBLISHED] or links


def _all_inferred(attribution: QuotedAttribution) -> bool:
    links = _nameable(attribution)
    return bool(links) and all(link.inferred for link in links)


def _publication(finding: Finding, source: str) -> str:
    document, attribution = finding.document, finding.attribution
    when = date_in_words(document.published or "")
    if not source or attribution is None or not document.outlet:
        return publication(document)
    if any(_is_same_outlet(document.outlet, link.name) for link in attribution.chain):
        return when
    quoted = "quoted by" if attribution.kind in {AttributionKind.DIRECT, AttributionKind.MIXED} else "reported by"
    return ", ".join(filter(None, [f"{quoted} {document.outlet}", when]))


def _is_same_outlet(outlet: str, name: str) -> bool:
    first, second = (fold(text).removeprefix("the ") for text in (outlet, name))
    return first == second


def _has_capital(name: str) -> bool:
    return any(character.isupper() for character in name)


def _capitalized(name: str) -> str:
    """Return a name with an initial capital; "eBay" stays."""
    first, _, _ = name.partition(" ")
    return name if _has_capital(first) else name[:1].upper() + name[1:]


def _inside_line(text: str) -> str:
    """Return a text for use inside a line: "A clerk" -> "a clerk".

    "The Bureau" stays.
    """
    first, _, tail = text.partition(" ")
    common = first.lower() in _ARTICLES and tail[:1].islower()
    return text[:1].lower() + text[1:] if common or first in _PHRASE_STARTS else text
