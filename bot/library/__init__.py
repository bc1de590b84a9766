"""Services over the articles: index, search, attribute, answer, check quotes."""
