"""Actions on claims, one transaction each."""
