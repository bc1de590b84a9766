"""Questions rewritten before they are parsed: shorthand, remarks, case, follow-ups."""
