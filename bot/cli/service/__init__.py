"""Commands to run and maintain the bot."""
