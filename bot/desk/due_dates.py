"""Due dates in words: "tomorrow 17:00" -> a moment."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import UserError

END_OF_DAY = time(18)  # for a day without a time; after that hour, midnight
_LONGEST = 60  # characters
_HOW = "Write it as “tomorrow 17:00”, “friday”, “in 3 hours” or “2026-11-30”."
_SLASHED = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](?:\d{2}){1,2}\b")
_NUMBER_ALONE = re.compile(r"\s*\d+\s*\Z")
# What Discord makes of "@time" in a text (https://docs.discord.com/developers/reference#message-formatting).
_TIMESTAMP = re.compile(r"<t:(\d{1,11})(?::[tTdDfFRsS])?>")
_END_OF_DAY = re.compile(r"\s*(?:eod|end of (?:the )?day)\s*\Z", re.IGNORECASE)


def parse_due_date(words: str, now: datetime, zone: str) -> datetime:
    """Return the moment, in UTC, of words such as "tomorrow 17:00", or of a timestamp of Discord, "<t:1796050800:f>".

    A day without a time means 18:00 there. Raises UserError for unreadable words, and for the past.
    """
    local = now.astimezone(ZoneInfo(zone))
    shown = " ".join(words.split())[:_LONGEST]
    if (slashed := _SLASHED.search(words)) and max(int(slashed[1]), int(slashed[2])) <= 12:
        raise UserError(f"“{shown}” is one day in London and another in New York. Write it as 2026-11-30.")
    found = _discord_timestamp(words) or _read("today" if _END_OF_DAY.match(words) else words, local)
    if found is None:
        raise UserError(f"“{shown}” can't be read as a date. {_HOW}")
    if found <= now:
        in_zone = found.astimezone(ZoneInfo(zone))
        raise UserError(f"“{shown}” has passed ({in_zone:%Y-%m-%d %H:%M}). Choose a time in the future.")
    return found.astimezone(UTC)


def _discord_timestamp(words: str) -> datetime | None:
    found = _TIMESTAMP.fullmatch(words.strip())
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def _read(words: str, local: datetime) -> datetime | None:
    import dateparser.date  # noqa: PLC0415 - 0.3 s to import, and few commands need it

    if len(words) > _LONGEST or _NUMBER_ALONE.match(words):
        return None
    settings = {
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": local.replace(tzinfo=None),
        "DATE_ORDER": "DMY",
        "RETURN_TIME_AS_PERIOD": True,
    }
    try:
        read = dateparser.date.DateDataParser(languages=["en"], settings=settings).get_date_data(words)
    except (OverflowError, ValueError):
        return None
    found, period = read.date_obj, read.period
    if found is None or period in {"month", "year"}:
        return None
    # dateparser calls "tonight" a day although it sets an hour; for a plain day it sets midnight or the current hour.
    if period != "time" and found.time() in {time(), local.time()}:
        found = _end_of(found, local)
    return found if found.tzinfo else found.replace(tzinfo=local.tzinfo)


def _end_of(day: datetime, local: datetime) -> datetime:
    end = datetime.combine(day.date(), END_OF_DAY)
    if day.date() == local.date() and local.time() >= END_OF_DAY:
        return end.replace(hour=0) + timedelta(days=1)
    return end
