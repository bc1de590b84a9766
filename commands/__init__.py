"""The command groups; bot.client loads them by these names."""

EXTENSIONS = (
    "commands.errors",
    "commands.forms",
    "commands.flag",
    "commands.claim_presses",
    "commands.claim_submissions",
    "commands.buttons",
    "commands.ask",
    "commands.search",
    "commands.documents",
    "commands.people",
    "commands.quote",
    "commands.claims",
    "commands.claim",
    "commands.claim_rulings",
    "commands.desk_setup",
    "commands.desk_loop",
)
