"""A gold set of our own: invented articles, with questions, attributions and quotes that were annotated by hand."""
