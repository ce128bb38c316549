"""Text of a notice → rows. Pure functions: nothing here reads a file, prints or exits."""
