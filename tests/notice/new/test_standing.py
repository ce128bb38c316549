"""Where a line stands in its original, and in which cell a figure."""

from __future__ import annotations

import pytest

from fiscal_notice.notice.standing import as_words, cell_of

ROW = {"cell": "C5:F5"}


@pytest.mark.parametrize(
    ("place", "english", "chinese"),
    [
        (
            {"sheet": "附件1", "cell": "A5:F5"},
            "a.xlsx, sheet 附件1, cells A5:F5",
            "单元格区域 A5:F5",
        ),
        ({"page": "3", "cell": "T2!A5:F5"}, "a.xlsx, page 3, table 2, cells A5:F5", "第2张表"),
        ({"paragraph": 7}, "a.xlsx, paragraph 7", "第7段"),
    ],
)
def test_a_place_is_told_in_both_languages(
    place: dict[str, object], english: str, chinese: str
) -> None:
    assert as_words(place, "originals/a.xlsx", "en") == english
    assert chinese in as_words(place, "originals/a.xlsx", "zh")


def test_the_lines_of_a_text_are_lines() -> None:
    assert as_words({"paragraph": 7}, "originals/a.txt", "en") == "a.txt, line 7"


@pytest.mark.parametrize(
    ("place", "line", "printed", "cell"),
    [
        (ROW, "甲市\t601\t\t1,200.00", "1200", "F5"),
        (ROW, "甲 市\t601\t\t5", "甲市", "C5"),
        # The second table of a document.
        ({"cell": "T2!A5:B5"}, "甲市\t601", "601", "T2!B5"),
        # Beyond Z.
        ({"cell": "Z9:AB9"}, "a\tb\tc", "c", "AB9"),
        # Two cells say it, or none does, or it is no row of a table.
        (ROW, "5\t5", "5", None),
        (ROW, "5\t6", "7", None),
        ({"paragraph": 3}, "5\t6", "5", None),
    ],
)
def test_a_figure_is_found_in_its_cell(
    place: dict[str, object], line: str, printed: str, cell: str | None
) -> None:
    assert cell_of(place, line, printed) == cell
