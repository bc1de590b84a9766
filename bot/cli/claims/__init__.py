"""`factdesk claims` and its subcommands."""
