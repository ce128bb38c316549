"""Errata: what a reader found that no rule can, and whether the declarations still fit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.rules.declare import Frames, objects, statements, together

READERS_NOTE = "RDR-01"


def readers_notes(t: Frames) -> Statements:
    """A cell on which a reader has left a note prints what the note expects.

    经人工阅读标注的单元格与标注所期望的内容一致。

    Holds: no reader's note on the cell.

    Breaks: a note expects 建设 where 开展 is printed; the note is an erratum of this rule.
    """
    notes = t["errata"][t["errata"]["rule_id"].eq(READERS_NOTE)]
    cells = zip(notes["resource"], notes["key"], notes["field"], strict=True)
    read = [_cell(t, str(table), str(key), str(field)) for table, key, field in cells]
    found, line = np.empty((2, len(notes)), dtype=object)
    found[:] = [value for value, _ in read]
    line[:] = [number for _, number in read]
    return Statements(
        table=objects(notes["resource"]),
        key=objects(notes["key"]),
        field=objects(notes["field"]),
        line=line,
        found=found,
        expected=objects(notes["expected"]),
    )


def _cell(t: Frames, table: str, key: str, field: str) -> tuple[object, object]:
    """What the cell holds and the line of its row; nothing if there is no such cell."""
    text = t.get(f"text:{table}")
    if text is None or table not in t or field not in text.columns:
        return None, None
    rows = t[table]["_key"].eq(key).fillna(value=False)
    if not rows.any():
        return None, None
    return text.loc[rows, field].iloc[0] or None, t[table].loc[rows, "_line"].iloc[0]


def cell_exists(t: Frames) -> Statements:
    """Every erratum names a cell that exists: a table, the key of a row, and a field.

    每条勘误所指的表、主键和字段均存在。

    Holds: resource grants, key 17, field amount_yuan.

    Breaks: resource grants, key 1700, field amount_yuan.
    """
    errata = t["errata"]
    tables = [name for name in t if f"text:{name}" in t]
    known = errata["resource"].isin(tables)
    cells = errata[known]
    fields = pd.MultiIndex.from_tuples(
        [(name, field) for name in tables for field in t[f"text:{name}"].columns]
    )
    rows = pd.MultiIndex.from_tuples(
        [(name, key) for name in tables for key in t[name]["_key"].dropna()]
    )
    in_table = pd.MultiIndex.from_frame(cells[["resource", "field"]]).isin(fields)
    in_rows = pd.MultiIndex.from_frame(cells[["resource", "key"]]).isin(rows)
    return together(
        [
            statements("errata", errata, "resource", known, expected=True),
            statements(
                "errata", cells, "field", pd.Series(in_table, index=cells.index), expected=True
            ),
            statements(
                "errata", cells, "key", pd.Series(in_rows, index=cells.index), expected=True
            ),
        ]
    )


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
