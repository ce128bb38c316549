"""Files that are no forms, or broken, are said in a sentence; the others are read all the same."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fiscal_notice.cli.main import cli
from follow.kit import real_notice
from follow.reading.form_kit import (
    allocation,
    grant,
    make_form,
    read_into,
    read_one,
    saved,
    tables_in,
)
from kit import ROOT

CITY = "601"


def one(path: Path, city: str = CITY) -> Path:
    row = {**grant(real_notice(), city), "amount_yuan": 9}
    return saved(make_form(real_notice(), city, {"payments": [row]}), path)


def run(*arguments: object) -> Result:
    words = ["follow", "read", *map(str, arguments), "--root", str(ROOT)]
    return CliRunner().invoke(cli, words, catch_exceptions=False)


def cut(path: Path) -> None:
    path.write_bytes(one(path).read_bytes()[:3000])


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", " " * 80_000_000)


def entities(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


def foreign(path: Path) -> None:
    book = make_form(real_notice(), CITY, {})
    book["_form"]["B3"] = "another-notice"
    saved(book, path)


def nowhere(path: Path) -> None:
    saved(make_form(real_notice(), CITY, {"payments": [{"amount_yuan": 1}]}, hidden=False), path)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (cut, "cut off or damaged"),
        (bomb, "far more than a notice has"),
        (entities, "XML entities"),
        (foreign, "of another notice"),
        (nowhere, "of which region"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_text("随便一段话", encoding="utf-8"), "no form of a follow-up"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n"), "picture"),
    ],
)
def test_one_bad_file_is_a_sentence(tmp_path: Path, spoil: object, said: str) -> None:
    folder = tmp_path / "forms"
    one(folder / "good.xlsx", "602")
    spoil(folder / "bad.xlsx")  # type: ignore[operator]
    done = run(folder, "--out", tmp_path / "out")
    assert done.exit_code == 1
    wrong = [line for line in done.output.splitlines() if "bad.xlsx" in line]
    assert len(wrong) == 1
    assert said in wrong[0]
    assert "深圳市" in done.output
    assert (tmp_path / "out" / "resources" / "payments.csv").is_file()


def test_the_command_says_all_in_both_languages(tmp_path: Path) -> None:
    row = {**grant(real_notice(), CITY), "amount_yuan": "见附件", "payee": "13800138000"}
    saved(make_form(real_notice(), CITY, {"payments": [row]}), tmp_path / "in" / "a.xlsx")
    done = run(tmp_path / "in", "--out", tmp_path / "out", "--as-of", "2021-06-30")
    assert done.exit_code == 1
    assert "支付!" in done.output
    assert "expected an amount in yuan" in done.output
    assert "Missing: 20" in done.output
    assert "13800138000" not in done.output
    assert '"asOf": "2021-06-30"' in (tmp_path / "out" / "datapackage.json").read_text()
    zh = run(tmp_path / "in", "--out", tmp_path / "out", "--lang", "zh", "--check-only")
    assert "应为以元计的金额" in zh.output
    assert "尚无情况的 20 个" in zh.output
    assert "expected" not in zh.output


@pytest.mark.parametrize("arguments", [[], ["--out", "x"]])
def test_wrong_usage(arguments: list[str], tmp_path: Path) -> None:
    assert run(*arguments).exit_code == 2
    assert run(tmp_path / "none.xlsx", "--out", tmp_path / "out").exit_code == 3


def test_formulas_and_sheets_of_all_kinds_are_said(tmp_path: Path) -> None:
    book = make_form(
        real_notice(),
        CITY,
        {"stages": [{**allocation(real_notice(), CITY), "stage": "支出", "amount_yuan": "=1+1"}]},
    )
    book["资金流转"].sheet_state = "hidden"
    form = read_one(saved(book, tmp_path / "a.xlsx"))
    assert any("without a stored value" in remark for remark in form.remarks)
    assert any("is hidden and was read" in remark for remark in form.remarks)


def test_a_set_of_csv_files_is_one_form(tmp_path: Path) -> None:
    folder = tmp_path / "601"
    assert run_new(tmp_path) == 0
    made = next(each for each in tmp_path.iterdir() if each.is_dir())
    made.rename(folder)
    payments = (folder / "payments.csv").read_text(encoding="utf-8").splitlines()
    header = payments[0].split(",")
    cells = payments[1].split(",")
    cells[header.index("amount_yuan")] = "12.5"
    (folder / "payments.csv").write_text("\n".join([payments[0], ",".join(cells)]), "utf-8")
    page = min(folder.glob("绩效自评*.csv"))
    text = page.read_text(encoding="utf-8")
    line = next(each for each in text.splitlines() if each.startswith("产出指标,数量指标"))
    cells = line.split(",")
    cells[4] = "2场"
    page.write_text(text.replace(line, ",".join(cells), 1), encoding="utf-8")
    result = read_into(tmp_path / "out", folder)
    assert [form.error for form in result.forms] == [None]
    assert result.fine
    record = tables_in(tmp_path / "out")
    assert [str(row["amount_yuan"]) for row in record.rows("payments")] == ["12.5"]
    actuals = [row["actual"] for row in record.rows("self_evaluation_scores") if row["actual"]]
    assert actuals == [2]
    assert record.rows("evidence")[0]["path"] == "601"


def run_new(folder: Path) -> int:
    words = ["follow", "new", "--city", CITY, "--format", "csv", "--out", str(folder)]
    return CliRunner().invoke(cli, [*words, "--root", str(ROOT)]).exit_code
