"""Question understanding, query expansion, and the ranking of passages."""
