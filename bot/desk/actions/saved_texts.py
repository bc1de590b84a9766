"""Saved filters and verdict templates: saved, changed and deleted, each in one transaction with its event."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from bot.desk import validation, verdict_templates
from bot.desk.actions import transaction
from bot.desk.actions.transaction import Request
from bot.errors import UserError
from bot.model.saved_texts import NewFilter, NewTemplate, SavedFilter, SavedText, SavedTextKind, VerdictTemplate
from bot.store.desk import desks, events, people, saved_texts
from bot.store.desk.saved_texts import WHOLE_DESK, Shelf
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import stamp

MOST_FILTERS = 25  # of a person, and of the whole desk: choices that Discord shows
MOST_TEMPLATES = 25  # options of a menu in Discord

DESK_FILTERS_FOR_EDITORS = "Only an editor can save filters for the whole desk. Save it for yourself instead."
TEMPLATES_FOR_EDITORS = "Only an editor can see and change the verdict templates."
_NO_FILTER = "This saved filter was deleted. Choose another one from the suggestions."
_NO_TEMPLATE = "This template was deleted. /desk template lists the others."
_NOT_YOUR_FILTER = "Only an editor, or whoever saved it, can delete a filter of the whole desk."
_MINE = "opener"  # "assigned to or flagged by" whoever opens the filter


def save_filter(connection: sqlite3.Connection, request: Request, new: NewFilter) -> SavedFilter:
    """Save a list's filters under a name, for the actor or for the whole desk.

    Raises UserError for a name that other filters have, for too many, for people whom the desk doesn't know, and if
    somebody other than an editor saves for the whole desk.
    """
    if new.for_desk and not request.actor.is_editor:
        raise UserError(DESK_FILTERS_FOR_EDITORS)
    name, context = validation.saved_name(new.name), _begin(connection, request)
    assert context.person is not None
    shelf = Shelf(SavedTextKind.FILTER, WHOLE_DESK if new.for_desk else context.person)
    content = _filter_content(context, request, new)
    kept = saved_texts.on_shelf(connection, context.desk, shelf)
    same = _named(kept, name)
    if same is None:
        whose = "The desk has" if new.for_desk else "You have"
        _refuse_too_many(len(kept), MOST_FILTERS, f"{whose} {MOST_FILTERS} saved filters, the most that there can be.")
        number = saved_texts.add(context, shelf, name, content)
        events.append(context, "filter saved", after={"saved": number})
    elif same.content != content:
        raise UserError(
            f"There is another saved filter “{same.name}”. Choose another name, or delete it with "
            "/claims delete-filter first."
        )
    key = name.casefold()
    return next(found for found in _filters(connection, context.desk, shelf) if found.name.casefold() == key)


def delete_filter(connection: sqlite3.Connection, request: Request, number: int) -> SavedFilter:
    """Delete a filter of the actor or of the whole desk, and return it.

    Raises UserError if the actor doesn't see it, or may not delete it.
    """
    context = _begin(connection, request)
    found = next((kept for kept in filters_of(connection, request) if kept.number == number), None)
    if found is None:
        raise UserError(_NO_FILTER)
    if found.for_desk and not (request.actor.is_editor or found.author.number == context.person):
        raise UserError(_NOT_YOUR_FILTER)
    saved_texts.delete(context, number)
    events.append(context, "filter deleted", {"saved": number})
    return found


def filters_of(connection: sqlite3.Connection, request: Request) -> list[SavedFilter]:
    """Return the filters that an actor may open: their own, then those of the whole desk."""
    desk = desks.find(connection, request.guild)
    if desk is None:
        return []
    person = people.find(connection, desk, request.actor.user)
    owners = [WHOLE_DESK] if person is None else [person, WHOLE_DESK]
    return [found for owner in owners for found in _filters(connection, desk, Shelf(SavedTextKind.FILTER, owner))]


def templates(connection: sqlite3.Connection, desk: int) -> list[VerdictTemplate]:
    """Return the verdict templates of a desk, by name."""
    return [_template(kept) for kept in saved_texts.on_shelf(connection, desk, Shelf(SavedTextKind.TEMPLATE))]


def save_template(
    connection: sqlite3.Connection, request: Request, new: NewTemplate, *, number: int = 0, seen: int = 0
) -> VerdictTemplate:
    """Add a verdict template, or change the one with a number.

    `seen` is the version that the actor was looking at. Raises UserError for anybody but editors, for unknown
    placeholders or ratings, for a name in use, for too many, and if somebody else has changed it since.
    """
    _require_editor(request)
    context = _begin(connection, request)
    name, content = _template_content(connection, request, new)
    kept = saved_texts.on_shelf(connection, context.desk, Shelf(SavedTextKind.TEMPLATE))
    same = _named(kept, name)
    if same and same.number != number:
        if same.content != content or number:
            raise UserError(f"There is another template “{same.name}”. Choose another name, or edit that one.")
        return _template(same)  # added by the same form, delivered twice
    if number:
        before = next((text for text in kept if text.number == number), None)
        _change(context, before, seen, name, content)
    else:
        about = f"The desk has {MOST_TEMPLATES} verdict templates, the most that there can be."
        _refuse_too_many(len(kept), MOST_TEMPLATES, about)
        added = saved_texts.add(context, Shelf(SavedTextKind.TEMPLATE), name, content)
        events.append(context, "template saved", after={"saved": added})
    return next(found for found in templates(connection, context.desk) if found.name == name)


def delete_template(connection: sqlite3.Connection, request: Request, number: int) -> VerdictTemplate:
    """Delete a verdict template, and return it. Raises UserError for anybody but editors."""
    _require_editor(request)
    context = _begin(connection, request)
    found = next((kept for kept in templates(connection, context.desk) if kept.number == number), None)
    if found is None:
        raise UserError(_NO_TEMPLATE)
    saved_texts.delete(context, number)
    events.append(context, "template deleted", {"saved": number})
    return found


def find_template(connection: sqlite3.Connection, guild: int, number: int) -> VerdictTemplate:
    """Return a template of a guild's desk. Raises UserError after its deletion."""
    desk = desks.find(connection, guild)
    kept = [] if desk is None else templates(connection, desk)
    found = next((template for template in kept if template.number == number), None)
    if found is None:
        raise UserError(_NO_TEMPLATE)
    return found


