"""How a guild's desk is set up, and which desk the terminal works at."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.desk.actions.transaction import Request
from bot.errors import UserError
from bot.model.claims import OWN_GUILD, DeskSettings
from bot.model.notifications import ReminderKind
from bot.store.desk import desks, events, notices, people, schedules
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import stamp

SETTINGS_CHANGED = "settings changed"
ADOPTED = "moved here"
_MOST_RATINGS = 25  # what a select menu in Discord holds
_LONGEST_RATING = 50


def set_up(connection: sqlite3.Connection, request: Request, new: DeskSettings) -> DeskSettings:
    """Save a desk's settings and return them; the first guild that does so takes over the newsroom's own desk.

    Who may do it is the door's to check. Raises UserError for settings that can't work.
    """
    new = replace(_checked(new), set_up=True)
    was_adopted = desks.adopted(connection, request.guild)
    desk = desks.opened(connection, request.guild)
    before = desks.settings(connection, request.guild)
    desks.save(connection, desk, new)
    person = people.number_of(connection, desk, request.actor.user, request.actor.name)
    context = WriteContext(connection, desk, 0, person, stamp(request.now))
    if was_adopted:
        events.append(context, ADOPTED)
        notices.all_told(connection, desk, context.at)
    if before != new:
        old, now = asdict(before), asdict(new)
        changed = [key for key in old if old[key] != now[key]]
        events.append(context, SETTINGS_CHANGED, {key: old[key] for key in changed}, {key: now[key] for key in changed})
    if new.digest_hour is None:
        schedules.drop(connection, desk, ReminderKind.DIGEST)
    elif (new.digest_hour, new.time_zone) != (before.digest_hour, before.time_zone):
        # Where neither was touched, a digest that waits to be sent waits on.
        schedules.put(connection, desk, ReminderKind.DIGEST, stamp(next_digest(new, request.now)))
    return new


def next_digest(settings: DeskSettings, now: datetime) -> datetime:
    """Return when the next digest is due: at its hour by the newsroom's clock, today or tomorrow."""
    assert settings.digest_hour is not None
    local = now.astimezone(ZoneInfo(settings.time_zone))
    at = datetime.combine(local.date(), time(settings.digest_hour), local.tzinfo)
    return at if at > local else datetime.combine(local.date() + timedelta(days=1), at.time(), local.tzinfo)


def default_guild(connection: sqlite3.Connection) -> int:
    """Return the guild that the terminal works at where none is named: the only one set up, else the newsroom's own."""
    guilds = desks.guilds(connection, set_up=True)
    return guilds[0] if len(guilds) == 1 else OWN_GUILD


def _checked(new: DeskSettings) -> DeskSettings:
    try:
        ZoneInfo(new.time_zone)
    except (ValueError, OSError, KeyError):
        raise UserError(f"“{new.time_zone[:60]}” is no time zone: write one such as Europe/London.") from None
    if new.digest_hour is not None and not 0 <= new.digest_hour <= 23:
        raise UserError("The hour of the digest is a number from 0 to 23.")
    ratings = tuple(dict.fromkeys(clean for each in new.ratings if (clean := " ".join(each.split()))))
    if not 2 <= len(ratings) <= _MOST_RATINGS:
        raise UserError(f"The scale has {len(ratings)} ratings: it takes from 2 to {_MOST_RATINGS}, each once.")
    if too_long := next((each for each in ratings if len(each) > _LONGEST_RATING), None):
        raise UserError(f"The rating “{too_long[:20]}…” is longer than {_LONGEST_RATING} characters: shorten it.")
    return replace(new, ratings=ratings)
