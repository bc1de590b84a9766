"""Questions that can't be answered, and why."""
