"""Query expansion: spelling correction, spelling variants, synonyms, vocabulary."""