def _begin(connection: sqlite3.Connection, request: Request) -> WriteContext:
    desk, person = transaction.desk_and_person(connection, request)
    return WriteContext(connection, desk, 0, person, stamp(request.now))


def _require_editor(request: Request) -> None:
    if not request.actor.is_editor:
        raise UserError(TEMPLATES_FOR_EDITORS)


def _named(kept: Iterable[SavedText], name: str) -> SavedText | None:
    return next((text for text in kept if text.name.casefold() == name.casefold()), None)


def _refuse_too_many(count: int, most: int, about: str) -> None:
    if count >= most:
        raise UserError(f"{about} Delete one first.")


def _filter_content(context: WriteContext, request: Request, new: NewFilter) -> str:
    """Return a filter as JSON; people are numbers of the log, so that an erasure reaches them."""
    is_mine = new.mine == request.actor.user
    found = {
        "conditions": new.conditions,
        "assignee": None if new.assignee is None else _person(context, new.assignee),
        "mine": _MINE if is_mine else None if new.mine is None else _person(context, new.mine),
    }
    return json.dumps(found, ensure_ascii=False)


def _person(context: WriteContext, user: int) -> int:
    number = people.find(context.connection, context.desk, user)
    if number is None:
        raise UserError(
            "A person of these filters has not worked with this desk yet. Choose somebody else, or assign them a claim "
            "first."
        )
    return number


def _filters(connection: sqlite3.Connection, desk: int, shelf: Shelf) -> Iterator[SavedFilter]:
    for kept in saved_texts.on_shelf(connection, desk, shelf):
        content = json.loads(kept.content)
        known = people.get(connection, desk, _numbers(content))
        yield SavedFilter(
            kept.number,
            kept.name,
            content["conditions"],
            known.get(content["assignee"]),
            known.get(content["mine"]),
            content["mine"] == _MINE,
            kept.owner is None,
            kept.author,
        )


def _numbers(content: dict[str, object]) -> list[int]:
    return [number for key in ("assignee", "mine") if isinstance(number := content[key], int)]


def _template_content(connection: sqlite3.Connection, request: Request, new: NewTemplate) -> tuple[str, str]:
    """Return a template's name, and its text and rating as JSON."""
    scale = desks.settings(connection, request.guild).ratings
    rating = validation.rating(new.rating, scale) if new.rating else None
    text = verdict_templates.checked_text(new.text)
    return validation.saved_name(new.name), json.dumps({"text": text, "rating": rating}, ensure_ascii=False)


def _change(context: WriteContext, before: SavedText | None, seen: int, name: str, content: str) -> None:
    if before is None:
        raise UserError(_NO_TEMPLATE)
    if (before.name, before.content) == (name, content):
        return
    if before.version != seen:
        raise UserError(f"{before.author.name} has changed “{before.name}” meanwhile. Open it again, then edit it.")
    saved_texts.change(context, before.number, name, content)
    events.append(context, "template changed", {"saved": before.number}, {"saved": before.number})


def _template(kept: SavedText) -> VerdictTemplate:
    content = json.loads(kept.content)
    return VerdictTemplate(kept.number, kept.name, content["text"], content["rating"], kept.author, kept.version)
