"""Cases for the rules on the tables against what they are made from."""

from __future__ import annotations

from notice.rules.cases.case import EMPTY_LEVEL, Case, breaks, one

CASES: dict[str, tuple[Case, ...]] = {
    "SRC-01": (
        one("clauses", "1/1", "text", "此项资金立即拨付。"),
        breaks(("clauses", "9/1", "clause_no"), ("clauses", "1/1", "clause_no", "9"), expected="1"),
        one("allocations", "2", "remark", "说明"),
        one("allocations", "2", "function_name", "", "一般公共服务共同财政事权转移支付支出"),
        # A row too few, and a cell of another row.
        Case(
            removed=(("clauses", "3/2"),),
            cell=("clauses", "3/2", "clause_no"),
            expected="3/2",
            line=19,
            alone=True,
        ),
        Case(
            changes=(("allocations", "3", "amount_yuan", "5"),),
            removed=(("allocations", "2"),),
            cell=("allocations", "3", "amount_yuan"),
            expected="500000",
        ),
        # A row too many, of a key of its own or of that of another; a table without a key.
        Case(
            added=(("clauses", {"clause_no": "4", "part_no": "1"}),),
            cell=("clauses", "4/1", "clause_no"),
            expected="(no such row)",
            alone=True,
        ),
        Case(
            added=(("clauses", {"clause_no": "1", "part_no": "1"}),),
            cell=("clauses", "1/1", "clause_no"),
            expected="(no such row)",
            alone=True,
        ),
        Case(added=(("empty_levels", EMPTY_LEVEL),), cell=("empty_levels", "999", "source_line")),
        Case(absent=("clauses",)),
        Case(absent=("text:clauses",)),
    ),
    "SRC-02": (
        one("indicator_targets", "2/1", "lower", "3", "2"),
        Case(absent=("derived:indicator_targets",)),
    ),
    "SRC-03": (
        one("recipients", "3", "kind", "company", "research_institute"),
        breaks(
            ("grant_recipients", "2/4", "recipient_id"),
            ("grant_recipients", "2/3", "recipient_id", "4"),
            expected="3",
        ),
    ),
    "SRC-04": (
        one("policies", "2", "title", "另一条例", "某条例"),
        one("sheet_policies", "2/2", "title_as_printed", "另一条例", "某条例"),
    ),
    "SRC-05": (one("functions", "20114", "name", "另一事务", "知识产权事务"),),
}
