"""Claims that are the same as, or similar to, a text."""
