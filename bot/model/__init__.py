"""The records that all rooms share; docs/architecture.md defines the words."""
