"""Sources resolved to names: coreference, inheritance, chains."""
