"""The asked statement beside a quote: its differences, slot by slot."""
