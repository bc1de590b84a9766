"""The claims desk: from a flag to a verdict."""
