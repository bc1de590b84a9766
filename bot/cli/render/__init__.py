"""Answers, quote checks and attributions as terminal text."""
