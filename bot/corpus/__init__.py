"""From a file's bytes to documents: readers, blocks, metadata, passages."""
