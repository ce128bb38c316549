"""The tables against what they are made from: the transcript, and each other.

The frames ``text:NAME`` hold a table's cells as they stand in the CSV, ``rebuilt:NAME`` as the
transcript in the package gives them, and ``derived:NAME`` as the tables of the package give them.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import Cells, Frames, objects, statements, together

_NO_ROW = "(no such row)"


def from_transcript(t: Frames) -> Statements:
    """Every cell is what its line of the transcript reads.

    每个单元格与转录文本重新提取的结果一致。

    Holds: the transcript prints 250,000.00 and the table has 250000.

    Breaks: the transcript prints 250,000.00 and the table has 25000.
    """
    names = [name.removeprefix("rebuilt:") for name in t if name.startswith("rebuilt:")]
    return together(_cells(t, name, t[f"rebuilt:{name}"]) for name in names)


def targets_derived(t: Frames) -> Statements:
    """Parsing a printed target value again gives the same parts.

    重新解析所印指标值，结果与指标值解析表一致。

    Holds: 不少于2场 and ge, 2, 场.

    Breaks: 不少于2场 and ge, 3, 场.
    """
    return _derived(t, ["indicator_targets"])


def recipients_derived(t: Frames) -> Statements:
    """Taking the printed recipients of the grants apart again gives the same recipients.

    重新拆分明细所印单位，结果与单位表及对应表一致。

    Holds: a grant to 甲公司、乙公司, two recipients and two links.

    Breaks: a grant to 甲公司、乙公司, and one recipient.
    """
    return _derived(t, ["recipients", "grant_recipients"])


def policies_derived(t: Frames) -> Statements:
    """Taking the policy lists of the sheets apart again gives the same items and policies.

    重新拆分各表政策依据，结果与政策文件表及引用表一致。

    Holds: 1. 《甲》 2. 《乙》, two items and two policies.

    Breaks: 1. 《甲》 2. 《乙》, and one item.
    """
    return _derived(t, ["sheet_policies", "policies"])


def functions_derived(t: Frames) -> Statements:
    """The table of functional codes follows from the codes of annex 1 and the classification.

    功能分类科目表可由附件1科目及科目表推得。

    Holds: annex 1 prints 2011409; the table has 201, 20114 and 2011409.

    Breaks: annex 1 prints 2011409; the table lacks 20114.
    """
    return _derived(t, ["functions"])


def _derived(t: Frames, names: Iterable[str]) -> Statements:
    return together(
        _cells(t, name, t[f"derived:{name}"]) for name in names if f"derived:{name}" in t
    )


def _cells(t: Frames, name: str, wanted: pd.DataFrame) -> Statements:
    """One statement per cell: that the CSV has what ``wanted`` has.

    Rows are held against each other by position, so that a changed key is found in its own cell;
    where their number differs, by key, and a row too many or too few is one finding.
    """
    if name not in t or f"text:{name}" not in t:
        return together([])
    present, typed = t[f"text:{name}"], t[name]
    fields = [field for field in wanted.columns if field in present.columns]
    if len(present) == len(wanted):
        return _grid(name, typed, fields, present, wanted)
    key = [field for field in t[f"keys:{name}"]["field"] if field in fields] or fields
    ours = pd.MultiIndex.from_frame(present[key])
    theirs = pd.MultiIndex.from_frame(wanted[key])
    shared = ours.isin(theirs) & ~ours.duplicated()
    aligned = wanted[~theirs.duplicated()].set_index(key, drop=False)
    rows = present[shared]
    match = aligned.loc[pd.MultiIndex.from_frame(rows[key]) if len(key) > 1 else rows[key[0]]]
    lost = wanted[~theirs.isin(ours)]
    return together(
        [
            _grid(name, typed[shared], fields, rows, match),
            _rows(
                name, typed.loc[~shared, "_key"], typed.loc[~shared, "_line"], key[0], extra=True
            ),
            _rows(name, _joined(lost, key), _line_of(lost), key[0], extra=False),
        ]
    )


def _joined(rows: pd.DataFrame, key: list[str]) -> pd.Series:
    # Not DataFrame.agg, which gives another shape where there are no rows.
    joined = ["/".join(cells) for cells in rows[key].itertuples(index=False)]
    return pd.Series(joined, index=rows.index, dtype=object)


def _grid(
    name: str, typed: pd.DataFrame, fields: list[str], found: pd.DataFrame, expected: pd.DataFrame
) -> Statements:
    height, width = len(found), len(fields)
    return Statements(
        table=np.full(height * width, name, dtype=object),
        key=np.repeat(objects(typed["_key"]), width),
        field=np.tile(np.array(fields, dtype=object), height),
        line=np.repeat(objects(typed["_line"]), width),
        found=_empty_is_missing(found[fields].to_numpy(dtype=object).ravel()),
        expected=_empty_is_missing(expected[fields].to_numpy(dtype=object).ravel()),
    )


def _empty_is_missing(cells: Cells) -> Cells:
    filled = cells.copy()
    filled[cells == ""] = None
    return filled


def _rows(name: str, keys: pd.Series, lines: pd.Series, field: str, *, extra: bool) -> Statements:
    there = keys.astype(object)
    nowhere = pd.Series(_NO_ROW, index=keys.index, dtype=object)
    rows = pd.DataFrame({"_key": there, "_line": lines})
    found, expected = (there, nowhere) if extra else (nowhere, there)
    return statements(name, rows, field, found, expected)


def _line_of(rows: pd.DataFrame) -> pd.Series:
    if "source_line" in rows.columns:
        return pd.to_numeric(rows["source_line"]).astype("Int64")
    return pd.Series(pd.NA, index=rows.index, dtype="Int64")
