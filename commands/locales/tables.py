"""Tables of translations, and which of Discord's languages each serves.

A table translates the English texts of the commands. A text without an entry stays English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

Table = Mapping[str, Mapping[str, str]]  # section -> English -> translation

# Discord's codes of languages. Spain and Latin America share a table.
LANGUAGES: Mapping[str, str] = {
    "de": "de",
    "fr": "fr",
    "es-ES": "es",
    "es-419": "es",
    "pt-BR": "pt-BR",
    "uk": "uk",
}


@cache
def table(name: str) -> Table:
    """Return the table of a file, such as "pt-BR"."""
    file = resources.files("commands.locales") / f"{name}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def lookup(language: str, section: str, *keys: str) -> str | None:
    """Return the translation of the first key with an entry, or None.

    An option may have an entry for one command before that for all: "details about", "about".
    """
    name = LANGUAGES.get(language)
    entries = table(name).get(section, {}) if name else {}
    return next((entries[key] for key in keys if key in entries), None)
