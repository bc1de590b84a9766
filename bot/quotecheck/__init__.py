"""Quote check: the origin of a quote and its changed words."""
