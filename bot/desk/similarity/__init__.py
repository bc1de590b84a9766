"""Claims equal or similar to a text."""
