"""What people do to claims, one transaction each."""
