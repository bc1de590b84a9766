"""Loads the fitted weights of the judge from the package."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from bot.answer.judge import Judge


@cache
def load_judge() -> Judge:
    """Return the judge with the weights of bot/answer/weights.json."""
    return Judge(json.loads(files("bot.answer").joinpath("weights.json").read_text(encoding="utf-8")))
