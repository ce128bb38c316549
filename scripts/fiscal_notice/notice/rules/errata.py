"""Errata: what a reader found that no rule can, and whether the declarations still fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

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


def explained(t: Frames) -> Statements:
    """The explanations of an erratum are finished: neither says TODO.

    勘误的中英文说明均已写完，不含“TODO”。

    Holds: an explanation that says what is wrong.

    Breaks: an explanation that says TODO.
    """
    errata = t["errata"]
    return together(
        statements(
            "errata",
            errata,
            name,
            errata[name].str.contains("TODO", regex=False).astype("boolean"),
            expected=False,
        )
        for name in ("explanation_zh", "explanation_en")
    )


ErratumRow = dict[str, Any]
"""A row of the errata by field, missing cells as None, ``source_line`` as an integer."""

#: What an erratum repeats of the finding that it declares, see ``Finding.identity``.
PARTS = ("rule_id", "resource", "key", "field", "printed", "expected")


class Found(NamedTuple):
    """A row of ``judged:findings``: what a rule found, and the id of the erratum that says so."""

    identity: tuple[str | None, ...]
    line: int | None
    erratum: str | None


def errata_rows(errata: pd.DataFrame) -> list[ErratumRow]:
    """The typed table of errata as rows."""
    columns = {name: objects(errata[name]).tolist() for name in errata.columns}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def identity(row: ErratumRow) -> tuple[Any, ...]:
    """The identity of the finding that an erratum declares."""
    return tuple(row[part] for part in PARTS)


def still_declares(t: Frames) -> Statements:
    """Every erratum still declares a finding, on the line that it names.

    每条勘误仍与一条检查结果相符，行号一致。

    Holds: an erratum repeats a finding's rule, cell, printed and expected values, and line.

    Breaks: the cell has changed, and the erratum declares a defect that is no more.
    """
    # What the other rules found, and by id whether a rule has run: an erratum of one that has not
    # says nothing, one of an id that is no rule's declares nothing.
    findings = [Found(*cells) for cells in t["judged:findings"].itertuples(index=False, name=None)]
    ran = dict(t["judged:rules"].itertuples(index=False, name=None))
    rows = [row for row in errata_rows(t["errata"]) if ran.get(row["rule_id"], True)]
    apart = list(_apart(rows, findings, ran))
    field, found, expected = (
        (np.array(cells, dtype=object) for cells in zip(*apart, strict=True))
        if apart
        else np.empty((3, 0), dtype=object)
    )
    return Statements(
        table=np.full(len(rows), "errata", dtype=object),
        key=np.array([row["erratum_id"] for row in rows], dtype=object),
        field=field,
        line=np.full(len(rows), None, dtype=object),
        found=found,
        expected=expected,
    )


Apart = tuple[str, str | None, str | None]
"""A cell of an erratum, what stands there, and what would let it declare a finding."""


def _apart(
    rows: list[ErratumRow], findings: list[Found], rules: Mapping[str, bool]
) -> Iterator[Apart]:
    by_identity = {finding.identity: finding for finding in findings}
    loose = [finding for finding in findings if finding.erratum is None]
    times = Counter(map(identity, rows))
    for row in rows:
        finding = by_identity.get(identity(row))
        if row["rule_id"] not in rules:
            yield "rule_id", row["rule_id"], "the id of a rule"
        elif finding is None or times[identity(row)] > 1:
            yield _loose_end(row, loose, twice=finding is not None)
        elif finding.line is not None and finding.line != row["source_line"]:
            yield "source_line", str(row["source_line"]), str(finding.line)
        else:
            yield "erratum_id", row["erratum_id"], row["erratum_id"]


def _loose_end(row: ErratumRow, loose: list[Found], *, twice: bool) -> Apart:
    """Name the cell that keeps an erratum from the undeclared finding nearest to it.

    Where there is none near, the erratum is stale, or declares what another one declares.
    """
    wanted = identity(row)
    for finding in loose:
        apart = [i for i, part in enumerate(finding.identity) if part != wanted[i]]
        if len(apart) == 1:
            (part,) = apart
            return PARTS[part], wanted[part], finding.identity[part]
    if twice:
        return "erratum_id", "declared twice", "declared once"
    return "printed", row["printed"], f"a finding of {row['rule_id']}"
