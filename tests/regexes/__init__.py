"""Regular expressions of the code: collected, checked for ReDoS, the exceptions listed with reasons."""
