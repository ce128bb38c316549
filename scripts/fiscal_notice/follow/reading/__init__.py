"""Filled forms read back, each value with its file, sheet and cell."""
