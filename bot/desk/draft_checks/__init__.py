"""Checks of whole drafts for a desk: the check itself, and its result as kept for a day."""
