"""A table drawn at random, written as document, workbook and values, is read back as it is."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal_notice.notice.transcribe.blocks import Transcription
from fiscal_notice.notice.transcribe.read import transcribe
from notice.transcribe.office_kit import book_of, bytes_of, saved, tables

AMOUNT = st.decimals(min_value=-(10**9), max_value=10**9, places=2).map(
    lambda value: f"{value:,.2f}"
)
WORDS = st.text("甲乙丙丁市县（）0123456789", min_size=1, max_size=8).filter(
    lambda text: not text.startswith(("（", "）"))
)
CELL = st.one_of(st.just(""), AMOUNT, WORDS)


@st.composite
def grids(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """Texts of a table with two full rows at least, and areas that are merged in it."""
    width = draw(st.integers(2, 5))
    height = draw(st.integers(2, 7))
    full = st.lists(WORDS, min_size=width, max_size=width)
    rows = [draw(full)]
    rows += [draw(st.lists(CELL, min_size=width, max_size=width)) for _ in range(height - 2)]
    rows.append(draw(full))
    merged: list[tuple[int, int, int, int]] = []
    taken: set[tuple[int, int]] = set()
    for _ in range(draw(st.integers(0, 3))):
        top, left = draw(st.integers(0, height - 2)), draw(st.integers(0, width - 1))
        bottom = draw(st.integers(top, min(top + 2, height - 2)))
        right = draw(st.integers(left, min(left + 1, width - 1)))
        area = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        if len(area) < 2 or area & taken or right - left + 1 == width:
            continue
        taken |= area
        merged.append((top, left, bottom, right))
        for row, column in area - {(top, left)}:
            rows[row][column] = ""
        rows[top][left] = "合并"
    return rows, merged


def read(name: str, data: bytes) -> Transcription:
    with TemporaryDirectory() as folder:
        return transcribe(saved(Path(folder), name, data))


def stated(rows: list[list[str]]) -> list[tuple[str, ...]]:
    """The rows as they should be read: nothing is lost or moved."""
    return [tuple(row) for row in rows]


@settings(max_examples=40, deadline=None)
@given(grids())
def test_a_table_of_a_workbook(
    grid: tuple[list[list[str]], list[tuple[int, int, int, int]]],
) -> None:
    rows, merged = grid
    book = book_of(["标题", *["x"] * (len(rows[0]) - 1)], *([c or None for c in r] for r in rows))
    for top, left, bottom, right in merged:
        book.active.merge_cells(
            start_row=top + 2, start_column=left + 1, end_row=bottom + 2, end_column=right + 1
        )
    found = [row for table in tables(read("a.xlsx", bytes_of(book))) for row in table.rows]
    assert found[1:] == stated(rows)


@settings(max_examples=40, deadline=None)
@given(grids())
def test_a_table_of_a_document(
    grid: tuple[list[list[str]], list[tuple[int, int, int, int]]],
) -> None:
    rows, merged = grid
    document = docx.Document()
    head = ["标题", *["x"] * (len(rows[0]) - 1)]
    table = document.add_table(rows=len(rows) + 1, cols=len(head))
    cells = table._cells
    for place, text in enumerate(cell for row in [head, *rows] for cell in row):
        cells[place].text = text
    for top, left, bottom, right in merged:
        area = table.cell(top + 1, left).merge(table.cell(bottom + 1, right))
        area.text = "合并"
    found = [row for each in tables(read("a.docx", bytes_of(document))) for row in each.rows]
    assert found[1:] == stated(rows)


@settings(max_examples=40, deadline=None)
@given(grids())
def test_a_table_of_values(grid: tuple[list[list[str]], list[tuple[int, int, int, int]]]) -> None:
    rows, _ = grid
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["标题", *["x"] * (len(rows[0]) - 1)], *rows])
    data = out.getvalue().encode("gb18030")
    found = [row for table in tables(read("a.csv", data)) for row in table.rows]
    assert found[1:] == stated(rows)
