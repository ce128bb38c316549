"""The sheets for people say what the database says, as an officer would open them."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from site_kit import build, database, read_page

from fiscal_notice.export import single_file
from fiscal_notice.export.forms import XLSX
from fiscal_notice.export.reading_sheet import ReadingSheet
from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.sheets import city_sheets, money_of_city, notice_sheets
from fiscal_notice.package import read_package
from fiscal_notice.package.kind import kind_of
from kit import ROOT, change_cell, csv_path, read_csv, write_csv

HEADS = 4
MONEY = "SELECT u.region_code, {} FROM allocations a JOIN budget_units u USING (unit_code) {}"


@pytest.fixture(scope="module")
def facts() -> NoticeFacts:
    return NoticeFacts(package=read_package(ROOT))


@pytest.fixture(scope="module")
def book() -> Any:
    return openpyxl.load_workbook(io.BytesIO(single_file(read_package(ROOT), XLSX)))


@pytest.fixture(scope="module")
def sql() -> sqlite3.Connection:
    return database(ROOT)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("site")).out / "cities"


def heads(sheet: Any) -> list[str]:
    return [cell.value.split("\n")[0] for cell in sheet[HEADS]]


def column(sheet: Any, head: str) -> list[Any]:
    """The cells of a column that the filter covers."""
    at = heads(sheet).index(head)
    first, last = (int(n) for n in re.findall("[0-9]+", sheet.auto_filter.ref))
    return [sheet.cell(row, at + 1).value for row in range(first + 1, last + 1)]


def total(sheet: Any, head: str) -> Any:
    """The cell of a column in the last row, below the filter."""
    return sheet.cell(sheet.max_row, heads(sheet).index(head) + 1).value


def yuan(cells: Iterable[Any]) -> int:
    """Amounts in 万元 added up, in yuan."""
    found = sum((Decimal(str(cell)) for cell in cells if cell is not None), start=Decimal(0))
    return int(found * 10_000)


def drop(root: Path, *tables: str) -> Path:
    """The package without tables, and without the keys that led to them."""
    for schema in (root / "schemas").glob("*.json"):
        held = json.loads(schema.read_text(encoding="utf-8"))
        keys = held.pop("foreignKeys", [])
        if kept := [key for key in keys if key["reference"]["resource"] not in tables]:
            held["foreignKeys"] = kept
        schema.write_text(json.dumps(held), encoding="utf-8")
    path = root / "datapackage.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["resources"] = [r for r in raw["resources"] if r["name"] not in tables]
    path.write_text(json.dumps(raw), encoding="utf-8")
    return root


def names(root: Path) -> list[str]:
    package = read_package(root)
    return [sheet.title[0] for sheet in kind_of(package).sheets(package)]


# Sums


def test_the_cities_are_the_sums_by_sql(book: Any, sql: sqlite3.Connection) -> None:
    sheet = book["各市一览"]
    sums = dict(sql.execute(MONEY.format("sum(amount_yuan)", "GROUP BY 1")).fetchall())
    found = zip(column(sheet, "地区编码"), column(sheet, "合计（万元）"), strict=True)
    assert {code: yuan([amount]) for code, amount in found} == sums
    streams = dict(
        sql.execute("SELECT transfer_type, sum(amount_yuan) FROM allocations GROUP BY 1").fetchall()
    )
    labels = {"devolved": "下放市县", "earmarked": "戴帽", "award": "奖牌"}
    for code, amount in streams.items():
        cells = column(sheet, f"{labels[code]}（万元）")
        assert yuan(cells) == yuan([total(sheet, f"{labels[code]}（万元）")]) == amount


def test_totals_are_what_the_rows_add_up_to(book: Any) -> None:
    sheet = book["各市一览"]
    money = [head for head in heads(sheet) if "万元" in head]
    assert len(money) == 6
    for head in [*money, "目标表", "指标", "勘误"]:
        cells = [Decimal(str(cell)) for cell in column(sheet, head) if cell is not None]
        assert sum(cells) == Decimal(str(total(sheet, head))), head
    assert yuan([total(sheet, "有目标表（万元）"), total(sheet, "无目标表（万元）")]) == yuan(
        [total(sheet, "合计（万元）")]
    )
    assert total(sheet, "占全部") == 1


def test_a_grant_is_a_row_and_counts_once(book: Any, sql: sqlite3.Connection) -> None:
    sheet = book["单位所得"]
    ((grants, amount),) = sql.execute("SELECT count(*), sum(amount_yuan) FROM grants")
    assert len(column(sheet, "序号")) == grants
    assert yuan(column(sheet, "金额（万元）")) == yuan([total(sheet, "金额（万元）")]) == amount
    several = sql.execute(
        "SELECT count(*) FROM grant_recipients GROUP BY grant_id HAVING count(*) > 1"
    ).fetchall()
    shared = [cell for cell in column(sheet, "共列†") if cell]
    assert shared == [f"† {number}个单位" for (number,) in several]
    together = [cell for cell in column(sheet, "接收单位") if "、" in cell]
    assert len(together) == len(several)


def test_every_target_is_a_row(book: Any, sql: sqlite3.Connection) -> None:
    ((number,),) = sql.execute("SELECT count(*) FROM indicators")
    assert len(column(book["各市指标"], "三级指标")) == number
    printed = column(book["各市指标"], "指标值（原文）")
    ((lost,),) = sql.execute("SELECT count(*) FROM indicators WHERE value_as_printed = ''")
    assert printed.count("未印") == lost > 0


def test_side_by_side_stand_the_indicators_of_several_cities(
    book: Any, sql: sqlite3.Connection
) -> None:
    shared = sql.execute(
        "SELECT i.level3_clean, count(DISTINCT s.region_code) AS n FROM indicators i "
        "JOIN target_sheets s USING (sheet_id) GROUP BY 1 HAVING n > 1"
    ).fetchall()
    sheet = book["指标对照"]
    found = zip(column(sheet, "三级指标"), column(sheet, "市数"), strict=True)
    assert dict(found) == dict(shared)
    for row in sheet.iter_rows(min_row=HEADS + 1):
        assert sum(cell.value is not None for cell in row[2:]) == row[1].value


def test_what_is_to_be_done_has_a_day_where_one_is_printed(
    book: Any, sql: sqlite3.Connection
) -> None:
    sheet = book["待办"]
    clauses = [text for (text,) in sql.execute("SELECT text FROM clauses")]
    assert column(sheet, "做什么")[: len(clauses)] == clauses
    days = sql.execute("SELECT deadline FROM indicator_targets WHERE deadline <> ''").fetchall()
    found = [cell for cell in column(sheet, "期限") if isinstance(cell, datetime)]
    assert sorted(str(day.date()) for day in found) == sorted(day for (day,) in days)
    assert column(sheet, "期限")[: len(clauses)] == ["未印"] * len(clauses)
    without = yuan([total(book["各市一览"], "无目标表（万元）")])
    assert yuan(column(sheet, "涉及金额（万元）")) == without


# What an officer sees


def test_no_cell_is_a_code_of_the_tables(book: Any) -> None:
    codes = {"award", "earmarked", "devolved", "company", "government", "patent_award", "ge"}
    codes |= {"quantitative", "performance_target", "absolute"}
    for name in ("各市一览", "单位所得", "指标对照", "各市指标", "待办"):
        cells = {cell.value for row in book[name].iter_rows() for cell in row}
        assert not codes & cells, name
    assert "戴帽 = Earmarked" in book["单位所得"]["A3"].value


def test_sheets_can_be_filtered_and_printed(book: Any) -> None:
    for name in ("各市一览", "单位所得", "指标对照", "各市指标", "待办"):
        sheet = book[name]
        assert re.fullmatch("[BC]5", sheet.freeze_panes)
        assert sheet.auto_filter.ref.startswith("A4:")
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize in (8, 9)
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$4:$4"
        assert all("\n" in cell.value for cell in sheet[HEADS])
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_the_total_stands_apart_from_what_is_filtered(book: Any) -> None:
    for name in ("各市一览", "单位所得"):
        sheet = book[name]
        last = int(sheet.auto_filter.ref.rsplit(":", 1)[1].strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        assert sheet.max_row == last + 2
        assert sheet.cell(last + 2, 1).value == "合计 Total"
        assert all(cell.value is None for cell in sheet[last + 1])


def test_amounts_keep_all_digits(mini: Path) -> None:
    (first, *_) = read_csv(csv_path(mini, "grants"))
    change_cell(mini, ("grants", first["grant_id"], "amount_yuan", "123456"))
    book = openpyxl.load_workbook(io.BytesIO(single_file(read_package(mini), XLSX)))
    cells = column(book["单位所得"], "金额（万元）")
    assert cells[0] == 12.3456
    at = heads(book["单位所得"]).index("金额（万元）") + 1
    assert book["单位所得"].cell(HEADS + 1, at).number_format == "#,##0.0000"


# What a notice may lack


@pytest.mark.parametrize(
    ("tables", "wanted"),
    [
        (("target_sheets", "indicators"), ["各市一览", "单位所得", "待办"]),
        (("grants",), ["各市一览", "资金", "指标对照", "各市指标", "待办"]),
        (("allocations",), ["各市一览", "单位所得", "指标对照", "各市指标", "待办"]),
        (("grants", "allocations"), ["各市一览", "指标对照", "各市指标", "待办"]),
        (("regions",), ["单位所得", "各市指标", "待办"]),
        (("clauses", "target_sheets", "indicators"), ["各市一览", "单位所得"]),
        (("errata", "recipients", "grant_recipients", "gb_divisions", "budget_units"), None),
    ],
)
def test_a_sheet_is_left_out_with_what_it_shows(
    mini: Path, tables: tuple[str, ...], wanted: list[str] | None
) -> None:
    drop(mini, *tables)
    found = names(mini)
    assert "待办" in found if wanted is None else found == wanted
    single_file(read_package(mini), XLSX)


def test_every_column_but_the_marks_of_the_family_may_be_missing(mini: Path) -> None:
    package = read_package(mini)
    for table in ("regions", "grants", "allocations", "indicators", "clauses", "errata"):
        facts = NoticeFacts(package=package)
        rows = facts.tables.rows(table)
        for name in list(rows[0].cells) if rows else ():
            if not name.startswith(("amount", "region_code", "unit_code", "transfer_type")):
                lost = NoticeFacts(package=package)
                for row in lost.tables.rows(table):
                    row.cells.pop(name, None)  # type: ignore[attr-defined]
                assert notice_sheets(lost), (table, name)


def test_money_of_no_city_has_a_row_so_that_all_adds_up(mini: Path) -> None:
    path = csv_path(mini, "budget_units")
    rows = read_csv(path)
    rows[0]["region_code"] = ""
    write_csv(path, list(rows[0]), rows)
    (sheet, *_) = notice_sheets(NoticeFacts(package=read_package(mini)))
    assert sheet.rows[-1][0] == "（不属各市）"
    at = [c.title for c in sheet.columns].index("合计")
    whole = sum(Decimal(row["amount_yuan"]) for row in read_csv(csv_path(mini, "allocations")))
    assert sheet.totals[at] == whole / 10_000
    assert "of no city" in sheet.legend


def test_amounts_that_are_none_leave_the_sheets_out(mini: Path) -> None:
    (first, *_) = read_csv(csv_path(mini, "grants"))
    change_cell(mini, ("grants", first["grant_id"], "amount_yuan", "much"))
    assert names(mini) == []


def test_a_package_that_is_no_notice_has_none(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a\n1\n", encoding="utf-8")
    fields = {"fields": [{"name": "a", "type": "integer"}]}
    raw = {"name": "x", "resources": [{"name": "t", "path": "t.csv", "schema": fields}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    assert names(tmp_path) == []


# The cities


def test_each_city_has_a_workbook_of_its_own_rows(
    facts: NoticeFacts, files: Path, sql: sqlite3.Connection
) -> None:
    money = dict(sql.execute(MONEY.format("sum(amount_yuan)", "GROUP BY 1")).fetchall())
    grants = dict(sql.execute("SELECT region_code, sum(amount_yuan) FROM grants GROUP BY 1"))
    for code in facts.regions:
        (path,) = files.glob(f"{code}-*.xlsx")
        book = openpyxl.load_workbook(path)
        assert yuan(column(book["资金"], "金额（万元）")) == money[code]
        assert yuan([total(book["单位所得"], "金额（万元）")]) == grants[code]
        names = {facts.regions[code]["name"]}
        assert set(column(book["单位所得"], "市")) == set(column(book["指标"], "市")) == names
        ids = set(column(book["勘误"], "编号"))
        assert ids == {row["erratum_id"] for row in facts.by_region.errata_of(code)}


def test_each_city_has_a_csv_for_excel_without_a_total(
    facts: NoticeFacts, files: Path, sql: sqlite3.Connection
) -> None:
    for code in facts.regions:
        (path,) = files.glob(f"{code}-*.csv")
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        ((number, amount),) = sql.execute(
            "SELECT count(*), sum(amount_yuan) FROM grants WHERE region_code = ?", [code]
        )
        assert len(rows) == number
        assert yuan(row["金额（万元） · Amount (10,000 yuan)"] for row in rows) == amount


def test_the_files_have_plain_names_and_are_small(facts: NoticeFacts, files: Path) -> None:
    found = sorted(files.iterdir())
    assert len(found) == 2 * len(facts.regions)
    assert all(re.fullmatch("[0-9]+-[A-Za-z]+[.](xlsx|csv)", path.name) for path in found)
    assert max(path.stat().st_size for path in found) < 120_000


def test_the_page_of_a_city_leads_to_its_files(mini: Path, tmp_path: Path) -> None:
    code = read_csv(csv_path(mini, "regions"))[0]["region_code"]
    out = build(mini, tmp_path / "site").out
    page = read_page(out / "zh" / f"city-{code}.html")
    links = [a.attributes.get("href", "") for a in page.all("a")]
    found = [address for address in links if "/cities/" in address]
    assert [Path(address).suffix for address in found] == [".xlsx", ".csv"]
    assert all((out / "zh" / address).is_file() for address in found)


def test_the_same_package_gives_the_same_files(files: Path, tmp_path: Path) -> None:
    again = build(ROOT, tmp_path / "site").out / "cities"
    assert {p.name: p.read_bytes() for p in files.iterdir()} == {
        p.name: p.read_bytes() for p in again.iterdir()
    }


def test_a_city_without_grants_has_its_allocations(mini: Path) -> None:
    drop(mini, "grants", "target_sheets", "indicators", "errata")
    facts = NoticeFacts(package=read_package(mini))
    (code, *_) = facts.regions
    sheet = money_of_city(facts, code)
    assert isinstance(sheet, ReadingSheet)
    assert sheet.title[0] == "资金"
    assert [each.title[0] for each in city_sheets(facts, code)] == ["资金", "待办"]
