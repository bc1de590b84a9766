"""Title, outlet, authors, date and address, where the document itself tells them. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import yaml

from bot.corpus.dates import iso
from bot.corpus.parsed_article import Metadata, RawBlock
from bot.model.documents import BlockKind

_FRONT_MATTER = re.compile(
    r"""
    ---[ \t]*\r?\n
    (.*?\r?\n)
    (?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)
    """,
    re.DOTALL | re.VERBOSE,
)
_LONGEST_FRONT_MATTER = 20_000
_BYLINE = re.compile(r"[Bb][Yy][ \t]+([^\W\d_].{2,80})\Z")
_PARTICLES = frozenset({"de", "da", "la", "van", "von", "der", "bin", "al", "and", "&"})
_LABELLED = re.compile(
    r"""
    (?:\*\*|__)?                         # the label may be bold, its colon with it
    ([A-Za-z][A-Za-z ]{2,20}?)
    (?:\*\*|__)?[ \t]*:(?:\*\*|__)?
    [ \t]+(\S.{0,200})\Z
    """,
    re.VERBOSE,
)
_LONGEST_KICKER = 20  # words: what is longer, or ends like a sentence, is the article itself
_TOP = 8  # pieces: metadata stands above the article or not at all
_NAMES = {
    "title": "title", "headline": "title",
    "outlet": "outlet", "publication": "outlet", "publisher": "outlet", "source": "outlet", "site": "outlet",
    "author": "authors", "authors": "authors", "byline": "authors", "written by": "authors",
    "published": "published", "date": "published", "date published": "published", "published on": "published",
    "publication date": "published", "datepublished": "published",
    "url": "url", "link": "url", "canonical": "url", "original url": "url", "source url": "url",
}  # fmt: skip
_BETWEEN_AUTHORS = re.compile(r",?\s*(?:;|&|\band\b)\s*")
_ADDRESS = re.compile(r"https?://\S+\Z")


def is_metadata_line(line: str) -> bool:
    """Return whether a line only tells who wrote or published the article, when or where."""
    return bool(_told(line))


def front_matter(text: str) -> tuple[Metadata, int]:
    """Return the YAML front matter's metadata, and where the article begins (0 where there is no front matter)."""
    match = _FRONT_MATTER.match(text)
    if match is None or match.end() > _LONGEST_FRONT_MATTER:
        return Metadata(), 0
    try:
        fields = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        return Metadata(), 0
    if not isinstance(fields, dict):
        return Metadata(), 0
    return of_fields(fields), match.end()


def read_lines(text: str, pieces: Sequence[RawBlock]) -> Metadata:
    """Return what the article's first lines tell: its title, and lines such as "By Jane Roe" or "Source: ..."."""
    found: dict[str, object] = {}
    for piece in pieces[:_TOP]:
        line = piece.span.of(text)
        if piece.kind is BlockKind.HEADING:
            found.setdefault("title", line)
        elif told := _told(line):
            found.setdefault(*told)
        elif len(line.split()) > _LONGEST_KICKER or line.endswith((".", "!", "?", "”")):
            break
    return of_fields(found)


def merged(first: Metadata, second: Metadata) -> Metadata:
    """Return `first`, with what it leaves open filled in from `second`."""
    return Metadata(
        title=first.title or second.title,
        outlet=first.outlet or second.outlet,
        authors=first.authors or second.authors,
        published=first.published or second.published,
        url=first.url or second.url,
    )


def _told(line: str) -> tuple[str, str] | None:
    """Return the field and value of a metadata line."""
    line = line.strip()
    if match := _BYLINE.match(line):
        return ("authors", match[1]) if _is_name(match[1]) else None
    if match := _LABELLED.match(line):
        name = _NAMES.get(match[1].lower())
        return (name, match[2].strip()) if name and len(match[2].split()) <= 20 else None
    return None


def _is_name(line: str) -> bool:
    """Return whether each word could be part of a name, and there are two at least: "By Monday" names nobody."""
    words = line.replace(",", " ").split()
    return (
        2 <= len(words) <= 8 and all(word[0].isupper() or word in _PARTICLES for word in words) and line[-1] not in ".:"
    )


def of_fields(fields: Mapping[str, object]) -> Metadata:
    """Return what named fields tell, whichever of the usual names they bear."""
    named: dict[str, object] = {}
    for key, value in fields.items():
        if name := _NAMES.get(str(key).lower().replace("_", " ").replace("-", " ")):
            named.setdefault(name, value)
    outlet, url = _text(named.get("outlet")), _text(named.get("url"))
    if outlet and _ADDRESS.match(outlet):  # "Source: https://..." names no outlet
        outlet, url = None, url or outlet
    published = _text(named.get("published"))
    return Metadata(
        title=_text(named.get("title")),
        outlet=outlet,
        authors=authors(named.get("authors")),
        published=iso(published) if published else None,
        url=url if url and _ADDRESS.match(url) else None,
    )


def _text(value: object) -> str | None:
    if isinstance(value, date):  # YAML reads a bare date as one
        return value.isoformat()
    return " ".join(value.split()) or None if isinstance(value, str) else None


def authors(value: object) -> tuple[str, ...]:
    """Return the names in a list, or in one line such as "By Jane Roe and John Doe"."""
    if isinstance(value, list):
        return tuple(name for item in value if (name := _text(item)))
    line = re.sub(r"(?i)^by\s+", "", _text(value) or "")
    names = [name for part in _BETWEEN_AUTHORS.split(line) for name in part.split(", ") if name]
    # "Jane Roe, Kyiv" is not two people.
    return tuple(names) if all(" " in name for name in names) or "," not in line else (line,)
