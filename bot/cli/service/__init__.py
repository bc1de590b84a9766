"""Commands that run and maintain the bot."""
