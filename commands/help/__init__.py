"""`/help`: examples from the articles that can be pressed."""
