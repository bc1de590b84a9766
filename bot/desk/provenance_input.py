"""Typed claimants, links, dates and languages -> a claim's provenance."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from bot.corpus import dates
from bot.desk.validation import visible
from bot.errors import UserError
from bot.model.claim_provenance import Appearance, Claimant, ClaimantKind, ClaimProvenance

LONGEST_NAME = 200
LONGEST_URL = 4_000
MOST_APPEARANCES = 20
# BCP 47: language, script, region, variants. Private and grandfathered tags are left out.
_LANGUAGE = re.compile(
    r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|\d{3}))?((?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*)\Z"
)
_LANGUAGE_NAMES = {
    "arabic": "ar", "bengali": "bn", "chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da", "dutch": "nl",
    "english": "en", "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi",
    "hungarian": "hu", "indonesian": "id", "italian": "it", "japanese": "ja", "korean": "ko", "norwegian": "no",
    "persian": "fa", "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr",
    "spanish": "es", "swahili": "sw", "swedish": "sv", "tamil": "ta", "telugu": "te", "turkish": "tr",
    "ukrainian": "uk", "urdu": "ur", "vietnamese": "vi",
}  # fmt: skip
_BETWEEN_LINKS = re.compile(r"[;,](?=https?://)")
_COPY_MARK = "archived:"
_ARCHIVES = re.compile(
    r"(?:web\.archive\.org|(?:www\.)?(?:archive\.(?:today|is|ph|md|li|fo|vn)|perma\.cc|ghostarchive\.org|webcitation\.org))\Z"
)


def parse_appearances(text: str) -> tuple[Appearance, ...]:
    """Return the links of a text, each with its archived copy.

    A link to a web archive, or one after "archived:", is a copy of the link before it. Raises UserError for anything
    but links, and for too many.
    """
    found: list[Appearance] = []
    is_copy = False
    for part in (part for word in text.split() for part in _BETWEEN_LINKS.split(word)):
        if part.casefold() == _COPY_MARK:
            is_copy = True
            continue
        if not (part := part.rstrip(";,")):
            continue
        url = checked_link(part)
        if found and not found[-1].archived and (is_copy or is_archive(url)):
            found[-1] = replace(found[-1], archived=url)
        else:
            found.append(Appearance(url))
        is_copy = False
    unique = tuple(dict.fromkeys(found))
    if len(unique) > MOST_APPEARANCES:
        raise UserError(f"A claim can have at most {MOST_APPEARANCES} appearances. You gave {len(unique)}.")
    return unique


def is_archive(url: str) -> bool:
    """Return whether a link leads to the copy of a page at a web archive."""
    return bool(_ARCHIVES.match(_host(url)))


def parse_claimant(text: str, kind: ClaimantKind | None = None, url: str = "") -> Claimant | None:
    """Return the claimant of a name, perhaps with a link behind it: "Jo Berg https://jo.example".

    Raises UserError for a link without a name, and for a bad link.
    """
    name = " ".join(visible(text).split())
    *words, last = name.split() or [""]
    if not url and last.strip("<>()").startswith(("https://", "http://")):
        name, url = " ".join(words), last.strip("<>()")
    if not name:
        if url:
            raise UserError("The claimant needs a name. Write it before the link.")
        return None
    if len(name) > LONGEST_NAME:
        raise UserError(f"The claimant's name has {len(name):,} characters, and the limit is {LONGEST_NAME}.")
    return Claimant(name, kind, checked_link(url) if url else None)


def parse_claimed(text: str) -> str | None:
    """Return the ISO date of words such as "20 April 2024" or "April 2024". Raises UserError."""
    if not text.strip():
        return None
    shown = " ".join(text.split())[:60]
    if dates.is_ambiguous(text):
        raise UserError(f"“{shown}” is one day in London and another in New York. Write it as 2024-04-20.")
    found = dates.iso_or_part(text)
    if found is None:
        raise UserError(f"“{shown}” can't be read as a date. Write it as “20 April 2024” or 2024-04-20.")
    return found[:10]


def parse_language(text: str) -> str | None:
    """Return a BCP 47 tag in its usual spelling: "PT_br" -> "pt-BR". Raises UserError."""
    clean = text.strip().replace("_", "-")
    if not clean:
        return None
    clean = _LANGUAGE_NAMES.get(clean.casefold(), clean)
    match = _LANGUAGE.match(clean)
    if match is None:
        raise UserError(f"“{clean[:40]}” is not a language code. Write it as en, de or pt-BR.")
    language, script, region, variants = match.groups()
    parts = (language.lower(), script and script.title(), region and region.upper())
    return "-".join(part for part in parts if part) + variants.lower()


def provenance(given: ClaimProvenance) -> ClaimProvenance:
    """Return a checked provenance. Raises UserError for values that can't be saved."""
    claimant = given.claimant
    return ClaimProvenance(
        parse_claimant(claimant.name, claimant.kind, claimant.url or "") if claimant else None,
        parse_appearances("\n".join(appearance.line for appearance in given.appearances)),
        parse_claimed(given.claimed or ""),
        parse_language(given.language or ""),
    )


def checked_link(url: str) -> str:
    """Return a web address. Raises UserError for anything else, naming it."""
    if len(url) > LONGEST_URL:
        raise UserError(f"A link has {len(url):,} characters, and the limit is {LONGEST_URL:,}. Use a shorter one.")
    if not _host(url):
        raise UserError(f"“{url[:60]}” is not a link. A link starts with https:// and has no spaces.")
    return url


def _host(url: str) -> str:
    """Return a web address's host in lower case, or ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_web = parts.scheme in {"http", "https"} and not any(c.isspace() for c in url)
    return (parts.hostname or "").lower() if is_web else ""
