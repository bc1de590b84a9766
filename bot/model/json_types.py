"""The type of the JSON that the terminal writes."""

from __future__ import annotations

from typing import TypeAlias

# What the terminal's JSON is made of.
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
