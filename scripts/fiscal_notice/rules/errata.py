"""Errata: what a reader found that no rule can, and whether the declarations still fit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.rules.declare import Frames, objects, statements

READERS_NOTE = "RDR-01"


def readers_notes(t: Frames) -> Statements:
    """A cell on which a reader has left a note prints what the note expects.

    经人工阅读标注的单元格与标注所期望的内容一致。

    Holds: no reader's note on the cell.

    Breaks: a note expects 建设 where 开展 is printed; the note is an erratum of this rule.
    """
    notes = t["errata"][t["errata"]["rule_id"].eq(READERS_NOTE)]
    cells = zip(notes["resource"], notes["key"], notes["field"], strict=True)
    found = np.empty(len(notes), dtype=object)
    found[:] = [_cell(t, str(table), str(key), str(field)) for table, key, field in cells]
    return Statements(
        table=objects(notes["resource"]),
        key=objects(notes["key"]),
        field=objects(notes["field"]),
        line=objects(notes["source_line"]),
        found=found,
        expected=objects(notes["expected"]),
    )


def _cell(t: Frames, table: str, key: str, field: str) -> object:
    frame = t.get(f"text:{table}")
    if frame is None or table not in t or field not in frame.columns:
        return None
    rows = frame.loc[t[table]["_key"].eq(key).fillna(value=False), field]
    return (rows.iloc[0] or None) if len(rows) else None


def running_ids(t: Frames) -> Statements:
    """Errata are numbered E001, E002 … without a gap, in the order of the table.

    勘误编号从E001起连续。

    Holds: E001, E002.

    Breaks: E001, E003.
    """
    errata = t["errata"]
    expected = pd.Series(
        [f"E{number:03d}" for number in range(1, len(errata) + 1)],
        index=errata.index,
        dtype="string",
    )
    return statements("errata", errata, "erratum_id", errata["erratum_id"], expected)
