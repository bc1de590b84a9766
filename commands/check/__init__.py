"""`/check`: a whole draft becomes a worklist."""
