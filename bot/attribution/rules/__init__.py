"""Rules that find attributions, one construction a module."""
