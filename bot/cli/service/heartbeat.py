"""The heartbeat: a file that the running bot keeps fresh, and the command that tells whether it is."""

from __future__ import annotations

import time
from pathlib import Path

import click

from bot.settings import load_settings

EVERY_SECONDS = 3.0
STALE_SECONDS = 30.0


def heartbeat_file(data: Path) -> Path:
    return data / "heartbeat"


def beat(data: Path) -> None:
    """Make the heartbeat fresh."""
    heartbeat_file(data).touch()


def stop_beating(data: Path) -> None:
    """Take the heartbeat away, so that a stopped bot isn't taken for a running one."""
    heartbeat_file(data).unlink(missing_ok=True)


def age(data: Path, now: float) -> float | None:
    """Return the seconds since the last beat, or None where there is no heartbeat."""
    try:
        return now - heartbeat_file(data).stat().st_mtime
    except OSError:
        return None


@click.command
def healthcheck() -> int:
    """Check whether the bot is connected and healthy.

    Exit codes: 0 healthy, 1 not.
    """
    seconds = age(load_settings().data, time.time())
    if seconds is None:
        click.echo("No heartbeat: the bot is not running or not connected yet. Read its log.", err=True)
        return 1
    if not -STALE_SECONDS < seconds < STALE_SECONDS:
        click.echo(
            f"The last heartbeat is {seconds:.0f} seconds old: the bot has lost its connection. Read its log.", err=True
        )
        return 1
    click.echo("healthy")
    return 0
