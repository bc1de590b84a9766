"""`/quote`."""
