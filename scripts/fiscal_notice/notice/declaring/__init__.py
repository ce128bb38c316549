"""Findings grouped by habit, their explanations drafted, and groups of them taken as errata."""
