"""`/corpus`."""
