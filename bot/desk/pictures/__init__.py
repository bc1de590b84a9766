"""What attached files are by their content, and which pictures look alike."""
