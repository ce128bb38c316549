"""Where a row or a cell comes from: its lines, its own or through other tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from fiscal_notice.errors import PackageError, UnknownNameError
from fiscal_notice.notice.trace import as_text, trace
from fiscal_notice.package import Package, read_package
from kit import change_cell, csv_path, mini_package, read_csv, write_csv

NOTICE = "某财工〔2020〕1号"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return read_package(mini_package(tmp_path_factory.mktemp("trace") / "mini"))


def places(package: Package, table: str, key: str, field: str | None = None) -> list[object]:
    return [(source.line, source.why) for source in trace(package, table, key, field).sources]


@pytest.mark.parametrize(
    ("table", "key", "field", "wanted"),
    [
        ("grants", "2", None, [(52, "")]),
        ("grants", "2", "amount_yuan", [(52, "")]),
        # A cell that stands on a line of its own.
        ("target_sheets", "2", "budget_year", [(81, "budget_year")]),
        ("target_sheets", "2", "region_code", [(75, "")]),
        ("annexes", "1", None, [(21, ""), (28, "heading"), (30, "unit")]),
        # Several cells of one line.
        ("notice", NOTICE, "title_clean", [(7, "title_clean")]),
        # Without lines of its own: by the rows that it refers to, or those that refer to it.
        ("indicator_targets", "4/1", None, [(90, "indicators:4")]),
        ("budget_units", "702001", None, [(39, "regions:702")]),
        ("recipients", "2", None, [(52, "grants:2"), (53, "grants:3")]),
        ("recipients", "5", None, [(56, "grants:5")]),
        ("policies", "3", None, [(128, "sheet_policies:4/1")]),
        ("gb_divisions", "990200", None, [(39, "regions:702")]),
    ],
)
def test_lines_of_a_row_or_cell(
    package: Package, table: str, key: str, field: str | None, wanted: list[tuple[int, str]]
) -> None:
    assert places(package, table, key, field) == wanted


def test_a_line_says_all_that_it_is_for(package: Package) -> None:
    where = {line.line: line.why for line in trace(package, "notice", NOTICE).sources}
    assert where[5] == ""
    assert where[7] == "budget_year, phase, title, title_clean"


def test_a_line_comes_with_its_text_and_a_cell_alone(package: Package) -> None:
    found = trace(package, "grants", "3", "amount_wan")
    assert found.cells == {"amount_wan": "20"}
    assert [source.text.strip() for source in found.sources] == [
        "甲市第一有限公司\t企业海外保护能力提升\t\t20"
    ]
    assert as_text(found).splitlines()[1:] == [
        "  amount_wan  20",
        "",
        "resources/source/notice.txt",
        "  line 53",
        "    甲市第一有限公司 | 企业海外保护能力提升 |  | 20",
    ]
    assert "  第 53 行\n" in as_text(found, "zh")


def test_a_row_of_a_code_list_alone_comes_from_no_line(mini: Path) -> None:
    path = csv_path(mini, "gb_divisions")
    rows = read_csv(path)
    write_csv(path, list(rows[0]), [*rows, {"gb_code": "990300", "name": "丙市", "name_en": ""}])
    found = trace(read_package(mini), "gb_divisions", "990300")
    assert found.sources == ()
    assert "From no line: the row is in a code list." in as_text(found)


def test_a_defect_is_told_with_its_cell(mini: Path) -> None:
    path = csv_path(mini, "errata")
    names = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    given = {
        "erratum_id": "E001",
        "rule_id": "RDR-01",
        "resource": "grants",
        "key": "2",
        "field": "project_name",
        "explanation_zh": "说明",
        "explanation_en": "explained",
    }
    write_csv(path, names, [dict.fromkeys(names, "") | given])
    package = read_package(mini)
    for field, told in ((None, True), ("project_name", True), ("amount_wan", False)):
        found = trace(package, "grants", "2", field)
        assert bool(found.errata) == told
        assert ("E001 RDR-01 project_name: explained" in as_text(found)) == told
    assert not trace(package, "grants", "3").errata
    assert not trace(package, "recipients", "2").errata


@pytest.mark.parametrize(
    ("names", "problem", "hint"),
    [
        (("grant", "2", None), "no table grant", "did you mean grants?"),
        (("grants", "99", None), "no row 99", "a value of grant_id, such as 1, 2, 3"),
        (("grants", "2", "amount_wam"), "no field amount_wam", "did you mean amount_wan?"),
    ],
)
def test_an_unknown_name_is_named_with_the_nearest(
    package: Package, names: tuple[str, str, str | None], problem: str, hint: str
) -> None:
    with pytest.raises(UnknownNameError, match=problem) as told:
        trace(package, *names)
    assert hint in str(told.value)


@pytest.mark.parametrize("text", ["x", "-1", "1.5", "1234567890"])
def test_a_line_that_is_none_is_refused(mini: Path, text: str) -> None:
    change_cell(mini, ("grants", "2", "source_line", text))
    with pytest.raises(PackageError, match="source_line of grants is no line number") as told:
        trace(read_package(mini), "grants", "2")
    assert f"found:    {text}" in str(told.value)
