"""`/quotes` and `/who`."""
