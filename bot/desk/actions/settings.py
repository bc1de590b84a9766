"""Settings of a guild's desk, and the terminal's default guild."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.desk.actions import transaction
from bot.desk.actions.transaction import Request
from bot.errors import UserError
from bot.model.claims import OWN_GUILD, DeskSettings
from bot.model.notifications import ReminderKind
from bot.store.desk import desks, events, outbox, schedules
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import stamp

SETTINGS_CHANGED = "settings changed"
ADOPTED = "moved here"
_MOST_RATINGS = 25  # options of a select menu in Discord
_LONGEST_RATING = 50


def set_up(connection: sqlite3.Connection, request: Request, new: DeskSettings) -> DeskSettings:
    """Save a desk's settings and return them.

    The newsroom's own desk, used by the terminal, moves to the first guild that is set up. The caller checks that the
    actor may change settings. Raises UserError for invalid settings.
    """
    new = replace(_checked(new), set_up=True)
    was_adopted = desks.adopt_own_desk(connection, request.guild)
    desk, person = transaction.desk_and_person(connection, request)
    before = desks.settings(connection, request.guild)
    desks.save(connection, desk, new)
    context = WriteContext(connection, desk, 0, person, stamp(request.now))
    if was_adopted:
        events.append(context, ADOPTED)
    if before != new:
        old_values, new_values = asdict(before), asdict(new)
        changed = [name for name in old_values if old_values[name] != new_values[name]]
        events.append(
            context,
            SETTINGS_CHANGED,
            {name: old_values[name] for name in changed},
            {name: new_values[name] for name in changed},
        )
        # A digest may have waited for a channel.
        outbox.release(connection, desk)
    _schedule_digest(connection, desk, before, new, request.now)
    return new


def _schedule_digest(
    connection: sqlite3.Connection, desk: int, before: DeskSettings, new: DeskSettings, now: datetime
) -> None:
    if new.digest_hour is None:
        schedules.drop(connection, desk, ReminderKind.DIGEST)
    elif (new.digest_hour, new.time_zone) != (before.digest_hour, before.time_zone):
        # With neither changed, a digest that is due but not sent yet must stay due.
        schedules.put(connection, desk, ReminderKind.DIGEST, stamp(next_digest(new, now)))


def next_digest(settings: DeskSettings, now: datetime) -> datetime:
    """Return the time of the next digest: today or tomorrow."""
    assert settings.digest_hour is not None
    local = now.astimezone(ZoneInfo(settings.time_zone))
    at = datetime.combine(local.date(), time(settings.digest_hour), local.tzinfo)
    return at if at > local else datetime.combine(local.date() + timedelta(days=1), at.time(), local.tzinfo)


def default_guild(connection: sqlite3.Connection) -> int:
    """Return the terminal's guild: the only one set up, else OWN_GUILD."""
    guilds = desks.guilds(connection, set_up=True)
    return guilds[0] if len(guilds) == 1 else OWN_GUILD


def _checked(new: DeskSettings) -> DeskSettings:
    try:
        ZoneInfo(new.time_zone)
    except (ValueError, OSError, KeyError):
        raise UserError(f"“{new.time_zone[:60]}” is not a time zone. Use a name such as Europe/London.") from None
    if new.digest_hour is not None and not 0 <= new.digest_hour <= 23:
        raise UserError("The digest hour must be a number from 0 to 23.")
    ratings = tuple(dict.fromkeys(clean for rating in new.ratings if (clean := " ".join(rating.split()))))
    if not 2 <= len(ratings) <= _MOST_RATINGS:
        raise UserError(f"A scale has 2 to {_MOST_RATINGS} different ratings. You gave {len(ratings)}.")
    if too_long := next((rating for rating in ratings if len(rating) > _LONGEST_RATING), None):
        raise UserError(f"The rating “{too_long[:20]}…” is longer than {_LONGEST_RATING} characters. Shorten it.")
    values = tuple((name, value) for name, value in new.rating_values if name in ratings)
    # A limit without a number would let nothing, or everything, count as false.
    limit = new.reply_rating if new.reply_rating in dict(values) else None
    return replace(new, ratings=ratings, rating_values=values, reply_rating=limit)
