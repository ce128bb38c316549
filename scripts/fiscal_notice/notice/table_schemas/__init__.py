"""The family's schemas and resources as data, and how they are cut to one notice."""
