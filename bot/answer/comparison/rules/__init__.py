"""Rules of difference, one module a kind; `differences` applies them all."""
