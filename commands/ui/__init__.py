"""Discord parts shared by several features."""
