"""Cases for the rules on tables of money of any shape, on the letter's figures and its days."""

from __future__ import annotations

from kit import Change
from notice.rules.cases.case import NOTICE, Case, New, breaks, holds, one

# Lines behind the last one of the invented transcript.
_AFTER = 9_000


def _table(*rows: tuple[str, str, str]) -> tuple[New, ...]:
    """A further table of money: label, level and amount of each row."""
    return tuple(
        (
            "amounts",
            {
                "amount_id": str(_AFTER + number),
                "table_no": "9",
                "row_no": str(number),
                "label": label,
                "level": level,
                "column": "金额",
                "unit": "元",
                "amount_as_printed": amount,
                "amount_yuan": amount,
                "source_line": str(_AFTER + number),
            },
        )
        for number, (label, level, amount) in enumerate(rows, start=1)
    )


def _cell(number: int) -> tuple[str, str, str]:
    return ("amounts", str(_AFTER + number), "amount_yuan")


def _wrong(number: int, expected: str, *rows: tuple[str, str, str]) -> Case:
    return Case(added=_table(*rows), cell=_cell(number), expected=expected, alone=True)


def _right(*rows: tuple[str, str, str]) -> Case:
    return Case(added=_table(*rows))


_ABOVE = (("甲市", "region", "60"), ("乙市", "region", "40.5"))
_GROUPS = (
    ("合计", "total", "110"),
    ("一、各市", "group", "100"),
    ("甲市", "region", "100"),
    ("二、省直管县", "group", "10"),
    ("丙县", "region", "10"),
)
_LINES = (("甲市小计", "region", "100"), ("甲", "detail", "60"), ("乙", "detail", "40"))
_BODY: New = ("body_codes", {"position": "1", "kind": "function", "source_line": "1"})


def _code(code: str) -> New:
    return (_BODY[0], {**_BODY[1], "code": code})


_BODY_TOTAL = ("notice", NOTICE, "body_total_yuan")


def _parts(central: str, provincial: str) -> tuple[Change, ...]:
    """A total of 1,000 yuan in the letter, and its parts."""
    return (
        (*_BODY_TOTAL, "1000"),
        ("notice", NOTICE, "body_central_yuan", central),
        ("notice", NOTICE, "body_provincial_yuan", provincial),
    )


def _in_annex(name: str, part: str, *columns: tuple[str, str], expected: str | None = None) -> Case:
    """A part in the letter, and the totals of columns of a further table of money."""
    rows = _table(*(("合计", "total", amount) for _, amount in columns))
    named = zip(rows, columns, strict=True)
    added = tuple((table, {**row, "column": column}) for (table, row), (column, _) in named)
    cell = None if expected is None else ("notice", NOTICE, name)
    changes = (("notice", NOTICE, name, part),)
    return Case(changes=changes, added=added, cell=cell, expected=expected)


CASES: dict[str, tuple[Case, ...]] = {
    "TOT-09": (
        _wrong(1, "100.5", ("合计", "total", "100"), *_ABOVE),
        _wrong(3, "100.5", *_ABOVE, ("合计", "total", "100")),
        _wrong(1, "110", ("合计", "total", "100"), *_GROUPS[1:]),
        _wrong(1, "-1", ("合计", "total", "1"), ("甲", "detail", "2"), ("乙", "detail", "-3")),
        _right(("合计", "total", "100.5"), *_ABOVE),
        _right(*_ABOVE, ("合计", "total", "100.50")),
        _right(*_GROUPS),
        _right(("合计", "total", "100")),
    ),
    "TOT-10": (
        _wrong(2, "100", _GROUPS[0], ("一、各市", "group", "90"), *_GROUPS[2:]),
        _wrong(4, "10", *_GROUPS[:3], ("二、省直管县", "group", "20"), _GROUPS[4]),
        _right(*_GROUPS),
    ),
    "TOT-11": (
        _wrong(1, "100", ("甲市小计", "region", "90"), *_LINES[1:]),
        _right(*_LINES),
        _right(*_ABOVE),
        _right(*_LINES, ("合计", "total", "100")),
    ),
    "TXT-34": (
        Case(
            added=(("layout", {"table_no": "9", "position": "1", "meaning": "unknown"}),),
            cell=("layout", "9/1", "meaning"),
        ),
        Case(added=(("layout", {"table_no": "9", "position": "1", "meaning": "ignored"}),)),
    ),
    "REC-19": (
        one("notice", NOTICE, "body_total_yuan", "1250000.5", "1250000"),
        holds(("notice", NOTICE, "body_total_yuan", "1250000")),
        holds(("notice", NOTICE, "body_total_yuan", "125"), ("notice", NOTICE, "total_yuan", "")),
    ),
    "REC-21": (
        breaks(_BODY_TOTAL, *_parts("600.5", "300"), expected="900.5"),
        holds(*_parts("600", "400")),
        holds(*_parts("600", "400")[:2]),
        holds(*_parts("600", "300"), ("notice", NOTICE, "preamble", "其中：市级资金100元。")),
    ),
    "REC-22": (
        _in_annex("body_central_yuan", "600", ("中央资金", "500"), expected="500"),
        _in_annex("body_provincial_yuan", "600", ("资金/省级资金", "500.5"), expected="500.5"),
        _in_annex("body_central_yuan", "600", ("中央资金", "600")),
        _in_annex("body_central_yuan", "600", ("中央资金", "500"), ("其中：中央", "600")),
        _in_annex("body_central_yuan", "600", ("省级资金", "500")),
    ),
    "REC-20": (
        Case(added=(_code("213"),), cell=("body_codes", "1", "code"), expected="True"),
        *(Case(added=(_code(code),)) for code in ("201", "20114", "2011409")),
    ),
    "COD-19": (
        one("notice", NOTICE, "signed_on", "2020-12-02", "2020-12-01"),
        holds(("notice", NOTICE, "signed_on", "2020-11-30")),
    ),
    "COD-20": (
        one("clauses", "1/1", "deadline", "2021-06-31"),
        holds(("clauses", "1/1", "deadline", "2021-06-30")),
        holds(("clauses", "1/1", "deadline", "收到本通知之日起30日内")),
    ),
}
