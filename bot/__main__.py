"""`python -m bot` is the same door as the `factdesk` command."""

from bot.cli import main

main()
