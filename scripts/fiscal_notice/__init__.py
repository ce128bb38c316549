"""A government's fiscal notice as a validated data package, rebuilt from its transcript."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fiscal_notice.validate.notebook import checks, frames

__version__ = "0.2.0"
__all__ = ["__version__", "checks", "frames"]


def __getattr__(name: str) -> object:
    """``checks`` and ``frames`` when they are asked for: they import pandera."""
    if name not in ("checks", "frames"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("fiscal_notice.validate.notebook"), name)
