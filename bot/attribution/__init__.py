"""Quotation attribution: sources, cues and contents of statements, and chains of sources."""
