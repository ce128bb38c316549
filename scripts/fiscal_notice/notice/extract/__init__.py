"""The whole transcript to tables: every line accounted for, nothing guessed."""
