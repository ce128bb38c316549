"""A table with all columns that rules read: those that a notice has not stand there empty."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.notice.rules.declare import ABSENT
from fiscal_notice.notice.tables import COLUMNS, FIGURES


def whole(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with the columns of the family's table ``name``; ``attrs`` has those it lacked."""
    absent = [column for column in COLUMNS.get(name, ()) if column not in frame.columns]
    for column in absent:
        dtype = FIGURES.get(column, "string")
        frame[column] = pd.Series(pd.NA, index=frame.index, dtype=dtype)
    frame.attrs[ABSENT] = tuple(absent)
    return frame
