"""The archive on a PostgreSQL server, shared by several bots."""
