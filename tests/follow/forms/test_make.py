"""``follow new``: which forms are written, under which names, and what is never replaced."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.conftest import Run, contents, refused
from fiscal_notice.follow.announced import announced_by
from fiscal_notice.follow.form_layout import GUIDE, HEADER_ROW, SELF_EVALUATION, SHEETS
from fiscal_notice.follow.forms import make
from fiscal_notice.follow.forms.make import forms_of, write_forms
from fiscal_notice.package import read_package
from follow.kit import invented_record, write_follow_up
from kit import change_cell, read_csv

MINI = {"701-甲市", "702-乙市"}


def book(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_every_region_has_a_workbook_a_folder_of_csv_and_a_paper(mini: Path, run: Run) -> None:
    result = run(mini, "follow", "new", "--out", "../forms")
    assert result.code == 0, result.err
    assert result.out.startswith("Forms of 2 regions")
    found = {path.name for path in (mini.parent / "forms").iterdir()}
    assert found == {f"{stem}{end}" for stem in MINI for end in ("", ".xlsx", ".docx")}


def test_one_region_and_one_format_may_be_asked_for(mini: Path, run: Run) -> None:
    for city in ("702", "乙市", "乙"):
        out = f"../{city}"
        assert (
            run(mini, "follow", "new", "--city", city, "--format", "xlsx", "--out", out).code == 0
        )
        assert [path.name for path in (mini.parent / city).iterdir()] == ["702-乙市.xlsx"]
    both = ("--format", "xlsx,docx", "--format", "xlsx")
    assert run(mini, "follow", "new", *both, "--city", "701", "--out", "../both").code == 0
    names = sorted(path.name for path in (mini.parent / "both").iterdir())
    assert names == ["701-甲市.docx", "701-甲市.xlsx"]


def test_a_city_is_found_by_its_english_name(package_copy: Path) -> None:
    forms = forms_of(read_package(package_copy), ["zhuhai", "601"], ["xlsx"])
    assert list(forms.files) == ["601-广州市.xlsx", "603-珠海市.xlsx"]


def test_unknown_regions_are_named_with_their_neighbours(package_copy: Path, run: Run) -> None:
    result = run(package_copy, "follow", "new", "--city", "广洲市", "--city", "62", "--out", "x")
    assert result.code == 2
    assert "广洲市" in result.err
    assert "did you mean 601 广州市" in result.err
    assert "62" in result.err
    assert not (package_copy / "x").exists()
    chinese = run(package_copy, "follow", "new", "--city", "广洲市", "--lang", "zh")
    assert "通知中没有这个编码或名称的地区" in chinese.err
    assert "是否指 601 广州市" in chinese.err


def test_an_unknown_format_is_wrong_usage(mini: Path, run: Run) -> None:
    assert run(mini, "follow", "new", "--format", "xlsx,pdf").code == 2
    assert not (mini / "forms").exists()


def test_forms_that_are_there_already_stay_as_they_are(mini: Path, run: Run) -> None:
    assert run(mini, "follow", "new").code == 0
    before = contents(mini / "forms")
    again = run(mini, "follow", "new")
    assert again.code == 0
    assert "there already, the same" in again.out
    filled = mini / "forms" / "701-甲市.xlsx"
    filled.write_bytes(filled.read_bytes() + b"filled")
    missing = mini / "forms" / "702-乙市.docx"
    missing.unlink()
    result = run(mini, "follow", "new")
    refused(result, "701-甲市.xlsx", "may be filled in", "--out")
    assert not missing.exists()
    assert filled.read_bytes() == before[filled] + b"filled"
    assert "可能已经填写" in run(mini, "follow", "new", "--lang", "zh").err


def test_all_forms_in_the_way_are_named_at_once(mini: Path, run: Run) -> None:
    assert run(mini, "follow", "new", "--format", "xlsx").code == 0
    for path in (mini / "forms").iterdir():
        path.write_bytes(b"filled")
    result = run(mini, "follow", "new", "--format", "xlsx")
    assert result.code == 3
    assert "nothing was written" in result.err
    assert all(f"{stem}.xlsx" in result.err for stem in MINI)


def test_the_same_notice_gives_the_same_files(mini: Path) -> None:
    notice = read_package(mini)
    assert forms_of(notice).files == forms_of(read_package(mini)).files


def test_what_is_no_notice_is_refused(tmp_path: Path, run: Run) -> None:
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a"}]}}
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"name": "other", "resources": [resource]}), encoding="utf-8"
    )
    (tmp_path / "t.csv").write_text("a\n1\n", encoding="utf-8")
    refused(run(tmp_path, "follow", "new"), "no notice that could be followed")


def test_an_interruption_leaves_no_form(
    mini: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    forms = forms_of(read_package(mini))

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fiscal_notice.package.writing.os.fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_forms(tmp_path / "forms", forms)
    assert not (tmp_path / "forms").exists()


def test_a_notice_without_grants_and_target_sheets(short_notice: Path) -> None:
    absent = {"grants", "target_sheets", "indicators"}
    assert not absent & {table.name for table in read_package(short_notice).tables}
    forms = forms_of(read_package(short_notice))
    assert forms.regions == 2
    assert forms.without_region == {}
    stem = next(name for name in forms.files if name.endswith(".xlsx"))
    found = book(forms.files[stem])
    assert SELF_EVALUATION in found.sheetnames
    for each in SHEETS:
        sheet = found[each.name]
        first = [cell.value for cell in sheet[HEADER_ROW + 1]]
        assert any(first) == (each.prefilled == "stages"), each.table
        # A region of this notice fills in what the notice does not have.
        assert not sheet.cell(sheet.max_row, 1).protection.locked


def test_a_notice_without_regions_has_one_form(mini: Path) -> None:
    descriptor = json.loads((mini / "datapackage.json").read_text(encoding="utf-8"))
    kept = ("notice", "clauses")
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] in kept]
    (mini / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    forms = forms_of(read_package(mini), formats=["xlsx", "docx"])
    number = read_csv(mini / "resources" / "notice.csv")[0]["document_number"]
    assert forms.regions == 1
    assert len(forms.files) == 2
    assert all(name.startswith(number[:3]) for name in forms.files)


def test_names_of_regions_lead_nowhere_else(mini: Path, tmp_path: Path) -> None:
    change_cell(mini, ("regions", "701", "name", "../../a/b:c*"))
    forms = forms_of(read_package(mini))
    assert not [name for name in forms.files if ":" in name or "*" in name]
    assert all(".." not in Path(name).parts and len(Path(name).parts) <= 2 for name in forms.files)
    out = tmp_path / "deep" / "forms"
    written = write_forms(out, forms)
    assert all((out / name).resolve().is_relative_to(out.resolve()) for name in written)


def test_rows_without_a_region_are_told(mini: Path, run: Run) -> None:
    change_cell(mini, ("grants", "1", "region_code", ""))
    result = run(mini, "follow", "new", "--format", "xlsx")
    assert "1 row of grants without a region: in no form" in result.out
    chinese = run(mini, "follow", "new", "--format", "xlsx", "--lang", "zh")
    assert "grants 表有 1 行不属于任何地区，未列入表格" in chinese.out


def test_a_schedule_that_is_known_stands_on_the_guide(mini: Path) -> None:
    notice = read_package(mini)
    assert "报送时间" not in texts(forms_of(notice, ["701"], ["xlsx"]))
    record = invented_record(announced_by(notice))
    write_follow_up(mini / "follow", record, notice)
    descriptor = json.loads((mini / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["related"] = [{"relation": "followedBy", "name": "mini-follow-up", "path": "follow"}]
    (mini / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    shown = texts(forms_of(read_package(mini), ["701"], ["xlsx"]))
    assert "报送时间" in shown
    for row in record.rows("schedule"):
        assert f"{row['due_on']}" in shown
    assert "依据未读到全文" in shown


def texts(forms: make.Forms) -> str:
    """All that the guide of the only workbook says."""
    (content,) = forms.files.values()
    sheet = book(content)[GUIDE]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
