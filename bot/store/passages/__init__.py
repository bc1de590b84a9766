"""The passage index (tantivy)."""
