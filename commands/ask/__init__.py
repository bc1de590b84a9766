"""`/ask` and the buttons under an answer."""
