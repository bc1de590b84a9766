"""Checks of whole drafts: items, evidence, published verdicts; the result is kept for a day."""
