"""Forms that nobody fills in in good faith: numbers in disguise, slips of 300 digits, pipes."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from fiscal_notice.errors import TargetError
from fiscal_notice.follow.progress import percent
from fiscal_notice.follow.reading.grid import Cell
from fiscal_notice.follow.reading.private import is_private, shown_name
from fiscal_notice.follow.reading.read import Order, standing
from fiscal_notice.follow.reading.sources import sources_in
from fiscal_notice.follow.reading.values import NotUnderstoodError, value_of
from fiscal_notice.follow.reading.workbook import _whole
from fiscal_notice.follow.table_schemas import schema_of
from fiscal_notice.notice.judging.rule_checks import shown
from follow.kit import real_notice
from follow.reading.form_kit import make_form, read_into, saved

CITY = "601"


@pytest.mark.parametrize(
    "text",
    [
        "138\u200b1234\u200b5678",
        "138.1234.5678",
        "138/1234/5678",
        "138 - 1234 - 5678",
        "13812\u00ad345678",
        "6222.0212.3456.7890",
        "62220212\ufeff34567890123",
    ],
)
def test_a_number_in_disguise_is_private(text: str) -> None:
    assert is_private(Cell(text))
    assert shown_name(f"甲{text}.xlsx") == "甲***.xlsx"


@pytest.mark.parametrize("text", ["133.12345678", "12345678.1234", "2021.12.31", "1.2.3", "1/2021"])
def test_a_figure_is_not_private(text: str) -> None:
    assert not is_private(Cell(text))


@pytest.mark.parametrize("name", ["amount_yuan", "grant_id"])
def test_a_slip_of_many_digits_is_no_figure(name: str) -> None:
    field = schema_of("payments").field(name)
    assert field is not None
    with pytest.raises(NotUnderstoodError, match="15 digits"):
        value_of(field, Cell("1E+308", number=Decimal("1E308")))


def test_what_shows_figures_bears_any() -> None:
    assert shown(Decimal("1E40")) == "1" + "0" * 40
    assert [shown(Decimal(text)) for text in ("1.50", "100", "-0.0", "1E2")] == [
        *("1.5", "100", "0", "100")
    ]
    assert percent(Decimal("1E300"), Decimal(1)) == Decimal("1E302")


def test_signs_that_are_no_text_are_replaced() -> None:
    assert _whole("a_xD800__x001B_[31m_x000D_") == "a\ufffd\ufffd[31m\n"


def test_a_pipe_is_no_form(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "13812345678.xlsx")
    sources, errors = sources_in([tmp_path / "13812345678.xlsx"])
    assert not sources
    assert "neither a file nor a folder" in str(errors[0])
    assert "13812345678" not in str(errors[0])


def test_a_call_that_reads_nothing_changes_nothing(tmp_path: Path) -> None:
    good = saved(make_form(real_notice(), CITY, {}), tmp_path / "a.xlsx")
    row = {"document_title": "虚构", "document_number": "虚构1号", "amount_yuan": 1}
    good = saved(make_form(real_notice(), CITY, {"budgets": [row]}), good)
    out = tmp_path / "out"
    assert read_into(out, good).changed
    before = (out / "datapackage.json").read_bytes()
    bad = tmp_path / "b.xlsx"
    bad.write_bytes(b"")
    assert not read_into(out, bad).changed
    assert (out / "datapackage.json").read_bytes() == before


def test_a_folder_of_somebody_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(TargetError, match="no follow-up"):
        standing(Order(root=real_notice().facts.tables.package.root, folder=tmp_path))
