"""Structure of a text: blocks, headings, tables, passages."""
