"""Claims imported from and exported to files."""
