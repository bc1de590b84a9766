"""Query rewriting before parsing: shorthand, remarks, letter case, follow-ups."""
