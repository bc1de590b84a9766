"""What a question asks for, its spelling, and the ranking of passages."""
