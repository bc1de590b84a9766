"""Questions without a possible answer, with their refusals."""
