"""Originals to a transcript: what an office file, a page or a text says, and where it stands."""
