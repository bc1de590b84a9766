"""`/documents`."""
