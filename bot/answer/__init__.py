"""From evidence to an Answer, or a reasoned "not found"."""
