"""SQLite database and passage index; the only place for SQL."""
