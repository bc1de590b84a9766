"""The tables, as SQL."""
