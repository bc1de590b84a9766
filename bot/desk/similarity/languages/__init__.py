"""Languages of claims: their recognition, and lists of words with a special meaning."""
