"""Findings on a follow-up taken as errata: explained, declared, and left as reported."""
