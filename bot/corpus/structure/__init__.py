"""The structure of a text: blocks, headings, tables, passages."""
