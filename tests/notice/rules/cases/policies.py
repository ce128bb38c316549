"""Cases for the rules on policy lists."""

from __future__ import annotations

from notice.rules.cases.case import Case, breaks, holds, one, with_rows

_NO_NUMBERS = tuple(("sheet_policies", f"2/{n}", "printed_number", "") for n in (1, 2))
_TWICE = with_rows(
    ("policies", {"policy_id": "2", "title": "另一条例", "document_number": "令1号"})
)

CASES: dict[str, tuple[Case, ...]] = {
    "TXT-01": (
        one("sheet_policies", "2/2", "printed_number", "3", "2"),
        one("sheet_policies", "2/2", "printed_number", "", "2"),
        Case(
            changes=_NO_NUMBERS,
            cell=("sheet_policies", "2/1", "printed_number"),
            expected="1",
            alone=True,
        ),
        holds(("sheet_policies", "4/1", "printed_number", "7")),
    ),
    "TXT-02": (
        one("sheet_policies", "2/2", "title_as_printed", "某 条例", "某条例"),
        _TWICE,
    ),
    "TXT-03": (
        one(
            "sheet_policies",
            "2/1",
            "document_number_as_printed",
            "某办发〔2019〕3号",
            "某发〔2019〕3号",
        ),
        # The form of a number is the concern of COD-09.
        holds(("sheet_policies", "2/1", "document_number_as_printed", "某发[2019]3 号")),
        holds(("policies", "1", "document_number", "某发[2019]3 号")),
        _TWICE,
    ),
    "TXT-31": (
        one(
            "sheet_policies",
            "1/1",
            "title_as_printed",
            "关于印发《某办法》的通知",
            "关于印发〈某办法〉的通知",
        ),
        breaks(
            ("sheet_policies", "1/1", "title_as_printed"),
            ("sheet_policies", "1/1", "title_as_printed", "关于印发《某办法〉的通知"),
            expected="关于印发〈某办法〉的通知",
        ),
    ),
}
