"""Tables of what is worked out of a document's text once and read back at each question."""

from __future__ import annotations

# A row holds for one text: `sha256` is compared when it is read, and a changed document's rows are deleted.
DERIVED = (
    """
    CREATE TABLE sentence_vectors (
        document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        model TEXT NOT NULL, version TEXT NOT NULL, sha256 TEXT NOT NULL, rows INTEGER NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (document_id, model, version)
    ) STRICT
    """,
    """
    CREATE TABLE document_units (
        document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        version TEXT NOT NULL, sha256 TEXT NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (document_id, version)
    ) STRICT
    """,
)

# Of no document: a word's vector holds for every text, as long as the model is the same.
WORD_VECTORS = """
    CREATE TABLE word_vectors (
        model TEXT NOT NULL, word TEXT NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (model, word)
    ) STRICT
"""
