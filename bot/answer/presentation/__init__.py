"""From decision to answer: words, notes and JSON for readers."""
