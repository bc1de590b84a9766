"""Hostile inputs: no stage of reading takes more than linear time, and no reader raises."""
