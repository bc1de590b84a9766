"""Tables of the full-text index over claims."""

from __future__ import annotations

# The words come cut and stemmed, so the tokenizer has nothing to do but to split at spaces; a number may hold a dot.
# Empty `claim_words` in a step of its own when the words are cut in another way: it is filled anew at the next search.
CLAIM_INDEX = (
    """
    CREATE VIRTUAL TABLE claim_words USING fts5(
        words, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '.+-'"
    )
    """,
    "CREATE VIRTUAL TABLE claim_terms USING fts5vocab(claim_words, 'row')",
)
