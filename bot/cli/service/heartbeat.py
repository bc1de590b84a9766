"""The heartbeat file of the running bot, the shards without a connection, and `factdesk healthcheck`."""

from __future__ import annotations

import time
from pathlib import Path

import click

from bot.library.health import read_health
from bot.settings import load_settings

EVERY_SECONDS = 3.0
STALE_SECONDS = 30.0


def heartbeat_file(data: Path) -> Path:
    return data / "heartbeat"


def write_heartbeat(data: Path) -> None:
    """Set the time of the heartbeat file to now."""
    heartbeat_file(data).touch()


def remove_heartbeat(data: Path) -> None:
    """Delete the heartbeat file.

    Otherwise a stopped bot would be taken for a running one.
    """
    heartbeat_file(data).unlink(missing_ok=True)


def heartbeat_age(data: Path, now: float) -> float | None:
    """Return the seconds since the last heartbeat, or None without one."""
    try:
        return now - heartbeat_file(data).stat().st_mtime
    except OSError:
        return None


def note_disconnected(data: Path, shards: str) -> None:
    """Keep the names of the shards without a connection for `healthcheck`, or delete them with none."""
    file = data / "disconnected-shards"
    if shards:
        file.write_text(shards, "utf-8")
    else:
        file.unlink(missing_ok=True)


def read_disconnected(data: Path) -> str:
    """Return the names of the shards without a connection, or nothing."""
    try:
        return (data / "disconnected-shards").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


@click.command
def healthcheck() -> int:
    """Check whether the bot is connected and its database undamaged.

    Exit codes: 0 healthy, 1 not.
    """
    data = load_settings().data
    if (damage := read_health(data).damage) is not None:
        click.echo(damage, err=True)
        return 1
    seconds = heartbeat_age(data, time.time())
    is_fresh = seconds is not None and -STALE_SECONDS < seconds < STALE_SECONDS
    if not is_fresh and (shards := read_disconnected(data)):
        click.echo(f"Without a connection to Discord: {shards}. Read the log.", err=True)
        return 1
    if seconds is None:
        click.echo("No heartbeat: the bot is not running or not connected yet. Read its log.", err=True)
        return 1
    if not is_fresh:
        click.echo(
            f"The last heartbeat is {seconds:.0f} seconds old: the bot has lost its connection. Read its log.", err=True
        )
        return 1
    click.echo("healthy")
    return 0
