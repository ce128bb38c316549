"""A government's fiscal notice as a validated data package, rebuilt from its transcript."""

__version__ = "0.2.0"
