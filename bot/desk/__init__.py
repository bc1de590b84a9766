"""The claims desk: what editors flag, check, rule on and remember."""
