"""What `factdesk doctor` looks at: one function a check, each telling what it saw and how to mend it."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

from bot.corpus.readers import SUFFIXES
from bot.errors import UserError
from bot.library import folder_scan as on_disk
from bot.library.data_folder import StoreHealth, open_store_health
from bot.library.folder_scan import FileFilter
from bot.library.sentence_encoder import OFF, open_encoder
from bot.settings import Settings, load_settings


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class DoctorCheck:
    """One line of the doctor's; `mend` says what to do about it where there is something to do."""

    name: str
    state: State
    told: str
    mend: str | None = None


async def examine() -> list[DoctorCheck]:
    """Return all checks, in the order in which things depend on each other."""
    try:
        settings = load_settings()
    except UserError as error:
        return [DoctorCheck("settings", State.FAIL, error.message)]
    checks = [DoctorCheck("settings", State.OK, f"factdesk {version('factdesk')}, data in {settings.data}")]
    checks += [await asyncio.to_thread(_folder, folder, settings.max_file_mb) for folder in settings.corpus]
    if not settings.corpus:
        checks.append(DoctorCheck("corpus", State.WARN, "no folder is set", "Name one in FACTDESK_CORPUS."))
    checks += [check async for check in _stored(settings)]
    checks.append(await asyncio.to_thread(_model, settings.spacy_model))
    checks.append(await asyncio.to_thread(_sentence_model, settings.sentence_model))
    checks.append(_token(settings))
    return checks


def _folder(folder: Path, max_file_mb: int) -> DoctorCheck:
    try:
        scan = on_disk.scan(on_disk.check(folder), FileFilter(SUFFIXES, max_file_mb * 1_000_000))
    except UserError as error:
        return DoctorCheck("corpus", State.FAIL, error.message)
    told = f"{folder}: {len(scan.files):,} files to read, {len(scan.skipped):,} skipped"
    if not scan.files:
        return DoctorCheck("corpus", State.WARN, told, "Put articles there: .txt, .md, .html, .pdf or .jsonl.")
    return DoctorCheck("corpus", State.OK, told)


async def _stored(settings: Settings) -> AsyncIterator[DoctorCheck]:
    """Yield the checks of the data folder, the database in it, and the index beside that."""
    try:
        async with open_store_health(settings.data) as health:
            yield DoctorCheck("data", State.OK, f"{settings.data} can be written")
            yield await _database(health)
            yield await _index(health)
    except UserError as error:
        yield DoctorCheck("data", State.FAIL, error.message)


async def _database(health: StoreHealth) -> DoctorCheck:
    if await health.damage() is not None:
        return DoctorCheck("database", State.FAIL, f"{health.path} is damaged", "Put a backup in its place.")
    count = await health.documents()
    if not count:
        return DoctorCheck(
            "database", State.WARN, "no document is stored yet", "`factdesk index` brings the folders in."
        )
    return DoctorCheck("database", State.OK, f"{count:,} document{'' if count == 1 else 's'}")


async def _index(health: StoreHealth) -> DoctorCheck:
    if not await health.documents():
        return DoctorCheck("index", State.OK, "empty, as the database is")
    if not await health.is_index_in_step():
        told = "the index is not in step with the database"
        return DoctorCheck("index", State.WARN, told, "Nothing to do: the next command mends it.")
    return DoctorCheck("index", State.OK, f"in step, {await health.passages():,} passages")


def _model(name: str) -> DoctorCheck:
    """Load the spaCy model, which takes a second or two."""
    from bot.attribution.syntax.parser import load  # noqa: PLC0415 - spaCy; the other checks need not wait for it

    try:
        nlp = load(name)
    except UserError as error:
        return DoctorCheck("model", State.FAIL, error.message)
    meta = nlp.meta
    return DoctorCheck("model", State.OK, f"{meta['lang']}_{meta['name']} {meta['version']}")


def _sentence_model(setting: str) -> DoctorCheck:
    """Load the sentence model; answers go on without one."""
    if setting == OFF:
        return DoctorCheck("sentences", State.OK, "no sentence model is wanted")
    try:
        encoder = open_encoder(setting)
    except UserError as error:
        return DoctorCheck("sentences", State.WARN, error.message, "Mend FACTDESK_SENTENCE_MODEL, or set it to off.")
    return DoctorCheck("sentences", State.OK, f"{encoder.model_id}, {encoder.dimensions} numbers a sentence")


def _token(settings: Settings) -> DoctorCheck:
    """Look at the token's shape alone; whether Discord takes it, only `factdesk bot` finds out."""
    try:
        token = settings.secret_token
    except UserError as error:
        return DoctorCheck("token", State.FAIL, error.message)
    if token is None:
        return DoctorCheck("token", State.WARN, "none is set", "Only the bot needs it (FACTDESK_TOKEN).")
    if not looks_like_a_token(token):
        mend = "Copy it anew from Discord's developer portal (Bot, Reset Token); the client secret is something else."
        return DoctorCheck("token", State.FAIL, "what is set does not look like a bot's token", mend)
    return DoctorCheck("token", State.OK, "has the shape of a bot's token")


def looks_like_a_token(token: str) -> bool:
    """Tell whether `token` is three parts of base64url, the first of which holds the bot's numeric id."""
    found = re.fullmatch(r"([\w-]{18,})\.[\w-]{6,}\.[\w-]{27,}", token, re.ASCII)
    if not found:
        return False
    try:
        return base64.urlsafe_b64decode(found[1] + "==").isdigit()
    except binascii.Error:
        return False
