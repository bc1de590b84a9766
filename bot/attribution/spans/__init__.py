"""Cue, content and source spans."""
