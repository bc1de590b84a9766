"""Which claims a list shows, as a person chose it: written into a button, so that its pages turn after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.errors import UserError
from bot.model.claims import IN_WORK, RULED, ClaimFilter, Status
from commands.ui.truncate import cut_line

MAX_CUSTOM_ID = 100  # characters of a custom_id
# What a list may be narrowed to, each with its mark in a button: a status, or all that are (not) settled.
_STATUS_FILTERS: dict[str, tuple[str, frozenset[Status]]] = {
    "": ("", frozenset()),
    "w": ("in work", IN_WORK),
    "s": ("with a verdict", RULED),
    "o": ("open", frozenset({Status.OPEN})),
    "c": ("checking", frozenset({Status.CHECKING})),
    "r": ("in review", frozenset({Status.REVIEW})),
    "v": ("verdict", frozenset({Status.VERDICT})),
    "x": ("corrected", frozenset({Status.CORRECTED})),
    "d": ("duplicate", frozenset({Status.DUPLICATE})),
    "n": ("declined", frozenset({Status.DECLINED})),
}
STATUSES = {name: mark for mark, (name, _) in _STATUS_FILTERS.items() if name}
_SEPARATOR = "|"
_TOO_OLD = "This list is too old to turn its pages: please ask for it again."


@dataclass(frozen=True, slots=True)
class ListFilters:
    """The filters of a list; `shown` is a mark of `STATUSES`. People are user ids; `assignee` 0 is nobody."""

    shown: str = ""
    assignee: int | None = None
    mine: int | None = None
    overdue: bool = False
    tag: str = ""
    rating: str = ""
    text: str = ""

    def filter(self, now: datetime) -> ClaimFilter:
        """Return what the desk is asked for; `now` decides what is overdue."""
        return ClaimFilter(
            statuses=_STATUS_FILTERS[self.shown][1],
            assignee=self.assignee or None,
            unassigned=self.assignee == 0,
            mine=self.mine,
            tag=self.tag.casefold().lstrip("# ") or None,
            rating=self.rating or None,
            overdue=now if self.overdue else None,
            text=self.text,
        )


def encode_filters(chosen: ListFilters) -> str:
    """Return the filters as a button holds them; see `read`. It may be too long for one."""
    people = ["" if each is None else str(each) for each in (chosen.assignee, chosen.mine)]
    parts = [chosen.shown, *people, "1" if chosen.overdue else "", chosen.tag, chosen.rating, chosen.text]
    return _SEPARATOR.join(part.replace("%", "%25").replace(_SEPARATOR, "%7C") for part in parts)


def decode_filters(kept: str) -> ListFilters:
    """Return the filters that `written` wrote down. Raises UserError for what it never wrote."""
    parts = [part.replace("%7C", _SEPARATOR).replace("%25", "%") for part in kept.split(_SEPARATOR)]
    try:
        shown, assignee, mine, overdue, tag, rating, text = parts
        people = (_user_id(assignee), _user_id(mine))
    except ValueError:
        raise UserError(_TOO_OLD) from None
    if shown not in _STATUS_FILTERS:
        raise UserError(_TOO_OLD)
    return ListFilters(shown, *people, bool(overdue), tag, rating, text)


def describe_filters(chosen: ListFilters, reader: int) -> str:
    """Return the filters in words, fit for a card that this user reads; empty where there are none."""
    return " · ".join(filter(None, _descriptions(chosen, reader)))


def _descriptions(chosen: ListFilters, reader: int) -> Iterator[str]:
    yield _STATUS_FILTERS[chosen.shown][0]
    if chosen.assignee is not None:
        yield f"with <@{chosen.assignee}>" if chosen.assignee else "with nobody"
    if chosen.mine is not None:
        yield "yours" if chosen.mine == reader else f"of <@{chosen.mine}>"
    yield "overdue" if chosen.overdue else ""
    yield f"tagged {cut_line(chosen.tag.lstrip('# '), 60)}" if chosen.tag else ""
    yield f"ruled {cut_line(chosen.rating, 60)}" if chosen.rating else ""
    yield f"with “{cut_line(chosen.text, 80)}”" if chosen.text else ""


def _user_id(id_: str) -> int | None:
    return int(id_) if id_ else None
