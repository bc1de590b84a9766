"""Quote check: where somebody's words come from, and what was changed in them."""
