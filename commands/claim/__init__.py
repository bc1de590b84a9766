"""`/claim`, claim cards, their buttons and threads."""
