"""Checks a whole draft: its quotations, attributions, figures and names become items with findings."""
