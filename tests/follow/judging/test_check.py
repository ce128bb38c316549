"""``follow check`` says city by city what was found, and in which cell of which file."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from fiscal_notice.cli.main import cli
from fiscal_notice.errors import ManyProblemsError, PackageError, UnknownNameError
from fiscal_notice.follow.announced import announced_by
from fiscal_notice.follow.judging.inputs import judged_cells, without_made
from fiscal_notice.follow.record import Record, files_of
from fiscal_notice.model import Row
from fiscal_notice.notice.judging.beside import contact_cells
from fiscal_notice.package import Package, read_package, write_files
from follow.kit import changed, invented_record, real_notice
from kit import mini_package


@pytest.fixture(scope="module")
def notice(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return read_package(mini_package(tmp_path_factory.mktemp("notice") / "notice"))


@pytest.fixture(scope="module")
def record(notice: Package) -> Record:
    return invented_record(announced_by(notice))


def written(folder: Path, record: Record, notice: Package) -> Path:
    path = os.path.relpath(notice.root, folder)
    write_files(folder, files_of(record, notice, path=path, as_of=date(2022, 4, 1)))
    return folder


def too_early(record: Record) -> Record:
    return changed(record, "payments", 0, paid_on=date(2020, 12, 31))


def check(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["follow", "check", *map(str, arguments)])


def test_a_follow_up_without_faults_is_fine(
    record: Record, notice: Package, tmp_path: Path
) -> None:
    result = check(written(tmp_path / "follow-up", record, notice))
    assert result.exit_code == 0, result.output
    assert "0 findings" in result.output


def test_a_payment_too_early_is_told_by_file_sheet_and_cell(
    record: Record, notice: Package, tmp_path: Path
) -> None:
    folder = written(tmp_path / "follow-up", too_early(record), notice)
    cell = next(
        row["cell"]
        for row in record.rows("field_cells")
        if row["resource"] == "payments" and row["field"] == "paid_on"
    )
    result = check(folder)
    assert result.exit_code == 1
    assert f"701.xlsx, 支付!{cell}: Paid on is 2020-12-31, expected ≥ 2021-01-01" in result.output
    assert "Basis: the notice's clause" in result.output


def test_it_speaks_chinese(record: Record, notice: Package, tmp_path: Path) -> None:
    result = check("--lang", "zh", written(tmp_path / "follow-up", too_early(record), notice))
    assert "支付日期为 2020-12-31，应为 ≥ 2021-01-01" in result.output
    assert "依据：通知关于预算年度开始后拨付使用的条款" in result.output


def test_a_city_is_told_of_itself_alone(record: Record, notice: Package, tmp_path: Path) -> None:
    folder = written(tmp_path / "follow-up", too_early(record), notice)
    other = check(folder, "--city", "702")
    assert other.exit_code == 0
    assert "701" not in other.output
    own = check(folder, "--city", "甲市")
    assert own.exit_code == 1
    assert "FOL-06" in own.output


def test_a_city_that_is_not_of_the_notice_is_refused(
    record: Record, notice: Package, tmp_path: Path
) -> None:
    result = check(written(tmp_path / "follow-up", record, notice), "--city", "丙市")
    assert isinstance(result.exception, UnknownNameError)
    assert "701 甲市" in str(result.exception)


def test_without_the_notice_rules_that_read_it_say_so(
    record: Record, notice: Package, tmp_path: Path
) -> None:
    folder = written(tmp_path / "follow-up", too_early(record), notice)
    path = folder / "datapackage.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    said["related"][0]["path"] = "../nowhere"
    path.write_text(json.dumps(said), encoding="utf-8")
    result = check(folder)
    assert "Could not run, for the notice is not at ../nowhere" in result.output
    assert "FOL-06" in result.output


def test_a_broken_table_is_said_and_its_rules_are_left_out(
    record: Record, notice: Package, tmp_path: Path
) -> None:
    folder = written(tmp_path / "follow-up", too_early(record), notice)
    path = folder / "resources" / "payments.csv"
    path.write_text("x,y\n1\n", encoding="utf-8")
    result = check(folder)
    assert result.exit_code == 1
    assert "SCH-01" in result.output


def test_a_notice_leads_to_its_follow_up(record: Record, tmp_path: Path) -> None:
    root = mini_package(tmp_path / "notice")
    path = root / "datapackage.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    said["related"] = [{"relation": "followedBy", "name": "f", "path": "follow-up"}]
    path.write_text(json.dumps(said), encoding="utf-8")
    written(root / "follow-up", record, read_package(root))
    result = check(root)
    assert result.exit_code == 0, result.output
    assert CliRunner().invoke(cli, ["follow", "check", "--root", str(root)]).exit_code == 0


def test_a_notice_without_a_follow_up_is_refused(tmp_path: Path) -> None:
    result = check(mini_package(tmp_path / "notice"))
    assert isinstance(result.exception, PackageError)
    assert result.exception.problem == "there is no follow-up of a notice"


def test_a_city_is_called_by_code_name_or_the_beginning_of_it(
    record: Record, notice: Package, tmp_path: Path
) -> None:
    folder = written(tmp_path / "follow-up", too_early(record), notice)
    said = [check(folder, "--city", name).output for name in ("701", "甲市", "甲")]
    assert "FOL-06" in said[0]
    assert said == [said[0]] * 3


def test_a_wrong_name_is_said_before_anything_is_checked(
    record: Record, notice: Package, tmp_path: Path
) -> None:
    folder = written(tmp_path / "follow-up", record, notice)
    (folder / "resources" / "payments.csv").unlink()
    result = check(folder, "--city", "701", "--city", "丙市", "--city", "丁")
    assert isinstance(result.exception, ManyProblemsError)


def test_cities_that_lack_the_same_stand_together(notice: Package, tmp_path: Path) -> None:
    row: Row = {"report": "payments", "period": "2021", "due_on": date(2021, 12, 31), "sure": True}
    folder = written(tmp_path / "follow-up", Record(tables={"schedule": [row]}), notice)
    said = check("--lang", "zh", folder).output
    assert "甲市（701）、乙市（702）\n" in said
    assert said.count("最迟应于 2021-12-31 报送") == 1
    alone = check("--lang", "zh", folder, "--city", "702").output
    assert "\n乙市（702）\n" in alone


def test_cities_have_their_english_names(tmp_path: Path) -> None:
    record = invented_record(real_notice(), regions=["601"])
    folder = written(tmp_path / "follow-up", record, real_notice().facts.package)
    assert "Guangzhou (601)" in check(folder, "--city", "guangzhou").output


def test_a_missing_report_is_a_plain_sentence_in_validate(
    record: Record, notice: Package, tmp_path: Path
) -> None:
    less = Record(tables={**record.tables, "budgets": []}, descriptor=record.descriptor)
    folder = written(tmp_path / "follow-up", less, notice)
    said = {}
    for lang in ("en", "zh"):
        arguments = ["--root", str(folder), "--lang", lang, "validate"]
        said[lang] = CliRunner().invoke(cli, arguments).output
    assert "甲市: nothing known of budget (2021), due on 20" in said["en"]
    assert "甲市：尚不掌握预算编列（2021），最迟应于 20" in said["zh"]
    assert "nothing known" not in said["zh"]


def test_what_a_rule_expects_in_words_is_chinese_in_validate(
    record: Record, notice: Package, tmp_path: Path
) -> None:
    twice = [*record.rows("payments"), {**record.rows("payments")[0], "evidence_id": "701-0"}]
    tables = {**record.tables, "payments": twice}
    folder = written(tmp_path / "follow-up", Record(tables=tables, descriptor={}), notice)
    arguments = ["--root", str(folder), "--lang", "zh", "validate", "--limit", "100"]
    said = CliRunner().invoke(cli, arguments).output
    assert "FOL-51" in said
    assert "应为 不重复填报：" in said


def test_an_id_is_no_contact_however_its_digits_fall() -> None:
    cells = {
        "_key": ["1"],
        "_line": [2],
        "evidence_id": ["138-00001111"],
        "remark": ["13800001111"],
    }
    frames = {"payments": pd.DataFrame(cells, dtype="string")}
    assert contact_cells(frames)["found"].notna().sum() == 2
    own = contact_cells(without_made(frames))
    assert own.loc[own["found"].notna(), "field"].tolist() == ["remark"]


def test_of_cells_that_lead_somewhere_one_stands_for_all_and_every_other_is_judged() -> None:
    payments = pd.DataFrame({"_key": ["701-a/1", "701-a/2"], "payee": ["甲", "乙"]})
    rows = [
        ("payments", "701-a/1", "payee", "701-a", "支付", "G5"),
        ("payments", "701-a/2", "payee", "701-a", "支付", "G6"),
        ("payments", "701-a/9", "payee", "701-a", "支付", "G7"),
        ("payments", "701-a/2", "nothing", "701-a", "支付", "G8"),
        ("elsewhere", "701-a/2", "payee", "701-a", "支付", "G9"),
        ("payments", "701-a/1", "payee", "701-a", "支付", "G5, 见 138 0000 1111 的短信 2021-03-05"),
    ]
    columns = ["resource", "key", "field", "evidence_id", "sheet", "cell"]
    left = judged_cells(pd.DataFrame(rows, columns=columns), {"payments": payments})
    assert [cell[:2] for cell in left["cell"]] == ["G5", "G7", "G8", "G9", "G5"]
