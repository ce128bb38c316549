"""Errata: what a reader found that no rule can, and whether the declarations still fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import Frames, objects, statements, together

READERS_NOTE = "RDR-01"


def readers_notes(t: Frames) -> Statements:
    """A cell on which a reader has left a note prints what the note expects.

    经人工阅读标注的单元格与标注所期望的内容一致。

    Holds: no reader's note on the cell.

    Breaks: a note expects 建设 where 开展 is printed; the note is an erratum of this rule.
    """
    notes = t["errata"][t["errata"]["rule_id"].eq(READERS_NOTE)]
    places = _places(t, notes["resource"].dropna().unique().tolist())
    cells = zip(notes["resource"], notes["key"], notes["field"], strict=True)
    read = [_cell(t, places, str(table), str(key), str(field)) for table, key, field in cells]
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


Places = Mapping[str, Mapping[object, int]]
"""Per table, the position of the first row of each key."""


def _places(t: Frames, tables: Iterable[str]) -> Places:
    """The rows of ``tables`` by key: looked up once for each table, not once for each cell."""
    return {
        name: {key: row for row, key in reversed(list(enumerate(t[name]["_key"])))}
        for name in tables
        if name in t and f"text:{name}" in t
    }


def _cell(t: Frames, places: Places, table: str, key: str, field: str) -> tuple[object, object]:
    """What the cell holds and the line of its row; nothing if there is no such cell."""
    row = places.get(table, {}).get(key)
    if row is None or field not in t[f"text:{table}"].columns:
        return None, None
    return t[f"text:{table}"][field].iat[row] or None, t[table]["_line"].iat[row]


def cell_exists(t: Frames) -> Statements:
    """Every erratum names a cell that exists: a table, the key of a row, and a field.

    每条勘误所指的表、主键和字段均存在。

    Holds: resource grants, key 17, field amount_yuan.

    Breaks: resource grants, key 1700, field amount_yuan.
    """
    errata = t["errata"]
    known = errata["resource"].isin([name for name in t if f"text:{name}" in t])
    cells = errata[known]
    places = _places(t, cells["resource"].unique().tolist())
    fields = zip(cells["resource"], cells["field"], strict=True)
    keys = zip(cells["resource"], cells["key"], strict=True)
    named = {
        "field": [field in t[f"text:{table}"].columns for table, field in fields],
        "key": [key in places[table] for table, key in keys],
    }
    return together(
        [
            statements("errata", errata, "resource", known, expected=True),
            *(
                statements(
                    "errata", cells, name, pd.Series(there, cells.index, dtype=bool), expected=True
                )
                for name, there in named.items()
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
