"""Verdicts of the checker, and the accepted patterns with their reasons."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.regexes.collect import CollectedRegex

HERE = Path(__file__).parent
VERDICTS = HERE / "verdicts.json"
ACCEPTED = HERE / "accepted.toml"


@dataclass(frozen=True, slots=True)
class AcceptedRegex:
    """A pattern that may be superlinear, with the reason why it does no harm."""

    key: str
    place: str
    reason: str


def load_verdicts() -> dict[str, str]:
    """Return the verdict of each checked pattern by its key."""
    return dict(json.loads(VERDICTS.read_text())) if VERDICTS.exists() else {}


def save_verdicts(verdicts: Mapping[str, str], collected: Iterable[CollectedRegex]) -> None:
    """Write the verdicts of the patterns that the code still has."""
    keys = {regex.key for regex in collected}
    present = {key: verdicts[key] for key in sorted(keys & verdicts.keys())}
    VERDICTS.write_text(json.dumps(present, indent=0) + "\n")


def load_accepted() -> list[AcceptedRegex]:
    """Return the accepted patterns."""
    groups = tomllib.loads(ACCEPTED.read_text())["accepted"] if ACCEPTED.exists() else []
    return [
        AcceptedRegex(key, place, " ".join(group["reason"].split()))
        for group in groups
        for key, place in group["patterns"].items()
    ]


def is_safe(verdict: str) -> bool:
    """Return True for a pattern that takes linear time."""
    return verdict.startswith("safe")


def findings(
    collected: Iterable[CollectedRegex], verdicts: Mapping[str, str], accepted: Iterable[AcceptedRegex]
) -> list[str]:
    """Return one sentence for each pattern without a verdict or reason, and for each stale entry."""
    regexes = {regex.key: regex for regex in collected}
    reasons = {entry.key: entry for entry in accepted}
    sentences: list[str] = []
    for key, regex in regexes.items():
        verdict = verdicts.get(key)
        if verdict is None:
            sentences.append(f"{regex.place} ({key}) was never checked: run `make regexes` and commit the verdict.")
        elif not is_safe(verdict) and key not in reasons:
            sentences.append(
                f"{regex.place} ({key}) is {verdict}: make it linear, or accept it in tests/regexes/accepted.toml with "
                f"a reason. {regex.source[:200]}"
            )
        elif is_safe(verdict) and key in reasons:
            sentences.append(f"{regex.place} ({key}) is safe: take it out of tests/regexes/accepted.toml.")
    for key, entry in reasons.items():
        if key not in regexes:
            sentences.append(f"{entry.place} ({key}) is in no code any more: take it out of accepted.toml.")
        elif regexes[key].place != entry.place and not any(
            regex.place == entry.place for regex in collected if regex.key == key
        ):
            sentences.append(f"{entry.place} ({key}) stands in {regexes[key].place} now: correct accepted.toml.")
    return sentences
