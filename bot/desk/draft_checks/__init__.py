"""Checks of whole drafts for a desk."""
