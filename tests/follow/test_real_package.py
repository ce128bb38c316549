"""The follow-up of this repository: what is really known of its notice, as the program makes it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import frictionless
import pytest
from click.testing import CliRunner

from fiscal_notice.cli.main import cli
from fiscal_notice.follow.announced import notice_of
from fiscal_notice.follow.family import FOLLOWED_BY
from fiscal_notice.follow.record import files_of, read_record, renewed_files
from fiscal_notice.follow.table_schemas import TABLES, published
from fiscal_notice.package import Package, open_package, read_package
from fiscal_notice.package.related import related
from fiscal_notice.release import make_release
from fiscal_notice.validate import validate
from kit import ROOT, copy_package

FOLDER = ROOT / "resources" / "follow-up"
RENEW = "run fiscal-notice extract, and fiscal-notice docs for schemas/follow-up"


@pytest.fixture(scope="module")
def follow_up() -> Package:
    return read_package(FOLDER)


def run(root: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["--root", str(root), *arguments])
    return done.exit_code, done.output


def test_it_is_what_the_program_makes_of_its_rows_to_the_byte(follow_up: Package) -> None:
    made = files_of(read_record(follow_up), read_package(ROOT), path="../..")
    kept = {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in FOLDER.rglob("*")
        if path.is_file() and "dist" not in path.parts
    }
    assert kept == made, RENEW


def test_the_schemas_of_all_tables_are_published_beside_those_of_the_notice() -> None:
    folder = ROOT / "schemas" / "follow-up"
    kept = {f"schemas/follow-up/{path.name}": path.read_bytes() for path in folder.iterdir()}
    assert kept == published(), RENEW
    assert len(kept) == len(TABLES)


def test_it_is_valid() -> None:
    assert validate(FOLDER).valid
    assert frictionless.validate(str(FOLDER / "datapackage.json")).valid


def test_it_has_three_documents_of_guangzhou_and_no_amount(follow_up: Package) -> None:
    record = read_record(follow_up)
    assert set(record.tables) == {"evidence", "stages"}
    assert {row["region_code"] for rows in record.tables.values() for row in rows} == {"601"}
    days = [row["dated_on"] for row in record.rows("evidence")]
    assert days == [None, date(2021, 3, 4), date(2021, 3, 22)]
    assert [row["amount_yuan"] for row in record.rows("stages")] == [None, None, None]
    # The file of none of them was to be had, so nothing has a hash.
    assert {row["sha256"] for row in record.rows("evidence")} == {None}


def test_it_says_in_both_languages_that_of_twenty_cities_nothing_is_known(
    follow_up: Package,
) -> None:
    notice = notice_of(follow_up)
    assert notice is not None
    told = {row["region_code"] for row in read_record(follow_up).rows("evidence")}
    regions = (ROOT / "resources" / "regions.csv").read_text(encoding="utf-8").splitlines()[1:]
    others = len(regions) - len(told)
    said = follow_up.descriptor
    assert f"Of the other {others} cities nothing is known." in said["description"]
    assert f"其余{others}个市的情况不明" in said["description@zh"]


def test_it_has_no_telephone_number() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.csv"))
    assert not re.search(r"(?<![0-9a-f])[0-9]{7,}(?![0-9a-f])", text)


def test_notice_and_follow_up_name_each_other(follow_up: Package) -> None:
    (named,) = related(read_package(ROOT), FOLLOWED_BY)
    assert named.root is not None
    assert named.root.resolve() == FOLDER
    assert (named.name, named.title, named.title_en) == (
        follow_up.descriptor["name"],
        follow_up.title("zh"),
        follow_up.title("en"),
    )


def test_extract_renews_it_when_the_notice_changes(tmp_path: Path) -> None:
    root = copy_package(tmp_path / "p")
    descriptor = root / "datapackage.json"
    changed = json.loads(descriptor.read_text(encoding="utf-8")) | {"version": "9.0.0"}
    descriptor.write_text(json.dumps(changed, ensure_ascii=False, indent=2) + "\n", "utf-8")
    code, said = run(root, "extract", "--check")
    assert code == 1
    assert "resources/follow-up/datapackage.json" in said
    assert '+      "version": "9.0.0"' in said
    code, said = run(root, "extract")
    assert "wrote resources/follow-up/datapackage.json" in said
    assert run(root, "extract", "--check")[0] == 0


def test_a_row_added_by_hand_is_taken_by_extract(tmp_path: Path) -> None:
    root = copy_package(tmp_path / "p")
    table = root / "resources" / "follow-up" / "resources" / "evidence.csv"
    first, *rows = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text(
        "".join([first, *rows, rows[0].replace("601-suicaishang", "601-again")]), "utf-8"
    )
    assert run(root / "resources" / "follow-up", "validate")[0] == 1
    assert run(root, "extract")[0] == 0
    assert run(root / "resources" / "follow-up", "validate")[0] == 0


def test_a_follow_up_elsewhere_is_left_alone(tmp_path: Path) -> None:
    root = copy_package(tmp_path / "p")
    (root / "resources" / "follow-up").rename(tmp_path / "away")
    descriptor = root / "datapackage.json"
    text = descriptor.read_text(encoding="utf-8").replace('"resources/follow-up"', '"../away"')
    descriptor.write_text(text, encoding="utf-8")
    notice = read_package(root)
    assert related(notice, FOLLOWED_BY)[0].root is not None
    assert renewed_files(notice) == {}


def test_what_others_added_to_it_stays(tmp_path: Path) -> None:
    root = copy_package(tmp_path / "p")
    descriptor = root / "resources" / "follow-up" / "datapackage.json"
    raw = json.loads(descriptor.read_text(encoding="utf-8"))
    raw["resources"].append({"name": "scan", "path": "scan.txt"})
    descriptor.write_text(json.dumps(raw), encoding="utf-8")
    made = renewed_files(read_package(root))["resources/follow-up/datapackage.json"]
    assert json.loads(made)["resources"][-1] == {"name": "scan", "path": "scan.txt"}


def test_the_release_of_either_names_the_other(tmp_path: Path) -> None:
    for folder, other in ((ROOT, "yuecaigong-2020-228-follow-up"), (FOLDER, "yuecaigong-2020-228")):
        bundle = make_release(folder, tmp_path)
        assert bundle.archive is not None
        with open_package(bundle.archive) as package:
            assert [each.name for each in related(package)] == [other]
            assert not list(package.root.rglob("follow-up"))
        assert validate(bundle.archive).valid
