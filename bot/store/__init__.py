"""SQLite and the passage index: what is kept, and how it is read back."""
