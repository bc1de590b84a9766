"""`/claims`: lists, export, import."""
