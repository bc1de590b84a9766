"""The SQLite file: connections, migrations, errors, backups."""
