"""Scores by a scheme: exact, rounded as it says, beside those that were reported."""
