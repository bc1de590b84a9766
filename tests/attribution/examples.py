"""Examples in the docstring of a rule: a text, and below it a line `source | cue | content` for each attribution.

`⏎` in a text stands for an empty line. A text without a line is one in which the rule finds nothing.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.attribution import pipeline

if TYPE_CHECKING:
    from collections.abc import Callable

_HEADING = "Examples:"


@dataclass(frozen=True)
class RuleExample:
    """A text of a rule's docstring and what the rule finds in it."""

    text: str
    expected: tuple[str, ...]

    @property
    def article(self) -> str:
        return self.text.replace(" ⏎ ", "\n\n") + "\n"


def rules_by_stage() -> dict[str, list[Callable[..., Any]]]:
    """Return the rules of the pipeline below the names of their stages, in the order in which they are applied."""
    return {
        "In one sentence or headline": [rule for row in pipeline.RULES for rule in row],
        "After other rules": [
            *pipeline.RULES_BEFORE_QUOTATIONS,
            *pipeline.RULES_AFTER_QUOTATIONS,
            *pipeline.RULES_AFTER_PROVENANCE,
        ],
        "Lead-ins of lists and paragraphs": list(pipeline.LEAD_IN_RULES),
        "Quotations and inherited sources": list(pipeline.STAGES),
    }


def all_rules() -> list[Callable[..., Any]]:
    """Return every rule of the pipeline."""
    return [rule for rules in rules_by_stage().values() for rule in rules]


def description(rule: Callable[..., Any]) -> str:
    """Return the docstring of a rule without its examples."""
    return inspect.cleandoc(rule.__doc__ or "").split(_HEADING)[0].strip()


def examples(rule: Callable[..., Any]) -> list[RuleExample]:
    """Return the examples of a rule's docstring, in order."""
    _, _, section = inspect.cleandoc(rule.__doc__ or "").partition(_HEADING)
    found: list[tuple[str, list[str]]] = []
    for line in inspect.cleandoc(section).splitlines():
        if line.startswith(" "):
            found[-1][1].append(line.strip())
        else:
            found.append((line, []))
    return [RuleExample(text, tuple(expected)) for text, expected in found if text]
