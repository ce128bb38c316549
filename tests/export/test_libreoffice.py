"""Real LibreOffice opens the downloads and saves them: codes stay text, nothing is calculated."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from export.kit import HOSTILE, differences, source_rows
from fiscal_notice.package import Package

PATIENCE = 300
# LibreOffice has no cells of truth and saves those of others as calls.
TRUTH = {"=TRUE()": True, "=FALSE()": False}
# Comma, double quote, UTF-8, from line 1.
CSV = "CSV:44,34,76,1"


def saved(source: Path, out: Path, *options: str) -> Any:
    """The workbook that LibreOffice saves of a file that it has opened."""
    program = shutil.which("soffice")
    if program is None:
        pytest.fail(
            "The tests of downloads need LibreOffice: make office, or, on Debian as root: "
            "apt-get install libreoffice-calc-nogui"
        )
    out.mkdir()
    done = subprocess.run(
        [
            program,
            "--headless",
            # A profile of its own: no other LibreOffice is disturbed, and none disturbs.
            f"-env:UserInstallation={(out / 'profile').as_uri()}",
            *options,
            "--convert-to",
            "xlsx",
            "--outdir",
            str(out),
            str(source),
        ],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (out / f"{source.stem}.xlsx").is_file(), done.stdout + done.stderr
    return openpyxl.load_workbook(out / f"{source.stem}.xlsx")


def test_all_cells_stay_what_they_are(real: Package, real_downloads: Path, tmp_path: Path) -> None:
    (path,) = real_downloads.glob("*.xlsx")
    book = saved(path, tmp_path / "out")
    for resource in real.tables:
        assert resource.schema is not None
        sheet = book[resource.title()]
        width, height = len(resource.schema.fields), len(source_rows(real, resource))
        rows = list(sheet.iter_rows(min_row=3, max_row=height + 1, max_col=width))
        held = [[TRUTH.get(cell.value, cell.value) for cell in row] for row in rows]
        assert differences(real, resource, held) == []
        for row in rows:
            for cell, field in zip(row, resource.schema.fields, strict=True):
                if field.type == "string" and cell.value is not None:
                    assert (cell.data_type, cell.number_format) == ("s", "@")


def test_hostile_texts_stay_text(hostile_downloads: Path, tmp_path: Path) -> None:
    (path,) = hostile_downloads.glob("*.xlsx")
    sheet = saved(path, tmp_path / "out").worksheets[2]
    rows = list(sheet.iter_rows(min_row=3, max_row=len(HOSTILE) + 2))
    assert [row[1].value for row in rows] == [f"{n:06d}" for n in range(len(HOSTILE))]
    for text, row in zip(HOSTILE, rows, strict=True):
        assert row[2].data_type == "s", text
        assert row[2].hyperlink is None, text
        # Line ends and control characters are LibreOffice's to keep or not.
        if not re.search("[\r\n\x00-\x1f\x80-\x9f\u2028\u2029_]", text):
            assert row[2].value == text


def formulas(book: Any) -> list[str]:
    return [c.value for s in book.worksheets for row in s for c in row if c.data_type == "f"]


def test_only_the_plain_csv_becomes_formulas(hostile_downloads: Path, tmp_path: Path) -> None:
    """The plain one shows that the guard of the other is needed."""
    options = f"--infilter={CSV}"
    plain = saved(hostile_downloads / "csv" / "nasty.csv", tmp_path / "plain", options)
    assert "=1+1" in formulas(plain)
    guarded = saved(hostile_downloads / "csv-excel" / "nasty.csv", tmp_path / "guarded", options)
    assert formulas(guarded) == []


def test_the_mark_of_the_csv_for_excel_is_no_part_of_its_header(
    real: Package, real_downloads: Path, tmp_path: Path
) -> None:
    source = real_downloads / "csv-excel" / "regions.csv"
    sheet = saved(source, tmp_path / "out", f"--infilter={CSV}").worksheets[0]
    held = [[cell.value for cell in row] for row in sheet.iter_rows()]
    rows = source_rows(real, real.require("regions"))
    assert held[0] == rows[0]
    assert [row[1] for row in held] == [row[1] for row in rows]
