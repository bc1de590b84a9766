"""Filters of a list of claims, and their encoding in a custom_id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.errors import UserError
from bot.model.claims import IN_WORK, RULED, ClaimFilter, Status
from commands.ui.submitted_values import submitted_choice, submitted_number
from commands.ui.truncate import cut_line

MAX_CUSTOM_ID = 100  # characters of a custom_id
# Status filters by their mark in a custom_id: one status, or all that are (not) settled.
_STATUS_FILTERS: dict[str, tuple[str, frozenset[Status]]] = {
    "": ("", frozenset()),
    "w": ("in progress", IN_WORK),
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
_FIELDS = 8  # the last one, the claimant, only where there is one
_TOO_OLD = "This list is too old for its buttons. Use /claims list again."


@dataclass(frozen=True, slots=True)
class ListFilters:
    """Filters of a list, with user ids for people.

    `shown` is a mark of STATUSES; `assignee` 0 stands for unassigned claims.
    """

    shown: str = ""
    assignee: int | None = None
    mine: int | None = None
    overdue: bool = False
    tag: str = ""
    rating: str = ""
    text: str = ""
    claimant: str = ""

    def filter(self, now: datetime) -> ClaimFilter:
        """Return the desk's filter; `now` is the limit of overdue dates."""
        return ClaimFilter(
            statuses=submitted_choice(_STATUS_FILTERS.__getitem__, self.shown)[1],
            assignee=self.assignee or None,
            unassigned=self.assignee == 0,
            mine=self.mine,
            tag=self.tag.casefold().lstrip("# ") or None,
            rating=self.rating or None,
            overdue=now if self.overdue else None,
            text=self.text,
            claimant=self.claimant,
        )


def encode_filters(filters: ListFilters) -> str:
    """Return the filters as text for a custom_id.

    The text may be too long for one.
    """
    people = ["" if user_id is None else str(user_id) for user_id in (filters.assignee, filters.mine)]
    parts = [filters.shown, *people, "1" if filters.overdue else "", filters.tag, filters.rating, filters.text]
    parts += [filters.claimant] if filters.claimant else []
    return _SEPARATOR.join(part.replace("%", "%25").replace(_SEPARATOR, "%7C") for part in parts)


def decode_filters(encoded: str) -> ListFilters:
    """Return the filters from the text of a custom_id.

    Raises UserError for text that encode_filters never returns.
    """
    parts = [part.replace("%7C", _SEPARATOR).replace("%25", "%") for part in encoded.split(_SEPARATOR)]
    try:
        shown, assignee, mine, overdue, tag, rating, text, claimant = parts if len(parts) == _FIELDS else [*parts, ""]
        people = (_user_id(assignee), _user_id(mine))
    except (ValueError, UserError):
        raise UserError(_TOO_OLD) from None
    if shown not in _STATUS_FILTERS:
        raise UserError(_TOO_OLD)
    return ListFilters(shown, *people, bool(overdue), tag, rating, text, claimant)


def describe_filters(filters: ListFilters, reader: int) -> str:
    """Return the filters in words for a reader, or ""."""
    return " · ".join(filter(None, _descriptions(filters, reader)))


def _descriptions(filters: ListFilters, reader: int) -> Iterator[str]:
    yield _STATUS_FILTERS[filters.shown][0]
    if filters.assignee is not None:
        yield f"assigned to <@{filters.assignee}>" if filters.assignee else "unassigned"
    if filters.mine is not None:
        yield "yours" if filters.mine == reader else f"assigned to or flagged by <@{filters.mine}>"
    yield "overdue" if filters.overdue else ""
    yield f"tagged {cut_line(filters.tag.lstrip('# '), 60)}" if filters.tag else ""
    yield f"rating {cut_line(filters.rating, 60)}" if filters.rating else ""
    yield f"claimed by {cut_line(filters.claimant, 60)}" if filters.claimant else ""
    yield f"containing “{cut_line(filters.text, 80)}”" if filters.text else ""


def _user_id(id_: str) -> int | None:
    return submitted_number(id_) if id_ else None
