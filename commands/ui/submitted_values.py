"""Values that Discord sends for menus, forms and options, checked before use.

Discord offers what the bot gave it; an old message or a changed client may send anything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from bot.errors import UserError

NOT_OFFERED = "This was not one of the choices. Open the menu or form again, and choose from it."

T = TypeVar("T")
_MAX_DIGITS = 18  # the largest that SQLite stores has nineteen


def submitted_number(text: str) -> int:
    """Return a number without sign, of at most 18 digits.

    Raises UserError for anything else.
    """
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MAX_DIGITS + 1):
        raise UserError(NOT_OFFERED)
    return int(digits)


def submitted_choice(read: Callable[[str], T], text: str) -> T:
    """Return `read(text)`, such as a member of an enumeration.

    Raises UserError if `read` raises ValueError or KeyError.
    """
    try:
        return read(text)
    except (KeyError, ValueError):
        raise UserError(NOT_OFFERED) from None


def submitted_id(value: Any) -> int | None:  # noqa: ANN401 - whatever a menu gave
    """Return the id of a chosen channel or role, or None for no choice.

    Raises UserError for a value without an id.
    """
    if value is None:
        return None
    id_ = getattr(value, "id", None)
    if not isinstance(id_, int):
        raise UserError(NOT_OFFERED)
    return id_
