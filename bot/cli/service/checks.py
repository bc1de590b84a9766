"""The checks of `factdesk doctor`, one function each."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

from bot.cli.counts import counted
from bot.corpus.readers import SUFFIX_NAMES, SUFFIXES
from bot.errors import IndexUnavailableError, UserError
from bot.library import folder_scan as on_disk
from bot.library.data_folder import StoreHealth, open_store_health
from bot.library.folder_scan import FileFilter
from bot.library.ocr import ocr_setting
from bot.library.sentence_encoder import OFF, open_encoder
from bot.settings import Settings, load_settings

_SOON_SENT = timedelta(minutes=15)


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class DoctorCheck:
    """Result of one check; `fix` is the advice, None without a fault."""

    name: str
    state: State
    finding: str
    fix: str | None = None


async def run_checks() -> list[DoctorCheck]:
    """Return all checks; later ones depend on earlier ones."""
    try:
        settings = load_settings()
    except UserError as error:
        return [DoctorCheck("settings", State.FAIL, error.message)]
    checks = [DoctorCheck("settings", State.OK, f"factdesk {version('factdesk')}, data in {settings.data}")]
    checks += [await asyncio.to_thread(_check_folder, folder, settings) for folder in settings.corpus]
    if not settings.corpus:
        checks.append(DoctorCheck("corpus", State.WARN, "no folder of articles is set", "Name one in FACTDESK_CORPUS."))
    checks += [check async for check in _check_storage(settings)]
    checks.append(await asyncio.to_thread(_check_language_model, settings.spacy_model))
    checks.append(await asyncio.to_thread(_check_sentence_model, settings.sentence_model))
    checks.append(_check_ocr(settings))
    checks.append(_check_token(settings))
    return checks


def _check_folder(folder: Path, settings: Settings) -> DoctorCheck:
    wanted = FileFilter(SUFFIXES, settings.max_file_mb * 1_000_000, settings.follow_links)
    try:
        scan = on_disk.scan(on_disk.check(folder), wanted)
    except UserError as error:
        return DoctorCheck("corpus", State.FAIL, error.message)
    finding = f"{folder}: {counted(len(scan.files), 'file')} to read, {len(scan.skipped):,} skipped"
    if not scan.files:
        return DoctorCheck("corpus", State.WARN, finding, f"Put {SUFFIX_NAMES} files there.")
    return DoctorCheck("corpus", State.OK, finding)


async def _check_storage(settings: Settings) -> AsyncIterator[DoctorCheck]:
    """Yield the checks of the data folder, the database and the index."""
    try:
        async with open_store_health(settings) as health:
            yield DoctorCheck("data", State.OK, f"{settings.data} is writable")
            yield await _check_database(health)
            yield await _check_index(health)
            yield await _check_quarantine(health)
            yield await _check_outbox(health)
    except UserError as error:
        yield DoctorCheck("data", State.FAIL, error.message)


async def _check_database(health: StoreHealth) -> DoctorCheck:
    if (damage := await health.damage()) is not None:
        return DoctorCheck("database", State.FAIL, f"damaged ({damage})", health.damage_fix())
    count = await health.documents()
    server = await health.archive_server()
    where = f" ({server})" if server else ""
    if not count:
        return DoctorCheck("database", State.WARN, f"no document is stored yet{where}", "Run `factdesk index`.")
    return DoctorCheck("database", State.OK, f"{counted(count, 'document')}{where}")


async def _check_index(health: StoreHealth) -> DoctorCheck:
    try:
        return await _check_reachable_index(health)
    except IndexUnavailableError as error:
        return DoctorCheck("index", State.FAIL, error.message)


async def _check_reachable_index(health: StoreHealth) -> DoctorCheck:
    server = await health.index_server()
    where = f" ({server})" if server else ""
    if (damage := await health.index_damage()) is not None:
        fix = "Run `factdesk index`: it moves the index aside and rebuilds it from the database."
        return DoctorCheck("index", State.FAIL, f"damaged: {damage}", fix)
    if not await health.documents():
        return DoctorCheck("index", State.OK, f"empty, like the database{where}")
    if not await health.is_index_in_sync():
        finding = f"not in sync with the database{where}"
        return DoctorCheck("index", State.WARN, finding, "Nothing to do: the next command updates it.")
    return DoctorCheck("index", State.OK, f"in sync, {counted(await health.passages(), 'passage')}{where}")


async def _check_quarantine(health: StoreHealth) -> DoctorCheck:
    count = await health.quarantined_files()
    if not count:
        return DoctorCheck("quarantine", State.OK, "every file was read")
    finding = f"{counted(count, 'file')} could not be read, or only in part"
    return DoctorCheck("quarantine", State.WARN, finding, "`factdesk corpus quarantine` lists the reasons.")


async def _check_outbox(health: StoreHealth) -> DoctorCheck:
    """Check for messages waiting over 15 minutes for Discord."""
    backlog = await health.outbox()
    if backlog.oldest is None:
        return DoctorCheck("outbox", State.OK, "no message waits for Discord")
    noun = "message waits" if backlog.count == 1 else "messages wait"
    finding = f"{backlog.count:,} {noun} for Discord, the oldest since {backlog.oldest:%Y-%m-%d %H:%M} UTC"
    if datetime.now(UTC) - backlog.oldest < _SOON_SENT:
        return DoctorCheck("outbox", State.OK, finding)
    fix = "Start the bot. If it is running, its log and `/desk show` say what keeps it from sending."
    return DoctorCheck("outbox", State.WARN, finding, fix)


def _check_language_model(name: str) -> DoctorCheck:
    """Load the spaCy model, in one or two seconds."""
    from bot.attribution.syntax.parser import load  # noqa: PLC0415 - spaCy; the other checks need not wait for it

    try:
        nlp = load(name)
    except UserError as error:
        return DoctorCheck("model", State.FAIL, error.message)
    meta = nlp.meta
    return DoctorCheck("model", State.OK, f"{meta['lang']}_{meta['name']} {meta['version']}")


def _check_sentence_model(setting: str) -> DoctorCheck:
    """Load the sentence model.

    A failure is only a warning, since answers work without the model.
    """
    if setting == OFF:
        return DoctorCheck("sentences", State.OK, "turned off")
    try:
        encoder = open_encoder(setting)
    except UserError as error:
        return DoctorCheck("sentences", State.WARN, error.message, "Correct FACTDESK_SENTENCE_MODEL, or set it to off.")
    return DoctorCheck("sentences", State.OK, f"{encoder.model_id}, {encoder.dimensions} dimensions")


def _check_ocr(settings: Settings) -> DoctorCheck:
    """Look for the program that reads scanned pages."""
    setting = ocr_setting(settings.ocr, settings.ocr_seconds)
    program = Path(setting.program).name if setting.program else None
    if setting.enabled and program is None:
        finding = "FACTDESK_OCR is on, but neither ocrmypdf nor tesseract is installed"
        return DoctorCheck("ocr", State.WARN, finding, "Install one of them, or set FACTDESK_OCR=off.")
    if setting.enabled:
        return DoctorCheck("ocr", State.OK, f"scans are read by {program}")
    installed = f"; {program} is installed, so FACTDESK_OCR=on would read them" if program else ""
    return DoctorCheck("ocr", State.OK, f"turned off, scans are left out{installed}")


def _check_token(settings: Settings) -> DoctorCheck:
    """Check the shape of the token.

    Only `factdesk bot` learns from Discord whether the token is valid.
    """
    try:
        token = settings.secret_token
    except UserError as error:
        return DoctorCheck("token", State.FAIL, error.message)
    if token is None:
        return DoctorCheck(
            "token", State.WARN, "no token is set", "Set FACTDESK_TOKEN to run the bot; nothing else needs it."
        )
    if not is_token_shaped(token):
        fix = "Copy the token from Discord's developer portal (Bot, Reset Token), not the client secret."
        return DoctorCheck("token", State.FAIL, "the value does not look like a bot token", fix)
    return DoctorCheck("token", State.OK, "looks like a bot token")


def is_token_shaped(token: str) -> bool:
    """Check for three parts of base64url, as bot tokens have them.

    The first part must be the bot's numeric id.
    """
    parts = re.fullmatch(r"([\w-]{18,})\.[\w-]{6,}\.[\w-]{27,}", token, re.ASCII)
    if not parts:
        return False
    try:
        return base64.urlsafe_b64decode(parts[1] + "==").isdigit()
    except binascii.Error:
        return False
