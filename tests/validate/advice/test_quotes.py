"""Quotes that swallow rows are found, with the line on which they open. All data are invented."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from validate.advice.kit import advised, kinds, table, write

FIELDS = ("id:integer", "n:string")
LONG = "".join(f"{number},{'invented' * 20}\n" for number in range(1, 9000))


def test_a_quote_that_is_never_closed(tmp_path: Path) -> None:
    root = write(tmp_path, {"t.csv": 'id,n\n1,"a\n2,b\n3,c\n'}, table("t.csv", *FIELDS))
    (finding,) = advised(root)
    assert (finding.rule, finding.kind, finding.table, finding.row) == (
        "ADV-01",
        "quote-never-closed",
        "t",
        2,
    )
    assert finding.message is not None
    assert (
        "opens on line 2 and is never closed; lines after it that were read into the same cell: 2"
        in finding.message
    )
    assert finding.message_zh is not None
    assert "第2行的引号未闭合；其后被读入同一单元格的行数：2" in finding.message_zh


@pytest.mark.parametrize(
    ("text", "line", "lines"),
    [
        ('id,n\n1,"a', 2, 0),
        ('id,n\n1,"a\n', 2, 0),
        ('id,n\n1,"two\nlines"\n2,"a\n3,b\n', 4, 1),
        # As many quotes as are closed: one of them stands inside a cell and opens nothing.
        ('id,n\n1,5" pipe\n2,"a\n3,b\n', 3, 1),
        ('id,n\r\n1,a\r\n2,"b\r\n3,c\r\n4,d\r\n', 3, 2),
    ],
)
def test_where_it_opens(tmp_path: Path, text: str, line: int, lines: int) -> None:
    root = write(tmp_path, {"t.csv": text}, table("t.csv", *FIELDS))
    (finding,) = advised(root, "ADV-01")
    assert finding.message is not None
    assert f"opens on line {line} and is never closed" in finding.message
    assert f"the same cell: {lines} " in finding.message


def test_a_quote_that_is_closed_too_late(tmp_path: Path) -> None:
    text = 'id,n\n1,"a\n2,b\n3,"c"\n4,d\n'
    root = write(tmp_path, {"t.csv": text}, table("t.csv", *FIELDS))
    (finding,) = advised(root, "ADV-01")
    assert (finding.kind, finding.row) == ("quote-closed-late", 2)
    assert finding.message is not None
    assert "the same row: 2 (row 2" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        'id,n\n1,"a"\n2,"b ""c"" d"\n',
        'id,n\n1,"two\nlines"\n2,b\n',
        'id,n\n1,5" pipe\n2,6" pipe\n',
        "id,n\n1,a\n",
    ],
)
def test_quotes_that_swallow_nothing(tmp_path: Path, text: str) -> None:
    root = write(tmp_path, {"t.csv": text}, table("t.csv", *FIELDS))
    assert kinds(root, "ADV-01") == []


def test_other_quotes_encodings_and_delimiters(tmp_path: Path) -> None:
    text = "编号;名称\n1;'甲\n2;乙\n".encode("gb18030")
    form = {"delimiter": ";", "quoteChar": "'"}
    fields = ("编号:integer", "名称:string")
    root = write(
        tmp_path, {"t.csv": text}, table("t.csv", *fields, dialect=form, encoding="gb18030")
    )
    (finding,) = advised(root, "ADV-01")
    assert finding.message is not None
    assert "the same cell: 1 (row 2" in finding.message


def test_a_large_table(tmp_path: Path) -> None:
    text = "id,n\n" + LONG + '9000,"a\n9001,b\n'
    root = write(tmp_path, {"t.csv": text}, table("t.csv", *FIELDS))
    (finding,) = advised(root, "ADV-01")
    assert finding.row == 9001
    assert finding.message is not None
    assert "the same cell: 1 (row 9001" in finding.message


def test_a_large_table_with_odd_rows_in_between(tmp_path: Path) -> None:
    """Lines and rows differ from the first cell with a line break on."""
    text = 'id,n\n-2,"two\nlines"\n' + LONG + '-1,"a\n0,"b"\n' + LONG + '9000,"x\n9001,y'
    root = write(tmp_path, {"t.csv": text}, table("t.csv", *FIELDS))
    late, never = advised(root, "ADV-01")
    assert (late.kind, late.row) == ("quote-closed-late", 9002)
    assert late.message is not None
    assert "opens on line 9003 and" in late.message
    assert (never.kind, never.row) == ("quote-never-closed", 18_002)
    assert never.message is not None
    assert "opens on line 18004 and" in never.message


def test_a_large_table_in_another_encoding(tmp_path: Path) -> None:
    text = ("id,n\n" + LONG + '9000,"佛\n9001,b\n').encode("gb18030")
    root = write(tmp_path, {"t.csv": text}, table("t.csv", *FIELDS, encoding="gb18030"))
    (finding,) = advised(root, "ADV-01")
    assert finding.row == 9001


def test_signs_that_are_no_line_ends(tmp_path: Path) -> None:
    root = write(tmp_path, {"t.csv": 'id,n\n1,"a\u2028b\x0bc\n2,d\n'}, table("t.csv", *FIELDS))
    (finding,) = advised(root, "ADV-01")
    assert finding.message is not None
    assert "opens on line 2 and" in finding.message
    assert "the same cell: 1 (row 2" in finding.message


def test_a_quote_that_runs_into_the_next_file(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"1.csv": 'id,n\n1,"a\n', "2.csv": "id,n\n2,b\n"}
    root = write(tmp_path, files, table(["1.csv", "2.csv"], *FIELDS))
    (finding,) = advised(root, "ADV-01")
    assert (finding.kind, finding.row) == ("quote-never-closed", 2)


# frictionless leaves the file inside a compressed one open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_a_compressed_table(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"t.csv.gz": gzip.compress(b'id,n\n1,"a\n2,b\n')}
    root = write(tmp_path, files, table("t.csv.gz", *FIELDS))
    (finding,) = advised(root, "ADV-01")
    assert (finding.kind, finding.row) == ("quote-never-closed", 2)
