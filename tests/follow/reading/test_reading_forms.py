"""Filled forms are read back: each value with its cell, what is not understood listed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.follow.reading.one import Form
from fiscal_notice.follow.reading.telling import form_line, problem_lines
from fiscal_notice.validate import validate
from follow.kit import real_notice
from follow.reading.form_kit import (
    allocation,
    column_of,
    grant,
    indicator,
    make_form,
    read_into,
    read_one,
    rows_in,
    saved,
    tables_in,
)

CITY = "601"


@pytest.fixture
def filled() -> dict[str, list[dict[str, Any]]]:
    """What one city has filled in, a row of each kind, and rows that nobody touched."""
    notice = real_notice()
    return {
        "stages": [
            {**allocation(notice, CITY), "stage": "下达", "happened_on": "2021-01-05"},
            {**allocation(notice, CITY, 1), "stage": "登记"},
        ],
        "payments": [
            {**grant(notice, CITY), "paid_on": date(2021, 3, 4), "amount_yuan": 250000},
            {**grant(notice, CITY, 1)},
        ],
        "confirmed_targets": [
            {**indicator(notice, CITY), "comparator": "≥", "target_value": 2},
            {**indicator(notice, CITY, 1)},
        ],
    }


def unplaced(form: Form) -> list[tuple[str, str]]:
    return [(cell, text) for _, cell, text, _ in form.unplaced]


def test_each_value_keeps_its_cell_and_untouched_rows_give_none(
    tmp_path: Path, filled: dict[str, list[dict[str, Any]]]
) -> None:
    path = saved(make_form(real_notice(), CITY, filled), tmp_path / "any name.xlsx")
    result = read_into(tmp_path / "out", path)
    assert result.fine
    record = tables_in(tmp_path / "out")
    assert {t: len(record.rows(t)) for t in filled} == dict.fromkeys(filled, 1)
    payment = record.rows("payments")[0]
    assert (payment["amount_yuan"], payment["paid_on"]) == (Decimal(250000), date(2021, 3, 4))
    assert payment["reported_by"] == "示例市财政局"
    assert record.rows("schedule")
    cells = {(c["resource"], c["key"], c["field"]): c["cell"] for c in record.rows("field_cells")}
    key = f"{payment['evidence_id']}/1"
    column = chr(ord("A") + column_of("payments", "amount_yuan") - 1)
    assert cells["payments", key, "amount_yuan"] == f"{column}5"
    assert len(result.missing) == len(real_notice().regions) - 1
    assert validate(tmp_path / "out").valid


def test_reading_twice_changes_no_byte(
    tmp_path: Path, filled: dict[str, list[dict[str, Any]]]
) -> None:
    path = saved(make_form(real_notice(), CITY, filled), tmp_path / "form.xlsx")
    other = saved(make_form(real_notice(), "602", {}), tmp_path / "other.xlsx")
    read_into(tmp_path / "out", path, other)
    before = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    renamed = path.rename(tmp_path / "renamed.xlsx")
    assert read_into(tmp_path / "out", other, renamed).changed == []
    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("１２３４．５", "1234.5"),
        ("12.5万元", "125000"),
        ("¥3,000元", "3000"),
        ("(20)", "-20"),
        ("人民币五万", None),
        ("见附件", None),
        ("1,23", None),
        ("95%", None),
        ("/", ""),
    ],
)
def test_numbers_typed_as_text(tmp_path: Path, typed: str, amount: str | None) -> None:
    row = {**grant(real_notice(), CITY), "amount_yuan": typed, "payer": "示例市财政局"}
    form = read_one(saved(make_form(real_notice(), CITY, {"payments": [row]}), tmp_path / "f.xlsx"))
    found = rows_in(form, "payments")[0]["amount_yuan"]
    assert (Decimal(found) if found else None) == (Decimal(amount) if amount else None)
    assert [text for _, text in unplaced(form)] == ([typed] if amount is None else [])


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2021年3月4日", date(2021, 3, 4)),
        ("2021/3/4", date(2021, 3, 4)),
        ("2021.03.04", date(2021, 3, 4)),
        ("二〇二一年三月四日", date(2021, 3, 4)),
        (20210304, date(2021, 3, 4)),
        (44259, date(2021, 3, 4)),
        ("2021-03-04 00:00:00", date(2021, 3, 4)),
        ("2021年3月", None),
        ("2021-02-30", None),
        ("三月初", None),
    ],
)
def test_days_as_they_are_typed(tmp_path: Path, typed: object, day: date | None) -> None:
    row = {**grant(real_notice(), CITY), "paid_on": typed, "payer": "示例市财政局"}
    form = read_one(saved(make_form(real_notice(), CITY, {"payments": [row]}), tmp_path / "f.xlsx"))
    assert rows_in(form, "payments")[0]["paid_on"] == (day.isoformat() if day else "")
    assert [text for _, text in unplaced(form)] == ([typed] if day is None else [])


def test_columns_moved_renamed_hidden_and_a_lost_hidden_sheet(tmp_path: Path) -> None:
    row = {**grant(real_notice(), CITY), "amount_yuan": 12.5, "payee": "示例公司"}
    book = make_form(real_notice(), CITY, {"payments": [row]}, hidden=False)
    page = book["支付"]
    amount = column_of("payments", "amount_yuan")
    page.cell(4, amount).value = "支付 金额（万元）"
    page.cell(4, column_of("payments", "payee")).value = "收款单位名称"
    page.insert_cols(1, 2)
    page["A5"] = "自己加的"
    page.column_dimensions["D"].hidden = True
    page.row_dimensions[5].hidden = True
    form = read_one(saved(book, tmp_path / "moved.xlsx"))
    assert form.evidence["region_code"] == CITY
    paid = rows_in(form, "payments")[0]
    assert (paid["amount_yuan"], paid["payee"]) == ("125000", "示例公司")
    assert unplaced(form) == [("A5", "自己加的")]
    said = " ".join(form.remarks)
    assert "hidden rows" in said
    assert "收款单位名称" in said
    assert "10,000 yuan" in said


def test_what_is_not_of_the_form_is_listed(tmp_path: Path) -> None:
    book = make_form(
        real_notice(),
        CITY,
        {
            "payments": [
                {"grant_id": 99_999, "amount_yuan": 3},
                {**grant(real_notice(), "602"), "amount_yuan": 4},
                {"project_name": "合计", "amount_yuan": 7},
                {"project_name": "自己的项目", "amount_yuan": 5},
            ],
            "stages": [{**allocation(real_notice(), CITY), "stage": "不知道", "amount_yuan": 1}],
        },
    )
    book["预算编列"]["C1"] = "表头上方的话"
    book.create_sheet("随手")["B2"] = "一句话"
    form = read_one(saved(book, tmp_path / "f.xlsx"))
    assert [row["amount_yuan"] for row in rows_in(form, "payments")] == ["5"]
    assert rows_in(form, "stages") == []
    why = [reason for *_, reason in form.unplaced]
    assert why == [
        "the row lacks 环节",
        "it stands above the table",
        "the notice has no grant 99999",
        f"grant {grant(real_notice(), '602')['grant_id']} of the notice is that of another region",
        "sums are not taken: they follow from the rows",
        "the sheet is none of the form",
    ]


def test_a_changed_cell_of_the_notice_is_taken_as_it_stands(tmp_path: Path) -> None:
    row = {**indicator(real_notice(), CITY), "announced_as_printed": "不少于1场"}
    form = read_one(
        saved(make_form(real_notice(), CITY, {"confirmed_targets": [row]}), tmp_path / "f.xlsx")
    )
    assert [r["announced_as_printed"] for r in rows_in(form, "confirmed_targets")] == ["不少于1场"]


@pytest.mark.parametrize(
    "typed",
    ["6222021234567890123", "6222 0212 3456 7890 123", 6222021234567890, "13800138000",
     "联系人：张三", "a.b@example.org", "440106199001011234", "电话 020-12345678"],
)  # fmt: skip
def test_private_numbers_are_refused_by_their_cell(tmp_path: Path, typed: object) -> None:
    row = {**grant(real_notice(), CITY), "payee": typed, "amount_yuan": 8}
    book = make_form(real_notice(), CITY, {"payments": [row]})
    book["支付"]["Z9"] = typed
    path = saved(book, tmp_path / "13800138000的表.xlsx")
    result = read_into(tmp_path / "out", path)
    form = result.forms[0]
    assert rows_in(form, "payments")[0]["amount_yuan"] == "8"
    column = chr(ord("A") + column_of("payments", "payee") - 1)
    assert [problem.cell for problem in form.problems] == [f"{column}5", "Z9"]
    assert all(problem.refused for problem in form.problems)
    assert not result.fine
    written = b"".join(p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file())
    assert str(typed).encode() not in written
    assert b"13800138000" not in written
    assert str(typed) not in repr(form)


def test_the_same_of_several_cells_is_one_line_that_names_them_all(tmp_path: Path) -> None:
    rows = [
        {**grant(real_notice(), CITY, at), "paid_on": date(2021, 3, 4), "amount_yuan": "约20万"}
        for at in range(3)
    ]
    form = read_one(saved(make_form(real_notice(), CITY, {"payments": rows}), tmp_path / "a.xlsx"))
    cells = [cell for cell, _ in unplaced(form)]
    assert len(cells) == 3
    lines = [line for line in problem_lines(form, "zh", str) if "约20万" in line]
    assert len(lines) == 1
    assert f"支付!{'、'.join(cells)}: 约20万" in lines[0]


def test_what_was_not_all_taken_is_told_from_what_could_not_be_read(tmp_path: Path) -> None:
    notice = real_notice()
    row = {**grant(notice, CITY), "paid_on": "三月"}
    books = (
        make_form(notice, CITY, {"payments": [{**row, "paid_on": "2021-03-04"}]}),
        make_form(notice, CITY, {"payments": [row]}),
        make_form(notice, CITY, {"payments": [grant(notice, CITY)]}, head=()),
    )
    said = [
        form_line(read_one(saved(book, tmp_path / f"{at}.xlsx")), {}, "en")
        for at, book in enumerate(books)
    ]
    assert [line[0] for line in said] == ["✓", "!", "–"]
