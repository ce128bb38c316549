"""``follow score`` as a person runs it, on an invented follow-up."""

from __future__ import annotations

import csv
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fiscal_notice.cli.main import cli
from fiscal_notice.errors import UnknownNameError
from fiscal_notice.follow.record import Record, read_record
from fiscal_notice.model import Row, Rows
from fiscal_notice.package import read_package
from follow.kit import changed, invented_record, real_notice, write_follow_up
from kit import copy_package

CITY = "601"


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    return copy_package(tmp_path / "notice")


def made(notice: Path, record: Record | None = None) -> Path:
    """The follow-up of two cities beside the notice."""
    record = record or invented_record(real_notice(), regions=[CITY, "603"])
    return write_follow_up(notice / "follow-up", record, read_package(notice))


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["follow", "score", *words])


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_scores_are_written_with_their_scheme_and_nothing_else_changes(notice: Path) -> None:
    folder = made(notice)
    before, announced = files(folder), files(notice)
    result = run(str(folder))
    assert result.exit_code == 0, result.output
    record = read_record(read_package(folder))
    for form in record.rows("self_evaluations"):
        assert f"\n  {form['project_name']} (sheet {form['sheet']})\n" in result.output
    assert {row["part"] for row in record.rows("scores")} == {"execution", "indicator", "total"}
    assert {row["scheme_id"] for row in record.rows("schemes")} == {"mof-2020"}
    assert len(record.rows("scheme_parameters")) > 30
    after = files(folder)
    assert {name for name in before if before[name] != after[name]} == {"datapackage.json"}
    own = {name: content for name, content in files(notice).items() if "follow-up" not in name}
    assert own == {name: each for name, each in announced.items() if "follow-up" not in name}
    old, new = (json.loads(each["datapackage.json"]) for each in (before, after))
    for descriptor in (old, new):
        del descriptor["resources"]
    assert old == new


def test_scoring_twice_changes_nothing(notice: Path) -> None:
    folder = made(notice)
    run(str(folder))
    before = files(folder)
    result = run(str(folder))
    assert "wrote" not in result.output
    assert files(folder) == before


def test_check_only_writes_nothing(notice: Path) -> None:
    folder = made(notice)
    before = files(folder)
    result = run(str(folder), "--check-only")
    assert "with a total" in result.output
    assert files(folder) == before


def test_a_package_with_scores_is_valid(notice: Path) -> None:
    folder = made(notice)
    run(str(folder))
    result = CliRunner().invoke(cli, ["--root", str(folder), "validate"])
    assert (result.exit_code, result.output[:5]) == (0, "VALID")


def test_a_reported_score_that_differs_is_named_and_exits_1(notice: Path) -> None:
    record = invented_record(real_notice(), regions=[CITY])
    at = next(
        at
        for at, row in enumerate(record.rows("self_evaluation_scores"))
        if row["actual"] is not None
    )
    row = record.rows("self_evaluation_scores")[at]
    score = Decimal(str(row["score"])) - 1
    folder = made(notice, changed(record, "self_evaluation_scores", at, score=score))
    result = run(str(folder))
    assert result.exit_code == 1
    place = f"row {row['position']} (indicator {row['indicator_id']})"
    assert f"differs: {place}: computed" in result.output
    assert "other than reported: 1" in result.output


def test_another_grade_is_named_and_exits_1(notice: Path) -> None:
    record = invented_record(real_notice(), regions=["603"])
    folder = made(notice, changed(record, "self_evaluations", 0, grade="中"))
    result = run(str(folder), "--lang", "zh")
    assert result.exit_code == 1
    assert "等级：优（上报 中），不一致" in result.output


def test_what_cannot_be_computed_is_said_and_is_no_difference(notice: Path) -> None:
    record = invented_record(real_notice(), regions=["603"])
    record = changed(
        record, "self_evaluation_scores", 0, actual=None, actual_as_printed=None, score=None
    )
    result = run(str(made(notice, record)))
    assert result.exit_code == 0
    assert "there is no actual value" in result.output
    assert "not computed: 1" in result.output


def test_the_notice_leads_to_its_follow_up(notice: Path) -> None:
    made(notice)
    path = notice / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    named = {"relation": "followedBy", "name": "x-follow-up", "path": "follow-up"}
    path.write_text(json.dumps({**descriptor, "related": [named]}), encoding="utf-8")
    result = run("--root", str(notice))
    assert (notice / "follow-up/resources/scores.csv").is_file()
    assert "the notice is not the version that was followed" in result.output


@pytest.mark.parametrize(
    ("scheme", "said"),
    [
        ("hubei", "hubei"),
        ("mof-2021-cost", "the points of the scheme mof-2021-cost are not sure"),
    ],
)
def test_a_scheme_is_asked_for(notice: Path, scheme: str, said: str) -> None:
    result = run(str(made(notice)), "--scheme", scheme)
    assert result.exit_code == 0
    assert said in result.output


def test_an_unknown_scheme_is_wrong_usage(notice: Path) -> None:
    result = run(str(made(notice)), "--scheme", "nobody")
    assert isinstance(result.exception, UnknownNameError)
    assert result.exception.exit_code == 2


def test_a_scheme_of_ones_own_is_data_and_stays(notice: Path) -> None:
    record = invented_record(real_notice(), regions=["603"])
    base: Row = {"scheme_id": "own", "source": "invented"}
    own: dict[str, Rows] = {
        "schemes": [{**base, "title": "Own"}],
        "scheme_parameters": [
            {**base, "parameter": "based_on", "value": "hubei", "sure": False},
            {**base, "parameter": "rounding.places", "value": "1", "sure": False},
        ],
    }
    folder = made(notice, Record(tables={**record.tables, **own}, descriptor=record.descriptor))
    result = run(str(folder), "--scheme", "own")
    assert result.exit_code in (0, 1), result.output
    with (folder / "resources/codelists/schemes.csv").open(encoding="utf-8") as file:
        assert [row["scheme_id"] for row in csv.DictReader(file)] == ["own", "mof-2020", "hubei"]
    score = read_record(read_package(folder)).rows("scores")[0]
    assert (score["scheme_id"], str(score["computed"])[-2]) == ("own", ".")


def test_without_self_evaluations_that_is_said_and_old_scores_go(notice: Path) -> None:
    folder = made(notice)
    run(str(folder))
    record = read_record(read_package(folder))
    kept = {name: rows for name, rows in record.tables.items() if "evaluation" not in name}
    folder = made(notice, Record(tables=kept, descriptor=record.descriptor))
    result = run(str(folder))
    assert result.exit_code == 0
    assert "there is no self-evaluation" in result.output
    assert not (folder / "resources/scores.csv").exists()


def test_where_there_is_no_follow_up_that_is_said(notice: Path) -> None:
    shutil.rmtree(notice / "resources/follow-up")
    result = run("--root", str(notice))
    assert "there is no follow-up of a notice" in str(result.exception)


def test_a_follow_up_without_self_evaluations_says_so(notice: Path) -> None:
    """The real one: three documents of Guangzhou, of which none is a self-evaluation."""
    before = files(notice)
    result = run("--root", str(notice))
    assert (result.exit_code, result.output) == (0, "there is no self-evaluation\n")
    assert files(notice) == before


def test_where_the_notice_is_not_there_that_is_said(notice: Path) -> None:
    folder = made(notice)
    (notice / "datapackage.json").rename(notice / "gone.json")
    assert "the notice that is followed is not there" in str(run(str(folder)).exception)
