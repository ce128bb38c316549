"""What rules read beside the tables: how the notice is named, and how it names itself."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.follow.family import AS_OF, FOLLOWS
from fiscal_notice.follow.record import follows_of
from fiscal_notice.package import Package
from fiscal_notice.package.related import related

_NAMED = ("name", "version", "hash")
COLUMNS = ("_key", "_line", *_NAMED, *(f"notice_{name}" for name in _NAMED), AS_OF, "scheme")


def about_frame(package: Package, notice: Package | None) -> pd.DataFrame:
    """One row: what the descriptor says of the notice, and what the notice says (``notice_…``).

    ``_key`` is the name of the package; what is not said is missing.
    """
    said = next(iter(related(package, FOLLOWS)), None)
    own = follows_of(notice, "") if notice is not None else {}
    row: dict[str, object] = {"_key": str(package.descriptor.get("name", ""))}
    for name in _NAMED:
        row[name] = getattr(said, name, "") or None
        row[f"notice_{name}"] = own.get(name) or None
    for name in (AS_OF, "scheme"):
        value = package.descriptor.get(name)
        row[name] = value if isinstance(value, str) and value else None
    return pd.DataFrame([row], columns=list(COLUMNS)).astype("string")
