"""One line where one thing explains all errors of a header; no claim where it does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fiscal_notice.model import Cut
from fiscal_notice.report import report_text
from fiscal_notice.validate import validate
from report.made import write_package

ORDER = "the columns stand in another order than in the schema"
SHIFT = "columns are missing or too many, and those behind them are shifted"
MIXED = "and the others stand in another order than in the schema"
NONE = "there seems to be no header"


@pytest.mark.parametrize(
    ("names", "text", "said"),
    [
        (("a", "b", "c"), "c,b,a\n1,2,3\n", f'{ORDER}: "c", "b", "a"; expected "a", "b", "c"'),
        (("a", "b", "c"), "b,c,a\n1,2,3\n", ORDER),
        (("a", "b", "c", "d"), "b,c,d\n1,2,3\n", f'{SHIFT}: "a" missing'),
        (("a", "b", "c"), "a,c\n1,2\n", f'{SHIFT}: "b" missing'),
        (("a", "b", "c"), "x,a,b,c\n1,2,3,4\n", f'{SHIFT}: "x" too many'),
        (("a", "b", "c", "d", "e"), "e,d,c,b\n1,2,3,4\n", MIXED),
        (("no:integer", "name"), "1,甲\n2,乙\n", f'{NONE}: the first row is "1", "甲"'),
        (("no:integer", "day"), "1,2021-01-02\n", NONE),
    ],
)
def test_one_line_for_a_header(
    tmp_path: Path, names: tuple[str, ...], text: str, said: str
) -> None:
    report = validate(write_package(tmp_path, {"t": (names, text)}))
    told = report_text(report, limit=1)
    assert told.count(said) == 1 + told.count("All findings")
    assert "is called" not in told
    assert f"({len([f for f in report.findings if f.labels])} errors)" in told
    assert "To do: " in told


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (("a", "b", "c"), "a,x,c\n1,2,3\n"),  # another name
        (("a", "b", "c"), "x,y,z\n1,2,3\n"),  # other names, which are no values
        (("y2019", "y2020"), "2019,2020\n1,2\n"),  # years are names of columns too
        (("a", "b"), "a,b,c\n1,2,3\n"),  # a column more, at the end
        (("a", "b", "c"), "a,b\n1,2\n"),  # a column less, at the end
        (("a", "b"), "a,a\n1,2\n"),
    ],
)
def test_no_claim_where_labels_are_wrong_one_by_one(
    tmp_path: Path, names: tuple[str, ...], text: str
) -> None:
    told = report_text(validate(write_package(tmp_path, {"t": (names, text)})))
    assert not any(claim in told for claim in (ORDER, SHIFT, MIXED, NONE))


def test_no_claim_from_a_part_of_the_errors(tmp_path: Path) -> None:
    report = validate(write_package(tmp_path, {"t": (("a", "b", "c"), "b,a,c\n")}))
    assert ORDER in report_text(report)
    assert ORDER not in report_text(replace(report, cut=(Cut(resource="t", errors=2),)))


def test_errors_of_cells_are_kept_beside_the_header(tmp_path: Path) -> None:
    names, text = ("a:integer", "b"), "b,a\nx,1\n"
    told = report_text(validate(write_package(tmp_path, {"t": (names, text)})))
    assert ORDER in told
    assert "The other errors of this table may follow from this." in told
    assert 't:row 2, a: "x" is no integer' in told
