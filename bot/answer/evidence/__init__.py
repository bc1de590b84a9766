"""Evidence for an answer: units, their match, and their sources."""
