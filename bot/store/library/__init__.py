"""Rows of documents, attributions and answers."""
