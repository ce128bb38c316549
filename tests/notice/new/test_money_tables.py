"""Packages from tables of money alone: with purposes of no list, with none, with open questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from fiscal_notice.notice.extract.run import check
from fiscal_notice.notice.new.make import Order, make
from fiscal_notice.validate import validate
from kit import read_csv

PURPOSES = """附件1
某资金明细表
单位：万元
地区（单位）→项目名称→学前一类→学前二类
合计→→5→6
广州市小计→→5→6
甲有限公司→项目一→5→
乙有限公司→项目二→→6
"""
ONE_AMOUNT = """附件1
某资金安排表
单位：万元
承担单位→项目名称→金额
甲大学→项目一→5
乙有限公司→项目二→6.5
合计→→11.5
"""
NO_UNIT = "附件1-1\n某资金分配表\n地区→金额\n广州市→5\n深圳市→6\n"


def made(folder: Path, text: str) -> Path:
    """The package of an annex alone, which is read again to the same files."""
    source = folder.parent / "annex.txt"
    source.write_text(text.replace("→", "\t"), encoding="utf-8")
    make(Order(folder=folder, sources=[source]))
    assert check(folder) == ""
    return folder / "resources"


def test_purposes_that_no_list_has_get_columns(folder: Path) -> None:
    tables = made(folder, PURPOSES)
    totals = read_csv(tables / "grant_totals.csv")
    assert [(row["purpose_1_wan"], row["purpose_2_wan"]) for row in totals] == [("5", "6")] * 2
    assert [row["purpose"] for row in read_csv(tables / "grants.csv")] == ["purpose_1", "purpose_2"]


def test_grants_of_one_column_have_no_purpose_of_their_own(folder: Path) -> None:
    tables = made(folder, ONE_AMOUNT)
    assert [row["amount_wan"] for row in read_csv(tables / "grant_totals.csv")] == ["11.5"]
    assert [row["amount_yuan"] for row in read_csv(tables / "grants.csv")] == ["50000", "65000"]
    assert {row["purpose"] for row in read_csv(tables / "amounts.csv")} <= {""}


def test_amounts_without_a_unit_wait_for_an_answer(folder: Path) -> None:
    tables = made(folder, NO_UNIT)
    assert [row["amount_as_printed"] for row in read_csv(tables / "amounts.csv")] == ["5", "6"]
    assert [row["amount_yuan"] for row in read_csv(tables / "amounts.csv")] == ["", ""]


@pytest.mark.parametrize("text", [PURPOSES, ONE_AMOUNT])
def test_no_rule_finds_what_the_annex_does_not_have(folder: Path, text: str) -> None:
    made(folder, text)
    report = validate(folder)
    assert [finding.rule for finding in report.findings] == []
