"""Extension names of the command groups, in the order of loading."""

EXTENSIONS = (
    "commands.ui.errors",
    "commands.ui.modals",
    "commands.ui.unmatched_presses",
    "commands.flag.cog",
    "commands.claim.button_handlers",
    "commands.claim.modal_handlers",
    "commands.ask.buttons",
    "commands.ask.cog",
    "commands.search.cog",
    "commands.documents.cog",
    "commands.people.cog",
    "commands.quotecheck.cog",
    "commands.claim_list.bulk",
    "commands.already_checked.cog",
    "commands.already_checked.replies",
    "commands.claim_list.cog",
    "commands.claim.cog",
    "commands.claim.verdict_commands",
    "commands.desk.cog",
    "commands.desk.background",
)
