"""Watched questions: commands, posts and their buttons."""
