"""Who says it, and through whom."""
