"""Tables of the full-text index over claims, as SQL."""

from __future__ import annotations

# The words come tokenized and stemmed, so the tokenizer only splits at spaces; a number may contain a dot.
# A change of the tokenization needs a migration that empties `claim_words`; the next search fills it again.
CLAIM_INDEX = (
    """
    CREATE VIRTUAL TABLE claim_words USING fts5(
        words, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '.+-'"
    )
    """,
    "CREATE VIRTUAL TABLE claim_terms USING fts5vocab(claim_words, 'row')",
)
