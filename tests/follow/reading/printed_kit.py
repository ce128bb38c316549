"""Printed forms for tests, in several kinds of files. Every office, person and figure is invented.

A form is lines of cells parted by bars; ``<`` continues the cell at its left, ``^`` the one above.
Lines with ``#`` are paragraphs.
"""

from __future__ import annotations

import csv
import html
from pathlib import Path

Grid = list[list[str]]


def grids(text: str) -> list[Grid | str]:
    """The tables and paragraphs of a form in their order."""
    found: list[Grid | str] = []
    for line in text.strip().splitlines():
        if not line:
            continue
        if line.startswith("#"):
            found.append(line[1:])
            continue
        if not found or isinstance(found[-1], str):
            found.append([])
        table = found[-1]
        assert isinstance(table, list)
        table.append([cell.strip() for cell in line.split("|")])
    return found


def spans(grid: Grid) -> list[tuple[int, int, str, int, int]]:
    """Row, column, text, rows and columns of each cell, from 0."""
    found = []
    for row, cells in enumerate(grid):
        for column, text in enumerate(cells):
            if text in ("<", "^"):
                continue
            across, down = 1, 1
            while column + across < len(cells) and cells[column + across] == "<":
                across += 1
            while row + down < len(grid) and grid[row + down][column] == "^":
                down += 1
            found.append((row, column, text, down, across))
    return found


def as_html(path: Path, text: str) -> Path:
    """The form as a page."""
    body = ""
    for part in grids(text):
        if isinstance(part, str):
            body += f"<p>{html.escape(part)}</p>"
            continue
        body += "<table border='1'>"
        cells = spans(part)
        for number in range(len(part)):
            body += "<tr>"
            for row, _, words, down, across in cells:
                if row == number:
                    body += f"<td rowspan={down} colspan={across}>{html.escape(words)}</td>"
            body += "</tr>"
        body += "</table>"
    path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    return path


def as_xlsx(path: Path, *texts: str) -> Path:
    """The forms as sheets of a workbook, merged as they are printed."""
    import openpyxl

    book = openpyxl.Workbook()
    for number, text in enumerate(texts, start=1):
        sheet = book.create_sheet(f"表{number}")
        top = 1
        for part in grids(text):
            grid = [[part]] if isinstance(part, str) else part
            for row, column, words, down, across in spans(grid):
                sheet.cell(top + row, column + 1, words or None)
                if down * across > 1:
                    sheet.merge_cells(
                        start_row=top + row,
                        start_column=column + 1,
                        end_row=top + row + down - 1,
                        end_column=column + across,
                    )
            top += len(grid)
    book.remove(book.worksheets[0])
    book.save(path)
    return path


def as_docx(path: Path, text: str) -> Path:
    """The form as a document."""
    import docx

    document = docx.Document()
    for part in grids(text):
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(len(part), len(part[0]))
        for row, column, words, down, across in spans(part):
            cell = table.cell(row, column)
            if down * across > 1:
                cell = cell.merge(table.cell(row + down - 1, column + across - 1))
            cell.text = words
    document.save(str(path))
    return path


def as_csv(path: Path, text: str) -> Path:
    """The form as separated values; merged cells are empty but for the first."""
    rows = [row for part in grids(text) for row in ([[part]] if isinstance(part, str) else part)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["" if c in "<^" else c for c in row] for row in rows])
    return path


def as_text(path: Path, text: str) -> Path:
    """The form as lines parted by tabs."""
    lines = [
        part
        if isinstance(part, str)
        else "\n".join("\t".join("" if c in "<^" else c for c in row) for row in part)
        for part in grids(text)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
