"""Work that is killed at random moments, one module a kind; `tests.bench.kill` runs them."""
