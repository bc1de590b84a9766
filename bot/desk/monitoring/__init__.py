"""What the desk does by itself: reminders, checks of articles."""
