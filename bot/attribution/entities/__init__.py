"""Names matched across documents."""
