"""Fitting the judge's weights on question sets: `python -m tests.fit --help`."""
