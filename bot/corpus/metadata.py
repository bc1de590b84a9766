"""Title, outlet, authors, date and URL, as the document itself gives them.

Nothing is guessed.
"""

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
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
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
_LONGEST_KICKER = 20  # words: a longer line, or one with a full stop, belongs to the article itself
_TOP = 8  # blocks: metadata comes above the article
_NAMES = {
    "title": "title", "headline": "title",
    "outlet": "outlet", "publication": "outlet", "publisher": "outlet", "source": "outlet", "site": "outlet",
    "author": "authors", "authors": "authors", "byline": "authors", "written by": "authors",
    "published": "published", "date": "published", "date published": "published", "published on": "published",
    "publication date": "published", "datepublished": "published",
    "url": "url", "link": "url", "canonical": "url", "original url": "url", "source url": "url",
}  # fmt: skip
_BETWEEN_AUTHORS = re.compile(r",? ?(?:;|&|\band\b) ?")  # in a line with single blanks
_HAS_LETTER = re.compile(r"[^\W\d_]")
_WEB_ADDRESS = re.compile(r"https?://\S+\Z")


class _FrontMatterLoader(yaml.BaseLoader):
    """YAML with nothing but texts, lists and mappings.

    No number or date is computed and no merge key ("<<") applied, since both can take any time. An alias is a reference
    and copies nothing.
    """

    def construct_scalar(self, node: yaml.ScalarNode) -> str | None:  # type: ignore[override]
        """Return the scalar as it is written, None for an unquoted null."""
        return None if node.style is None and node.value in _NULLS else node.value


def is_metadata_line(line: str) -> bool:
    """Return True for a line of only author, outlet, date or URL.

    >>> is_metadata_line("By Ada Lind"), is_metadata_line("By Monday")
    (True, False)
    """
    return bool(_read_metadata_line(line))


def front_matter(text: str) -> tuple[Metadata, int]:
    """Return the YAML front matter's metadata and the article's first offset.

    The offset is 0 without front matter.
    """
    match = _FRONT_MATTER.match(text, 0, _LONGEST_FRONT_MATTER + 1)
    if match is None or match.end() > _LONGEST_FRONT_MATTER:
        return Metadata(), 0
    try:
        fields = yaml.load(match[1], _FrontMatterLoader)  # noqa: S506 - it makes only texts, lists and mappings
    except (yaml.YAMLError, ValueError, RecursionError):
        return Metadata(), 0
    if not isinstance(fields, dict):
        return Metadata(), 0
    return metadata_from_fields(fields), match.end()


def read_lines(text: str, raw_blocks: Sequence[RawBlock]) -> Metadata:
    """Return the metadata in the article's first lines.

    They are its title, and lines such as "By Jane Roe" or "Source: ...".
    """
    fields: dict[str, object] = {}
    for raw_block in raw_blocks[:_TOP]:
        line = raw_block.span.of(text)
        if raw_block.kind is BlockKind.HEADING:
            fields.setdefault("title", line)
        elif field := _read_metadata_line(line):
            fields.setdefault(*field)
        elif len(line.split()) > _LONGEST_KICKER or line.endswith((".", "!", "?", "”")):
            break
    return metadata_from_fields(fields)


def merge(first: Metadata, second: Metadata) -> Metadata:
    """Return `first`, its empty fields filled from `second`."""
    return Metadata(
        title=first.title or second.title,
        outlet=first.outlet or second.outlet,
        authors=first.authors or second.authors,
        published=first.published or second.published,
        url=first.url or second.url,
    )


def _read_metadata_line(line: str) -> tuple[str, str] | None:
    """Return the field and value of a metadata line, or None."""
    line = line.strip()
    if match := _BYLINE.match(line):
        return ("authors", match[1]) if is_person_name(match[1]) else None
    if match := _LABELLED.match(line):
        name = _NAMES.get(match[1].lower())
        return (name, match[2].strip()) if name and len(match[2].split()) <= 20 else None
    return None


def is_person_name(line: str) -> bool:
    """Return True for 2 to 8 words in capitals or name particles.

    >>> is_person_name("Ida van Dam"), is_person_name("admin")
    (True, False)
    """
    words = line.replace(",", " ").split()
    return (
        2 <= len(words) <= 8 and all(word[0].isupper() or word in _PARTICLES for word in words) and line[-1] not in ".:"
    )


def metadata_from_fields(fields: Mapping[str, object]) -> Metadata:
    """Return the metadata of named fields, under any of their usual names.

    >>> metadata_from_fields({"headline": "Bridge closed", "date-published": "2025-05-03"}).published
    '2025-05-03'
    """
    named: dict[str, object] = {}
    for key, value in fields.items():
        if name := _NAMES.get(str(key).lower().replace("_", " ").replace("-", " ")):
            named.setdefault(name, value)
    outlet, url = _text(named.get("outlet")), _text(named.get("url"))
    if outlet and _WEB_ADDRESS.match(outlet):  # "Source: https://..." names no outlet
        outlet, url = None, url or outlet
    published = _text(named.get("published"))
    return Metadata(
        title=_text(named.get("title")),
        outlet=outlet,
        authors=split_authors(named.get("authors")),
        published=iso(published) if published else None,
        url=url if url and _WEB_ADDRESS.match(url) else None,
    )


def _text(value: object) -> str | None:
    if isinstance(value, date):  # YAML parses a bare date
        return value.isoformat()
    return " ".join(value.split()) or None if isinstance(value, str) else None


def split_authors(value: object) -> tuple[str, ...]:
    """Return the names in a list or a byline.

    >>> split_authors("By Jane Roe and John Doe")
    ('Jane Roe', 'John Doe')
    """
    if isinstance(value, list):
        return tuple(name for item in value if (name := _text(item)) and _HAS_LETTER.search(name))
    line = re.sub(r"(?i)^by\s+", "", _text(value) or "")
    names = [name for part in _BETWEEN_AUTHORS.split(line) for name in part.split(", ") if _HAS_LETTER.search(name)]
    # "Jane Roe, Kyiv" is not two people.
    return tuple(names) if all(" " in name for name in names) or "," not in line else (line,)
