"""What the notice announced, as sums by the places that a row of money can name.

A *scope* is what a row's money is held against: its allocation, its grant, its region, or a project
of its region. Keys of a scope are tuples; a row that does not name the scope has no key in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from fiscal_notice.follow.rules.saying import NOTICE
from fiscal_notice.notice.rules.declare import Frames, exact, matched, summed

SCOPES = ("grant", "allocation", "project", "region")
Sums = Mapping[Any, Any]
_WHITE = r"\s+"


def bare(texts: pd.Series) -> pd.Series:
    """Texts without white space, by which names are compared."""
    return texts.astype("string").str.replace(_WHITE, "", regex=True)


def keys_in(scope: str, frame: pd.DataFrame) -> pd.Series:
    """The key of each row in a scope; missing where it names none."""
    names = {
        "allocation": ("region_code", "allocation_id"),
        "grant": ("region_code", "grant_id"),
        "project": ("region_code", "project_name"),
        "region": ("region_code",),
    }[scope]
    if any(name not in frame.columns for name in names):
        return pd.Series(pd.NA, index=frame.index, dtype=object)
    parts = [bare(frame[n]) if n == "project_name" else frame[n] for n in names]
    known = pd.concat([part.notna() for part in parts], axis=1).all(axis=1)
    keys = [tuple(values) for values in zip(*(part.tolist() for part in parts), strict=True)]
    return pd.Series(keys, index=frame.index, dtype=object).where(known, pd.NA)


def with_regions(t: Frames, table: str) -> pd.DataFrame | None:
    """A table of the notice's money with its regions; None if the notice has it not."""
    frame = t.get(NOTICE + table)
    if frame is None or "region_code" in frame.columns:
        return frame
    units = t.get(NOTICE + "budget_units")
    if units is None:
        return None
    regions = dict(zip(units["unit_code"], units["region_code"], strict=True))
    found = matched(regions, frame["unit_code"]).astype("string")
    return frame.assign(region_code=found)


def announced(t: Frames, scope: str) -> Sums:
    """The amounts that the notice announced by the keys of a scope, exactly.

    By project and region it is what the allocations say, and what grants say of a project that no
    allocation is called after, or of a region without allocations.
    """
    tables = {"allocation": ("allocations",), "grant": ("grants",)}.get(
        scope, ("grants", "allocations")
    )
    found: dict[Any, Any] = {}
    for table in tables:
        frame = with_regions(t, table)
        if frame is not None:
            found |= summed(exact(frame["amount_yuan"]), keys_in(scope, frame))
    return found
