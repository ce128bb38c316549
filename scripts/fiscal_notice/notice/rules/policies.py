"""Policy lists: numbering, and titles and numbers that differ from sheet to sheet."""

from __future__ import annotations

from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import Frames, filled, statements
from fiscal_notice.notice.rules.numbers import canonical_number


def list_numbering(t: Frames) -> Statements:
    """The items of a policy list are numbered 1, 2, 3 … without a gap or a repetition.

    政策依据各条从1起连续编号；只有一条的无须编号。

    Holds: 1, 2, 3; a list of one item without a number.

    Breaks: 14, 16, 16; a list of several items without numbers.
    """
    items = t["sheet_policies"]
    sheets = items.groupby("sheet_id")
    several = sheets["position"].transform("size") > 1
    numbered = sheets["printed_number"].transform("count") > 0
    # A list without any number is one defect, shown at its first item.
    rows = items[several & (numbered | items["position"].eq(1))]
    return statements(
        "sheet_policies", rows, "printed_number", rows["printed_number"], rows["position"]
    )


def policy_title(t: Frames) -> Statements:
    """A policy is cited with the same title on all sheets: the one printed first.

    同一政策文件在各表中的名称写法一致（以首次所印为参照，并非认定其正确）。

    Holds: 《甲：乙》 on two sheets.

    Breaks: 《甲：乙》 on one sheet, 《甲: 乙》 on another.
    """
    return _as_first_cited(t, "title_as_printed", "title")


def nested_brackets(t: Frames) -> Statements:
    """A title inside a title stands in single brackets: 《 〈 〉 》.

    书名号内的书名号用单书名号（GB/T 15834）。

    Holds: 《关于印发〈办法〉的通知》.

    Breaks: 《关于印发《办法》的通知》.
    """
    items = t["sheet_policies"]
    found = items["title_as_printed"]
    expected = found.str.translate(str.maketrans("《》", "〈〉"))
    return statements("sheet_policies", items, "title_as_printed", found, expected)


def policy_number(t: Frames) -> Statements:
    """A policy is cited with the same document number on all sheets: the one printed first.

    同一政策文件在各表中的发文字号一致（以首次所印为参照，写法差异另行检查）。

    Holds: 某发〔2020〕1号 on two sheets; 令706号 and 令第706号, whose form another rule checks.

    Breaks: 某办发〔2020〕1号 on one sheet, 某发〔2020〕1号 on another.
    """
    return _as_first_cited(t, "document_number_as_printed", "document_number")


def _as_first_cited(t: Frames, printed: str, field: str) -> Statements:
    items = t["sheet_policies"]
    if field == "title":
        items = filled(items, printed)
    policies = t["policies"].drop_duplicates("policy_id").set_index("policy_id")
    expected = items["policy_id"].map(policies[field]).astype("string")
    found = items[printed]
    if field == "document_number":
        found, expected = canonical_number(found), canonical_number(expected)
    return statements("sheet_policies", items, printed, found, expected)
