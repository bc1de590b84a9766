"""The command groups, by the names that discord.py loads them by."""

EXTENSIONS = (
    "commands.ui.errors",
    "commands.ui.modals",
    "commands.flag.cog",
    "commands.claim.button_handlers",
    "commands.claim.modal_handlers",
    "commands.ask.buttons",
    "commands.ask.cog",
    "commands.search.cog",
    "commands.documents.cog",
    "commands.people.cog",
    "commands.quotecheck.cog",
    "commands.claim_list.cog",
    "commands.claim.cog",
    "commands.claim.verdict_commands",
    "commands.desk.cog",
    "commands.desk.background",
)
