"""Tables of separated values: any usual separator, quotes over lines, two encodings."""

from __future__ import annotations

import pytest

from fiscal_notice.errors import OriginalError
from fiscal_notice.notice.transcribe.csv import read_csv, separator
from notice.transcribe.office_kit import tables, texts

ROWS = (("地区", "金额", "备注"), ("合计", "1,200.50", ""), ("甲市", "1,200.50", "含乙县"))


def written(sign: str) -> str:
    return "\r\n".join(
        sign.join(f'"{cell}"' if sign in cell else cell for cell in row) for row in ROWS
    )


@pytest.mark.parametrize("sign", [",", ";", "\t", "|", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_separators_and_encodings(sign: str, encoding: str) -> None:
    assert tables(read_csv(written(sign).encode(encoding)))[0].rows == ROWS


def test_lines_above_and_notes_below_are_no_rows() -> None:
    data = "附件1,,\n单位：万元,,\n地区,金额,备注\n甲市,120,\n,,\n注：略,,\n"
    found = read_csv(data.encode())
    assert texts(found) == ["附件1", "单位：万元", "注：略"]
    (table,) = tables(found)
    assert table.rows == (("地区", "金额", "备注"), ("甲市", "120", ""))
    assert [(place.cell, place.paragraph) for place in table.places] == [
        ("A3:C3", 3),
        ("A4:C4", 4),
    ]


def test_quoted_lines_are_one_cell_and_the_next_line_keeps_its_number() -> None:
    data = '地区,依据\n甲市,"1. 《甲办法》\n2. 《乙办法》"\n乙市,《丙》\n'
    (table,) = tables(read_csv(data.encode()))
    assert table.rows[1] == ("甲市", "1. 《甲办法》 2. 《乙办法》")
    assert [place.paragraph for place in table.places] == [1, 2, 4]


def test_short_rows_get_all_columns() -> None:
    (table,) = tables(read_csv("地区,金额,备注\n甲市,120\n".encode()))
    assert table.rows[1] == ("甲市", "120", "")


def test_one_column_has_no_separator() -> None:
    assert separator("甲\n乙\n") == ","
    assert texts(read_csv("甲\n乙\n".encode())) == ["甲", "乙"]


@pytest.mark.parametrize("data", [b"", b"\n,,\n", b"\xff\x00\x81"])
def test_what_is_no_table_is_told(data: bytes) -> None:
    with pytest.raises(OriginalError):
        read_csv(data)
