"""One module a kind of difference between the asked statement and a sentence; `differences` puts them together."""
