"""Trials of the draft check: drafts made of sentences of articles, a known part of them altered by rule."""
