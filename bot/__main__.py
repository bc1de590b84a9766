"""`python -m bot` runs the `factdesk` command."""

from bot.cli import main

main()
