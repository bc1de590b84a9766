"""Criteria of an answer, by kind of question."""
