"""Fill a form in as a city would, with what ``invented.py`` makes up; and spoil it as one might."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from fiscal_notice.follow.form_layout import (
    ANSWER_COLUMNS,
    EVALUATION_FOOT,
    EVALUATION_HEAD,
    FUND_COLUMNS,
    GUIDE,
    HEADER_ROW,
    INDICATOR_COLUMNS,
    SELF_EVALUATION,
    SHEETS,
    TRUTH,
    FormSheet,
)
from fiscal_notice.follow.table_schemas import schema_of
from follow.invented import City, Line

WAN = 10_000
PATIENCE = 300
#: By what a row of a city finds the row of the form that is meant for it.
_KEYS: Mapping[str, Sequence[str]] = {
    "stages": ("allocation_id", "stage"),
    "payments": ("grant_id", "allocation_id"),
    "confirmed_targets": ("indicator_id",),
    "monitoring": ("indicator_id",),
}
Change = Callable[[Workbook], None]


def fill(path: Path, city: City, out: Path | None = None) -> Path:
    """The blank form at ``path``, filled with the rows of ``city``; saved there or at ``out``."""
    book = openpyxl.load_workbook(path)
    _fill_guide(book[GUIDE], city)
    for sheet in SHEETS:
        if sheet.name in book.sheetnames:
            _fill_sheet(book[sheet.name], sheet, city.tables.get(sheet.table, ()))
    for row in city.tables.get("self_evaluations", ()):
        name = f"{SELF_EVALUATION}{row['sheet_id'] or ''}"
        _fill_evaluation(book[name], row, city.tables)
    target = out or path
    book.save(target)
    return target


def edited(path: Path, change: Change, out: Path | None = None) -> Path:
    """The form at ``path`` after ``change`` of its workbook."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(out or path)
    return out or path


def column_of(sheet: Worksheet, table: str, name: str) -> int:
    """The column of a sheet that has the field ``name``, from 1."""
    title = _title(table, name)
    for cell in sheet[HEADER_ROW]:
        if cell.value == title:
            return int(cell.column)
    raise AssertionError((sheet.title, title))


def put(table: str, name: str, value: Any, where: Mapping[str, str] | None = None) -> Change:
    """Another value in the first filled row of a sheet that has the cells ``where``."""

    def change(book: Workbook) -> None:
        sheet = book[next(each.name for each in SHEETS if each.table == table)]
        column = column_of(sheet, table, name)
        for row in range(HEADER_ROW + 1, sheet.max_row + 1):
            there = {
                key: sheet.cell(row, column_of(sheet, table, key)).value for key in where or {}
            }
            if sheet.cell(row, column).value is not None and there == (where or {}):
                sheet.cell(row, column).value = value
                return
        raise AssertionError((table, name, where))

    return change


def column_moved(table: str, name: str) -> Change:
    """The column of a field as the last one of its sheet."""

    def change(book: Workbook) -> None:
        sheet = book[next(each.name for each in SHEETS if each.table == table)]
        column, last = column_of(sheet, table, name), sheet.max_column
        values = [sheet.cell(row, column).value for row in range(HEADER_ROW, sheet.max_row + 1)]
        for row in range(HEADER_ROW, sheet.max_row + 1):
            for at in range(column, last):
                sheet.cell(row, at).value = sheet.cell(row, at + 1).value
        for row, value in enumerate(values, start=HEADER_ROW):
            sheet.cell(row, last).value = value

    return change


def half_filled(book: Workbook) -> None:
    """Nothing but the stages and budgets: the other cells to fill in are empty again."""
    for each in SHEETS:
        if each.table in ("stages", "budgets"):
            continue
        sheet = book[each.name]
        columns = [column_of(sheet, each.table, name) for name in each.fill]
        for row in range(HEADER_ROW + 1, sheet.max_row + 1):
            for column in columns:
                sheet.cell(row, column).value = None
    for name in book.sheetnames:
        if name.startswith(SELF_EVALUATION):
            del book[name]


