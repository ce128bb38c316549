"""Our own forms, filled with an invented year, read by the reader of printed forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from fiscal_notice.follow.forms.make import forms_of
from fiscal_notice.follow.reading.found import Found
from fiscal_notice.follow.reading.printed import read_printed
from fiscal_notice.package import read_package
from follow.fill import fill
from follow.invented import City
from follow.kit import invented_city, real_notice
from kit import ROOT

# What a form of ours doesn't print.
_NOT_PRINTED = {
    *("evaluation_id", "evidence_id", "region_code", "position", "reported_by", "reported_on"),
    *("sheet", "cell", "level1_points", "level2_points"),
}
TABLES = ("self_evaluations", "self_evaluation_funds", "self_evaluation_scores")


@pytest.fixture(scope="module")
def city() -> City:
    """A region with several target sheets."""
    announced = real_notice()
    return invented_city(announced, next(iter(announced.sheets)))


@pytest.fixture(scope="module")
def found(city: City, tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    """What is read of its form."""
    [content] = forms_of(read_package(ROOT), [city.region], ("xlsx",)).files.values()
    path = tmp_path_factory.mktemp("own") / "form.xlsx"
    path.write_bytes(content)
    return read_printed(fill(path, city), real_notice())


@pytest.mark.parametrize("table", [*TABLES, "self_evaluation_answers"])
def test_each_value_comes_back(found: list[Found], city: City, table: str) -> None:
    wanted = [
        {k: v for k, v in row.items() if k not in _NOT_PRINTED and v not in (None, "")}
        for row in city.tables[table]
    ]
    got = [row for each in found for row in each.tables[table]]
    assert len(got) == len(wanted)
    for row, want in zip(got, wanted, strict=True):
        assert {name: row.get(name) for name in want} == want


def test_nothing_is_left_over(found: list[Found]) -> None:
    assert [each.unplaced for each in found] == [[] for _ in found]
    assert [each.problems for each in found] == [[] for _ in found]


def test_words_that_several_sheets_have_are_left_empty_and_said(
    found: list[Found], tmp_path: Path
) -> None:
    announced = real_notice()
    texts: dict[str, set[str]] = {}
    for sheet, rows in announced.indicators.items():
        for row in rows:
            texts.setdefault(row["level3"], set()).add(sheet)
    several = next(text for text, sheets in texts.items() if len(sheets) > 1)
    lone = next(text for text, sheets in texts.items() if len(sheets) == 1)
    path = tmp_path / "form.txt"

    def read(*names: str) -> Found:
        lines = "\n".join(f"{name}|5|5|5" for name in names)
        path.write_text(
            f"某项目绩效自评表\n三级指标|指标值|完成值|得分\n{lines}\n", encoding="utf-8"
        )
        [each] = read_printed(path, announced)
        return each

    unclear = read(several, "通知里没有的指标")
    assert not any(row.get("indicator_id") for row in unclear.tables["self_evaluation_scores"])
    assert [problem.cell for problem in unclear.problems] == ["P3.1"]
    [known, _] = read(lone, "通知里没有的指标").tables["self_evaluation_scores"]
    assert known["indicator_id"]
