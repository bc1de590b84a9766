"""Published verdicts on what a message says: on request, and as replies."""
