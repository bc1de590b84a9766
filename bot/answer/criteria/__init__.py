"""What a passage must hold, by the kind of question."""
