"""Findings on an invented follow-up declared: drafted, taken, valid, published, found stale."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from fiscal_notice.cli.main import cli
from fiscal_notice.follow.announced import announced_by
from fiscal_notice.follow.record import read_record
from fiscal_notice.follow.rules import RULES
from fiscal_notice.follow.table_schemas import raw_schema
from fiscal_notice.notice.declaring.habits import habit, is_mended
from fiscal_notice.package import Package, open_package, read_package
from fiscal_notice.release import make_release
from fiscal_notice.validate import validate
from fiscal_notice_ckan.mapping import dataset_of
from follow.kit import changed, invented_record, write_follow_up
from kit import mini_package, read_csv
from publish.mapping_kit import SITE

DECEMBER = date(2020, 12, 20)


@pytest.fixture(scope="module")
def notice(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return read_package(mini_package(tmp_path_factory.mktemp("notice") / "notice"))


@pytest.fixture
def early(notice: Package, tmp_path: Path) -> Path:
    """A follow-up with a payment in December, before the budget year."""
    made = invented_record(announced_by(notice))
    # Without stages nothing says when the money was passed on: one rule is broken, not two.
    made = replace(made, tables={n: rows for n, rows in made.tables.items() if n != "stages"})
    cells = [row for row in made.rows("field_cells") if row["resource"] != "stages"]
    made = replace(made, tables={**made.tables, "field_cells": cells})
    record = changed(made, "payments", 0, paid_on=DECEMBER)
    return write_follow_up(tmp_path / "follow-up", record, notice, path=str_path(tmp_path, notice))


def str_path(folder: Path, notice: Package) -> str:
    """The way from a folder in ``folder`` to the notice."""
    return "../" * (len(folder.parts)) + str(notice.root.relative_to("/"))


def run(root: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["--root", str(root), *arguments])
    return done.exit_code, done.output


def test_a_group_has_its_cell_and_words_in_both_languages(early: Path) -> None:
    assert not validate(early).valid
    code, said = run(early, "errata")
    assert code == 1
    assert "FOL-06: 1 finding, kind early, material" in said
    row = read_record(read_package(early)).rows("payments")[0]
    cells = {
        (each["resource"], each["key"], each["field"]): each["cell"]
        for each in read_record(read_package(early)).rows("field_cells")
    }
    key = f"{row['evidence_id']}/{row['position']}"
    cell = cells["payments", key, "paid_on"]
    assert f"  {row['evidence_id']} 支付 {cell}, payments:{key} paid_on: 2020-12-20 → " in said
    assert "zh: 甲市（701.xlsx，支付 " in said
    assert "支付日期为2020-12-20，过早" in said
    assert "en: Jia (701.xlsx, 支付 " in said
    assert "paid on is 2020-12-20, too early" in said
    # No letter, and no line of it.
    assert "line" not in said
    assert "notice" not in said.replace("fiscal-notice", "")


@pytest.mark.parametrize("name", ["FOL-06", "early", "FOL-06:payments"])
def test_declared_it_is_valid_and_can_be_published(early: Path, tmp_path: Path, name: str) -> None:
    code, said = run(
        early, "errata", "--accept", name, "--status", "reported", "--on", "2022-04-01"
    )
    assert (code, "declared as E001 to E001: 1" in said) == (0, True), said
    (row,) = read_csv(early / "resources" / "errata.csv")
    assert (row["kind"], row["weight"], row["status"]) == ("early", "material", "reported")
    assert row["evidence_id"]
    assert (row["sheet"], row["cell"][:1]) == ("支付", "H")
    assert "source_line" not in row
    assert json.loads((early / "schemas" / "errata.json").read_text("utf-8")) == raw_schema(
        "errata"
    )
    assert validate(early).valid
    archive = make_release(early, tmp_path / "dist").archive
    assert archive is not None
    with open_package(archive) as package:
        notes = dataset_of(package, archive, SITE).fields["notes"]
    assert "**情况说明 · Explained findings**" in notes
    assert "(提早 · Earlier than allowed: 1)" in notes
    assert "transcript" not in notes


def test_an_erratum_whose_finding_is_gone_is_found(early: Path, notice: Package) -> None:
    assert run(early, "errata", "--accept", "FOL-06")[0] == 0
    record = read_record(read_package(early))
    mended = changed(record, "payments", 0, paid_on=date(2021, 5, 20))
    write_follow_up(early, mended, notice, path=str_path(early.parent, notice))
    report = validate(early)
    assert not report.valid
    (stale,) = report.undeclared
    assert (stale.table, stale.key) == ("errata", "E001")
    code, said = run(early, "errata")
    assert code == 1
    assert "To be mended, not declared:" in said


def test_drafts_are_edited_and_taken(early: Path) -> None:
    assert run(early, "errata", "--draft")[0] == 1
    path = early / "errata-draft.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Kept as reported.", "An advance, paid back."), encoding="utf-8")
    assert run(early, "errata", "--accept", "early")[0] == 0
    (row,) = read_csv(early / "resources" / "errata.csv")
    assert row["explanation_en"].endswith("An advance, paid back.")


@pytest.mark.parametrize("rule", [r.id for r in RULES if r.id.startswith("FOL")])
def test_every_rule_has_words_of_its_own_or_is_to_be_mended(rule: str) -> None:
    kinds = next(f for f in raw_schema("errata")["fields"] if f["name"] == "kind")
    said = habit(rule, "text")
    assert said.kind in kinds["constraints"]["enum"]
    assert "TODO" not in said.zh + said.en
    assert is_mended(rule) or "{place_zh}" in said.zh
