"""Query expansion: spelling, orthography, synonyms, and the index's vocabulary."""
