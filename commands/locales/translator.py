"""Gives discord.py the translations of names, descriptions, options and choices of commands."""

from __future__ import annotations

from discord import Locale
from discord.app_commands import (
    ContextMenu,
    Parameter,
    TranslationContextLocation,
    TranslationContextTypes,
    Translator,
    locale_str,
)

from bot.client import FactdeskClient
from commands.locales.tables import LANGUAGES, lookup

_SECTIONS = {
    TranslationContextLocation.command_name: "commands",
    TranslationContextLocation.parameter_name: "options",
    TranslationContextLocation.command_description: "descriptions",
    TranslationContextLocation.group_description: "descriptions",
    TranslationContextLocation.parameter_description: "descriptions",
    TranslationContextLocation.choice_name: "choices",
}


class TableTranslator(Translator):
    """Translator over the tables of this folder."""

    async def translate(self, string: locale_str, locale: Locale, context: TranslationContextTypes) -> str | None:
        """Return a text in a language, or None to leave it in English."""
        if context.location is TranslationContextLocation.group_name:
            # The cards name groups in English: `/watch list`.
            return string.message if locale.value in LANGUAGES else None
        keys = [string.message]
        if isinstance(context.data, ContextMenu):
            return lookup(locale.value, "menus", *keys)
        if context.location is TranslationContextLocation.parameter_name and isinstance(context.data, Parameter):
            keys.insert(0, f"{context.data.command.name} {string.message}")
        section = _SECTIONS.get(context.location)
        return lookup(locale.value, section, *keys) if section else None


async def setup(client: FactdeskClient) -> None:
    """Let the upload of commands carry the translations."""
    await client.tree.set_translator(TableTranslator())
