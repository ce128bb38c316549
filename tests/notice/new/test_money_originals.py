"""A table of money drawn at random, written as docx, xlsx, html, csv and txt: the same amounts."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import openpyxl
import pytest
from hypothesis import given, settings

from fiscal_notice.notice.new.sources import read_sources
from notice.extract.reading import read
from notice.extract.test_money_properties import Printed, tables

Cells = list[list[str]]


def parted(table: Printed) -> tuple[list[str], Cells]:
    """What stands above the table, and its rows; a page number in it is left out."""
    lines = [line for line in table.text.splitlines() if not line.startswith("- ")]
    rows = [line.split("→") for line in lines[2:]]
    return [line.replace("→", "") for line in lines[:2]], rows


def as_docx(above: list[str], rows: Cells) -> bytes:
    document = docx.Document()
    for line in above:
        document.add_paragraph(line)
    grid = document.add_table(rows=len(rows), cols=len(rows[0]))
    for cells, row in zip(rows, grid.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_xlsx(above: list[str], rows: Cells) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in [[above[0]], ["", above[1]], *rows]:
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_html(above: list[str], rows: Cells) -> bytes:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in above)
    cells = ["".join(f"<td>{html.escape(text)}</td>" for text in row) for row in rows]
    body += "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def as_csv(above: list[str], rows: Cells) -> bytes:
    out = io.StringIO()
    width = len(rows[0])
    heads = [[line, *[""] * (width - 1)] for line in above]
    csv.writer(out).writerows([*heads, *rows])
    return out.getvalue().encode()


def as_txt(above: list[str], rows: Cells) -> bytes:
    return "\n".join([*above, *("\t".join(row) for row in rows)]).encode()


@pytest.mark.parametrize(
    ("ending", "write"),
    [("docx", as_docx), ("xlsx", as_xlsx), ("html", as_html), ("csv", as_csv), ("txt", as_txt)],
)
@settings(max_examples=20, deadline=None, derandomize=True)
@given(table=tables())
def test_a_table_is_read_back_from_its_original(
    ending: str, write: Callable[[list[str], Cells], bytes], table: Printed
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"annex.{ending}"
        path.write_bytes(write(*parted(table)))
        text = read_sources([path]).text
    reading = read(text)
    found = [(row["level"], Decimal(str(row["amount_yuan"]))) for row in reading.amounts]
    assert found == [(level, yuan) for _, level, yuan in table.amounts]
    assert reading.questions == []
