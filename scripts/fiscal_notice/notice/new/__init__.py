"""A data package from the originals of a notice, and the questions that are left."""
