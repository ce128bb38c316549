"""The pages that show what became of a notice, city by city."""
