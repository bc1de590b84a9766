"""Discord parts that several features share."""
