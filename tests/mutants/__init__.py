"""Mutation runs: the code is changed in one place, and some test of its room has to fail (`make mutants`)."""
