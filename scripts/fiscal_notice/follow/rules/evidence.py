"""What rows rest on: documents, the cells of values, and what has found no place."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.follow.rules.saying import either
from fiscal_notice.follow.table_schemas import TABLES
from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.contacts import no_contacts as contacts_of
from fiscal_notice.notice.rules.declare import Frames, statements, there, together

_ROWS = tuple(name for name in TABLES if name not in ("evidence", "errata", "field_cells"))
#: Documents that are filled in; others may say something without giving a row.
_FORMS = ("form", "self_evaluation")


def _counts(t: Frames) -> dict[object, int]:
    """How many rows rest on each document, what has no place too."""
    found: dict[object, int] = {}
    for name in there(t, _ROWS):
        if "evidence_id" in t[name].columns:
            for key, count in t[name]["evidence_id"].value_counts().items():
                found[key] = found.get(key, 0) + int(count)
    return found


def something_rests(t: Frames) -> Statements:
    """On every form that was read some row rests; other documents may only be named.

    每份已读取的表格均有数据行；其他材料可仅列名备查。

    Holds: a form with rows; a page of which it is only written what it says.

    Breaks: a form of which no row has come into any table.

    Basis: practice: a form without any row was not filled in, or not understood.
    """
    evidence = t["evidence"]
    rows = evidence[evidence["kind"].isin(_FORMS) & evidence["superseded_by"].isna()]
    counts = _counts(t)
    found = pd.Series([counts.get(key, 0) > 0 for key in rows["evidence_id"]], rows.index)
    return statements("evidence", rows, "evidence_id", found, expected=True)


def superseded_is_out(t: Frames) -> Statements:
    """No row rests on a document that a newer version has replaced.

    已被新版本取代的材料不再有数据行。

    Holds: an older form, superseded, without rows.

    Breaks: an older form, superseded, with 12 rows.

    Basis: practice: of two versions of one form one counts; both would count money twice.
    """
    evidence = t["evidence"]
    rows = evidence[evidence["superseded_by"].notna()]
    counts = _counts(t)
    found = pd.Series([counts.get(key, 0) for key in rows["evidence_id"]], rows.index, dtype=object)
    none = pd.Series(0, rows.index, dtype=object)
    return statements("evidence", rows, "superseded_by", found, none)


def cells_exist(t: Frames) -> Statements:
    """Every cell of a form that is named for a value leads to a row and a field that exist.

    每个单元格位置所指的表、主键和字段均存在。

    Holds: payments, key 601-1a2b3c4d/1, field amount_yuan, cell H7.

    Breaks: payments, key 601-1a2b3c4d/99, field amount_yuan, cell H7.

    Basis: practice: each figure leads to the form and the cell that it stands in.
    """
    cells = t["field_cells"]
    known = cells["resource"].isin([name for name in TABLES if name in t])
    parts = [statements("field_cells", cells, "resource", known, expected=True)]
    for name, rows in cells[known].groupby("resource", sort=False):
        frame = t[str(name)]
        keys = rows["key"].isin(frame["_key"])
        fields = rows["field"].isin([c for c in frame.columns if c[0] != "_"])
        parts.append(statements("field_cells", rows, "key", keys, expected=True))
        parts.append(statements("field_cells", rows, "field", fields, expected=True))
    return together(parts)


def all_placed(t: Frames) -> Statements:
    """Everything on a form has found its place.

    表格中的内容均已归位。

    Holds: no row in the table unplaced.

    Breaks: a note below a table that no table of the package has a place for.

    Basis: practice: what is not understood is listed, never dropped.
    """
    rows = t["unplaced"]
    none = either(rows["text"], [False] * len(rows), "a place in a table")
    return statements("unplaced", rows, "text", rows["text"], none)


def no_contacts(t: Frames) -> Statements:
    """No cell holds a person's contact data: telephone, identity or account number, 联系人.

    任何单元格均不含个人联系方式：电话、身份证号、银行账号、联系人姓名。

    Holds: 甲市财政局 as the office that reported.

    Breaks: 联系人：张三，电话：020-00000000 as a remark.

    Basis: 个人信息保护法 article 6: no more personal data than the purpose needs.
    """
    return contacts_of(t)
