"""`/flag`, and flagging from a message or an answer."""
