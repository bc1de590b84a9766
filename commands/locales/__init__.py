"""Names and descriptions of the commands in other languages: one table a language."""
