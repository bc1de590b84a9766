"""Every regular expression is checked; the superlinear ones have a reason, and the list has no stale entries."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.regexes.collect import CollectedRegex
from tests.regexes.javascript import to_javascript
from tests.regexes.verdicts import AcceptedRegex, findings, load_accepted

LINEAR = CollectedRegex("bot.a._WORD", r"\w+", "")
NESTED = CollectedRegex("bot.b._WORDS", r"(?:\w+ ?)+$", "")
CHECKED = {LINEAR.key: "safe linear", NESTED.key: "vulnerable exponential"}
ACCEPTED = AcceptedRegex(NESTED.key, NESTED.place, "a title has at most 80 characters")


def test_every_pattern_of_the_code_is_checked_and_every_exception_has_a_reason() -> None:
    command = [sys.executable, "-m", "tests.regexes", "--without-checker"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) > 300


def test_the_patterns_are_the_same_in_every_run() -> None:
    script = "from tests.regexes.collect import collect; print([regex.key for regex in collect()])"
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_a_safe_pattern_needs_no_reason_and_a_superlinear_one_does() -> None:
    assert findings([LINEAR, NESTED], CHECKED, [ACCEPTED]) == []
    assert findings([LINEAR, NESTED], CHECKED, [])[0].startswith(
        f"bot.b._WORDS ({NESTED.key}) is vulnerable exponential"
    )


def test_a_pattern_without_a_verdict_is_named() -> None:
    assert "was never checked" in findings([LINEAR], {}, [])[0]


def test_stale_entries_are_named() -> None:
    assert "is in no code any more" in findings([LINEAR], CHECKED, [ACCEPTED])[0]
    assert "is safe: take it out" in findings([NESTED], CHECKED | {NESTED.key: "safe safe"}, [ACCEPTED])[0]
    moved = AcceptedRegex(NESTED.key, "bot.c._WORDS", "")
    assert "stands in bot.b._WORDS now" in findings([NESTED], CHECKED, [moved])[0]


def test_each_reason_is_a_sentence() -> None:
    for entry in load_accepted():
        assert len(entry.reason) > 30
        assert entry.reason.endswith(".")


@pytest.mark.parametrize(
    ("pattern", "flags", "expected"),
    [
        (r"(?P<day>\d)(?P=day)\Z", 0, (r"(?<day>\d)\k<day>$", "")),
        ("a b  # two\n [ #]\\ c", re.VERBOSE, ("ab[ #] c", "")),
        (r"(?>a++|b*+)x{2,}+", 0, (r"(?:a+|b*)x{2,}", "")),
        (r"\++[+]+", 0, (r"\++[+]+", "")),
        ("(?i)^by", re.IGNORECASE, ("^by", "i")),
    ],
)
def test_pythons_syntax_becomes_javascripts(pattern: str, flags: int, expected: tuple[str, str]) -> None:
    assert to_javascript(pattern, flags) == expected
