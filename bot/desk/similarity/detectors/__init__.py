"""Detectors of differences between two claims, one protocol, one file each."""
