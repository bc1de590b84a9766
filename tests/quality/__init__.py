"""Floors under what is measured: a change that makes answers worse fails here."""
