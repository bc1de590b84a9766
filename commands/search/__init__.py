"""`/search`."""
