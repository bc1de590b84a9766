"""Bytes to Documents: readers, blocks, metadata, passages."""
