"""Records shared by all rooms; docs/architecture.md defines the words."""
