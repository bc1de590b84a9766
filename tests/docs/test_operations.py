"""The table of alarms quotes what the code says, and the page stays short."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from bot.settings import Settings
from tests.conftest import ROOT

PAGE = (ROOT / "docs/operations.md").read_text("utf-8")


def alarms() -> list[str]:
    """Return the first cells of the table of alarms."""
    cells = re.findall(r"^\| (.+?) \|", PAGE.split("## What each alarm means")[1], re.MULTILINE)
    return [cell for cell in cells if cell != "alarm"]


@cache
def texts_of_the_code() -> frozenset[str]:
    """Return all string constants, also those within f-strings."""
    paths = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("commands/**/*.py")]
    nodes = (node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


@pytest.mark.parametrize("alarm", alarms())
def test_each_alarm_of_the_table_is_a_text_of_the_code(alarm: str) -> None:
    """Parts are compared, since some texts are put together from two places."""
    parts = [part.strip() for part in re.split(r"…|; |(?<=messages wait) ", alarm.removeprefix("📢 "))]
    missing = [part for part in parts if not any(part in text for text in texts_of_the_code())]
    assert missing == []


def test_the_alarms_that_are_posted_in_discord_are_marked() -> None:
    assert [alarm.removeprefix("📢 ").split(" …")[0] for alarm in alarms() if alarm.startswith("📢")] == [
        "The database is damaged: restore the backup of",
        "The database",
        "The search index was damaged (…). It was moved aside and is rebuilt",
        "The scheduled backup failed:",
        "The reading copy failed:",
        "The verdicts could not be published:",
        "The published site is incomplete:",
        "Shard",
    ]


def test_every_setting_that_the_page_names_exists_and_those_of_metrics_and_backups_are_named() -> None:
    settings = {f"FACTDESK_{name.upper()}" for name in Settings.model_fields}
    named = set(re.findall(r"FACTDESK_\w+", PAGE))
    assert named <= settings
    assert {name for name in settings if name.startswith(("FACTDESK_METRICS_", "FACTDESK_BACKUP_"))} <= named


def test_the_page_stays_about_two_pages_long() -> None:
    assert len(re.findall(r"\w+", PAGE)) < 1_350
