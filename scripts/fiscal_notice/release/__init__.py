"""A valid package as one archive that is the same to the byte, and the pages that go with it."""

from fiscal_notice.release.bundle import (
    PROJECT_FILES,
    SUMS,
    Bundle,
    bundle_contents,
    generated_pages,
    make_release,
    pack,
)

__all__ = [
    "PROJECT_FILES",
    "SUMS",
    "Bundle",
    "bundle_contents",
    "generated_pages",
    "make_release",
    "pack",
]
