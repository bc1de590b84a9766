"""`/desk`, digests and reminders."""