def saved_by_libreoffice(path: Path, folder: Path) -> Path:
    """The form as LibreOffice saves it again, in ``folder`` under the same name."""
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("Forms are re-saved by LibreOffice: make office")
    folder.mkdir(exist_ok=True)
    # A profile of its own: no other LibreOffice is disturbed, and none disturbs.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [program, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(folder)]
    done = subprocess.run(
        [*words, str(path)], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert (folder / path.name).is_file(), done.stdout + done.stderr
    return folder / path.name


def truncated(path: Path, part: float = 0.6) -> Path:
    """The file cut off, as a broken transfer leaves it."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    return path


def no_workbook(path: Path) -> Path:
    """A file that only its name calls a workbook."""
    path.write_bytes("这不是工作簿。\n".encode())
    return path


def _title(table: str, name: str) -> str:
    field = schema_of(table).field(name)
    assert field is not None, (table, name)
    return str(field.raw["title"])


def _shown(table: str, name: str, value: Any) -> Any:
    """A value as a person types or chooses it."""
    field = schema_of(table).field(name)
    if isinstance(value, bool):
        return TRUTH[value]
    if field is not None and isinstance(value, str):
        return field.labels("zh").get(value, value)
    if name.endswith("_id") and isinstance(value, int):
        return str(value)
    return value


def _fill_guide(sheet: Worksheet, city: City) -> None:
    year = str(city.year)
    said = {"reported_by": city.office, "reported_on": city.reported_on, "period": year}
    for name, value in said.items():
        _right_of(sheet, _title("evidence", name)).value = value


def _fill_sheet(sheet: Worksheet, layout: FormSheet, rows: Sequence[Line]) -> None:
    columns = {field.name: at for at, field in enumerate(layout.fields, start=1)}
    keys = _KEYS.get(layout.table, ())
    free: dict[tuple[str, ...], list[int]] = {}
    for at in range(HEADER_ROW + 1, sheet.max_row + layout.blank + 1):
        key = tuple(str(sheet.cell(at, columns[name]).value or "") for name in keys)
        free.setdefault(key, []).append(at)
    for row in rows:
        shown = {name: _shown(layout.table, name, row.get(name)) for name in columns}
        key = tuple(str(shown[name] if shown[name] is not None else "") for name in keys)
        given = key in free and bool(free[key]) and any(key)
        at = free[key if given else ("",) * len(keys)].pop(0)
        for name, column in columns.items():
            if shown[name] is not None and not (given and name in layout.given):
                sheet.cell(at, column).value = shown[name]


def _fill_evaluation(sheet: Worksheet, row: Line, tables: Mapping[str, Sequence[Line]]) -> None:
    own = {
        table: [line for line in lines if line.get("evaluation_id") == row["evaluation_id"]]
        for table, lines in tables.items()
    }
    for name in EVALUATION_HEAD:
        cell = _right_of(sheet, _title("self_evaluations", name))
        if cell.value is None and row.get(name) is not None:
            cell.value = _shown("self_evaluations", name, row[name])
    for line in own["self_evaluation_funds"]:
        _fill_line(sheet, FUND_COLUMNS, "source", line, "self_evaluation_funds")
    for line in own["self_evaluation_scores"]:
        _fill_line(sheet, INDICATOR_COLUMNS, "indicator_id", line, "self_evaluation_scores")
    for line in own.get("self_evaluation_answers", ()):
        _fill_line(sheet, ANSWER_COLUMNS, "item", line, "self_evaluation_answers")
    total, grade, _ = EVALUATION_FOOT
    score = _find(
        sheet, INDICATOR_COLUMNS["score"], below=_find(sheet, INDICATOR_COLUMNS["level1"])
    )
    at = _find(sheet, _title("self_evaluations", total))
    sheet.cell(at.row, score.column).value = row[total]
    _right_of(sheet, _title("self_evaluations", grade)).value = row[grade]


def _fill_line(
    sheet: Worksheet, titles: Mapping[str, str], key: str, line: Line, table: str
) -> None:
    """One line of a block of the self-evaluation: found by its key, below the block's headers."""
    top = _find(sheet, titles[key])
    columns = {
        name: int(cell.column)
        for name, title in titles.items()
        for cell in sheet[top.row]
        if cell.value == title
    }
    wanted = str(_shown(table, key, line[key]))
    at = next(
        row
        for row in range(top.row + 1, sheet.max_row + 1)
        if str(sheet.cell(row, columns[key]).value) == wanted
    )
    for name, column in columns.items():
        cell, value = sheet.cell(at, column), line.get(name)
        if value is None or isinstance(cell, MergedCell) or cell.value is not None:
            continue
        cell.value = value / WAN if name.endswith("_yuan") else _shown(table, name, value)


def _find(sheet: Worksheet, text: str, below: Cell | None = None) -> Cell:
    """The first cell with this text, from the top; in or ``below`` the row of another cell."""
    return next(
        cell
        for row in sheet.iter_rows(min_row=below.row if below else 1)
        for cell in row
        if cell.value == text and isinstance(cell, Cell)
    )


def _right_of(sheet: Worksheet, text: str) -> Cell:
    """The cell on the right of a label, which may be as wide as several."""
    label = _find(sheet, text)
    spans = (each for each in sheet.merged_cells.ranges if label.coordinate in each)
    right = next((each.max_col for each in spans), int(label.column))
    cell = sheet.cell(label.row, right + 1)
    assert isinstance(cell, Cell), text
    return cell
