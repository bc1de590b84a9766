"""Work of the desk without a person: reminders, checks of articles."""
