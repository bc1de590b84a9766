"""Laid-out patterns of phrases."""

from __future__ import annotations

from bot.patterns import any_of, phrase_pattern


def test_single_blanks_match_and_the_layout_does_not() -> None:
    pattern = phrase_pattern(
        r"""
        ^(?:the port
          | the new bridge      # two ways to name it
        )
        \ is closed$
        """
    )
    assert pattern.match("the port is closed")
    assert pattern.match("the new bridge is closed")
    assert not pattern.match("theport is closed")
    assert not pattern.match("the new bridgeis closed")


def test_blanks_inside_a_group_match() -> None:
    assert phrase_pattern(r"^who(?: else| really)? said").match("who really said it")


def test_letter_case_counts_only_on_request() -> None:
    assert phrase_pattern("according to").match("According To")
    assert not phrase_pattern("according to", ignore_case=False).match("According to")


def test_longer_alternatives_come_first() -> None:
    assert any_of(["say", "said", "says"]) == "said|says|say"
