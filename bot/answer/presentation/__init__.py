"""From a decision to the words, notes and JSON that people and scripts read."""
