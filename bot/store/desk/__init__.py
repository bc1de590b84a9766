"""Rows of the claims desk."""
