"""Parsed text: the parser, parsed blocks, quotation marks."""
