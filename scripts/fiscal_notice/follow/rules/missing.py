"""What is not there: reports that are due, and nothing is known of them."""

from __future__ import annotations

MISSING = "FOL-41"
"""The rule whose findings are reports that are missing; their keys begin with the region."""
