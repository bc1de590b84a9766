"""Copies of the web pages that claims link: fetched in the background, off by default."""
